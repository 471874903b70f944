//! The focus on the stage: it goes to what is drawn by an action, and nothing scrolls.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// What can be asked to get the focus before it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FocusTarget {
    /// The box with this index.
    Box(usize),
    /// The first place that was found by words.
    Candidate,
}

/// Focuses the element of `node` when `target` is `wanted`, until the current owner is cleaned up.
pub(super) fn follow_focus<E>(wanted: RwSignal<Option<FocusTarget>>, target: FocusTarget, node: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + AsRef<HtmlElement> + 'static,
{
    Effect::new(move |_| {
        if wanted.get() == Some(target)
            && let Some(element) = node.get()
        {
            wanted.set(None);
            focus(element.as_ref());
        }
    });
}

/// Focuses an element where it stands.
pub(super) fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Focuses the first element in `within` that `selector` is about.
pub(super) fn focus_first(within: Option<impl AsRef<Element>>, selector: &str) {
    let found = within.and_then(|within| within.as_ref().query_selector(selector).ok()?);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus(&element);
    }
}
