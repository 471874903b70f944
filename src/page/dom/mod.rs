//! Elements, made by calls instead of by types, for the sake of the download: a view that is one type for each tree
//! brings its own copy of the code that draws, changes and removes it; here all trees share one.
//!
//! What changes is a closure that reads signals. It lives as long as the reactive owner that it was made under: a
//! part that is drawn anew ends everything that the old one began.

mod follow;
mod lists;
mod signal;

use std::borrow::Cow;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, Node};

use crate::web::Listener;

pub(super) use follow::Ask;
use follow::AskOf;
pub use follow::{keep, settled, watch};
pub use signal::Signal;

/// An element in the making. Clones are the same element.
#[derive(Clone)]
pub struct El(Element);

/// A new element.
#[inline(never)]
pub fn el(tag: &str) -> El {
    // Fails for names that no element has; ours are known.
    El(document().create_element(tag).expect("a tag name"))
}

/// A new `<div>` with this class.
pub fn div(class: &str) -> El {
    el("div").class(class)
}

/// A new `<button type="button">` with this class.
pub fn button(class: &str) -> El {
    el("button").attr("type", "button").class(class)
}

/// Words that are there already, or made.
type Words = Cow<'static, str>;

impl El {
    /// Sets an attribute.
    #[inline(never)]
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        // Fails for names that no attribute has; ours are known.
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Sets `class`.
    #[must_use]
    pub fn class(self, value: &str) -> Self {
        self.attr("class", value)
    }

    /// Sets `id`.
    #[must_use]
    pub fn id(self, value: &str) -> Self {
        self.attr("id", value)
    }

    /// Appends text.
    #[inline(never)]
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        let _ = self.0.append_with_str_1(text);
        self
    }

    /// Appends an element.
    #[inline(never)]
    #[must_use]
    pub fn child(self, child: El) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// Appends an element, where there is one.
    #[must_use]
    pub fn child_if(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Appends elements.
    #[must_use]
    pub fn children(self, children: Vec<El>) -> Self {
        children.into_iter().fold(self, El::child)
    }

    /// Appends text that changes with what it reads.
    #[must_use]
    pub fn say<S: Into<Words>>(self, mut say: impl FnMut() -> S + 'static) -> Self {
        self.say_boxed(Box::new(move || say().into()))
    }

    #[inline(never)]
    fn say_boxed(self, mut say: Box<dyn Ask<Words>>) -> Self {
        let node: Node = document().create_text_node("").into();
        let _ = self.0.append_child(&node);
        let mut said = String::new();
        watch(move || {
            let now = say.ask();
            // What is read aloud when it changes must not seem to.
            if now != said {
                node.set_text_content(Some(&now));
                said = now.into_owned();
            }
        });
        self
    }

    /// Sets an attribute that changes with what it reads.
    #[must_use]
    pub fn attr_say<S: Into<Words>>(self, name: &'static str, mut say: impl FnMut() -> S + 'static) -> Self {
        self.attr_say_boxed(name, Box::new(move || say().into()))
    }

    #[inline(never)]
    fn attr_say_boxed(self, name: &'static str, mut say: Box<dyn Ask<Words>>) -> Self {
        let element = self.0.clone();
        watch(move || set_or_remove(&element, name, Some(&say.ask())));
        self
    }

    /// Sets an attribute to `value` while `is_on`, and removes it otherwise.
    #[must_use]
    pub fn attr_while(self, name: &'static str, value: &'static str, is_on: impl FnMut() -> bool + 'static) -> Self {
        self.attr_while_boxed(name, value, Box::new(is_on))
    }

    #[inline(never)]
    fn attr_while_boxed(self, name: &'static str, value: &'static str, mut is_on: Box<dyn Ask<bool>>) -> Self {
        let element = self.0.clone();
        watch(move || set_or_remove(&element, name, is_on.ask().then_some(value)));
        self
    }

    /// Sets a property of its style that changes with what it reads.
    #[must_use]
    pub fn style_say(self, name: &'static str, say: impl FnMut() -> String + 'static) -> Self {
        self.style_say_boxed(name, Box::new(say))
    }

    #[inline(never)]
    fn style_say_boxed(self, name: &'static str, mut say: Box<dyn Ask<String>>) -> Self {
        let style = self.of_type::<HtmlElement>().style();
        watch(move || drop(style.set_property(name, &say.ask())));
        self
    }

    /// Has a class while `is_on`.
    #[must_use]
    pub fn class_while(self, name: &'static str, is_on: impl FnMut() -> bool + 'static) -> Self {
        self.class_while_boxed(name, Box::new(is_on))
    }

    #[inline(never)]
    fn class_while_boxed(self, name: &'static str, mut is_on: Box<dyn Ask<bool>>) -> Self {
        let list = self.0.class_list();
        watch(move || drop(list.toggle_with_force(name, is_on.ask())));
        self
    }

    /// Sets `aria-invalid` while `is_invalid`.
    #[must_use]
    pub fn invalid_while(self, is_invalid: impl FnMut() -> bool + 'static) -> Self {
        self.attr_while("aria-invalid", "true", is_invalid)
    }

    /// Holds the property `value` at what it reads.
    #[must_use]
    pub fn value(self, mut read: impl FnMut() -> String + 'static) -> Self {
        self.property("value", Box::new(move || JsValue::from_str(&read())))
    }

    /// Holds the property `checked` at what it reads.
    #[must_use]
    pub fn checked(self, mut read: impl FnMut() -> bool + 'static) -> Self {
        self.property("checked", Box::new(move || read().into()))
    }

    #[inline(never)]
    fn property(self, name: &'static str, mut read: Box<dyn Ask<JsValue>>) -> Self {
        let (element, name) = (self.0.clone(), JsValue::from_str(name));
        // Elements take every property.
        watch(move || drop(js_sys::Reflect::set(&element, &name, &read.ask())));
        self
    }

    /// Acts on an event.
    #[must_use]
    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(act))
    }

    #[inline(never)]
    fn on_boxed(self, event: &'static str, mut act: Box<dyn AskOf<Event, ()>>) -> Self {
        keep(Listener::new(&self.0, event, move |event| act.ask_of(event)));
        self
    }

    /// Acts on a click.
    #[must_use]
    pub fn click(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// Acts on what is typed, with the text as it is then.
    #[must_use]
    pub fn typed(self, mut act: impl FnMut(String) + 'static) -> Self {
        self.on("input", move |event| act(event_target_value(&event)))
    }

    /// Appends a part that is drawn anew when what it reads changes; it may have nothing to show.
    #[must_use]
    pub fn part(self, draw: impl FnMut() -> Option<El> + 'static) -> Self {
        self.part_boxed(Box::new(draw))
    }

    #[inline(never)]
    fn part_boxed(self, mut draw: Box<dyn Ask<Option<El>>>) -> Self {
        let anchor = document().create_comment("");
        let _ = self.0.append_child(&anchor);
        let mut shown: Option<El> = None;
        watch(move || {
            let new = draw.ask();
            if let Some(old) = shown.take() {
                old.0.remove();
            }
            if let (Some(new), Some(parent)) = (&new, anchor.parent_node()) {
                let _ = parent.insert_before(&new.0, Some(&anchor));
            }
            shown = new;
        });
        self
    }

    /// The element.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The element as what its tag says it is.
    pub fn of_type<T: JsCast + Clone>(&self) -> T {
        self.0.clone().unchecked_into()
    }
}

#[inline(never)]
fn set_or_remove(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}
