//! The page as an element: what an app hands to it, and what it tells the app.

#[cfg(feature = "boxes")]
mod boxes;
mod detail;
#[cfg(feature = "editor")]
mod editor;

#[cfg(feature = "boxes")]
pub use self::boxes::Boxes;
#[cfg(feature = "editor")]
pub use self::editor::{Editor, keys, lent_key};

use std::any::Any;

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

use super::messages::Language;
use super::root;
use super::state::State;
use crate::web::store;

/// Where an element lives, and who hears of it.
#[derive(Clone)]
pub struct Home {
    /// The shadow root.
    pub place: Node,
    /// The element in it that stands for `<body>`.
    pub body: Element,
    /// Called with a word and a detail.
    pub report: Function,
    /// Whether settings are kept in the browser, where the page keeps its own.
    pub is_keeping: bool,
}

impl Home {
    /// Tells the app.
    fn tell(&self, word: &str, detail: &JsValue) {
        // What the app throws is its own affair.
        let _ = self.report.call2(&JsValue::UNDEFINED, &word.into(), detail);
    }
}

/// What lives somewhere. Dropping it ends what is shown and heard; its state ends with the wasm, so that a run that is
/// still on its way finds what it writes to.
struct Entered<S> {
    state: S,
    _shown: Box<dyn Any>,
    _owner: Owner,
}

/// Lives in `home` from now on, in the language that has these messages; `None` where they cannot be read.
fn enter<S: Copy + 'static>(
    home: &Home,
    language: &str,
    messages: String,
    make: fn(Language) -> S,
    show: impl FnOnce(S) + 'static,
) -> Option<Entered<S>> {
    let language = Language::named(language);
    if !language.read(messages) {
        return None;
    }
    if !home.is_keeping {
        store::keep_nothing();
    }
    root::enter(home.place.clone().unchecked_into(), home.body.clone());
    let body = home.body.clone().unchecked_into();
    let owner = Owner::new();
    let state = owner.with(|| make(language));
    let shown = owner.with(|| leptos::mount::mount_to(body, move || show(state)));
    Some(Entered { state, _shown: Box::new(shown), _owner: owner })
}

/// Says everything in the language that has these messages.
fn speak(state: State, language: &str, messages: String) {
    let language = Language::named(language);
    if language.read(messages) {
        state.language.set(language);
    }
}
