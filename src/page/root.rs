//! Where the page lives: in a document of its own, or as an element in somebody's, behind a shadow root. One instance of
//! the wasm is one page, so there is one such place.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, EventTarget, Node};

#[wasm_bindgen]
extern "C" {
    /// What a document and a shadow root have in common.
    #[wasm_bindgen(extends = Node)]
    #[derive(Clone)]
    pub type Place;
    #[wasm_bindgen(method, js_name = getElementById)]
    fn get_element_by_id(this: &Place, id: &str) -> Option<Element>;
    #[wasm_bindgen(method, js_name = querySelector)]
    fn query_selector(this: &Place, selector: &str) -> Option<Element>;
    #[wasm_bindgen(method, getter, js_name = activeElement)]
    fn active_element(this: &Place) -> Option<Element>;
}

thread_local! {
    /// The shadow root and the element in it that stands for `<body>`; `None` in a document of the page's own.
    static SHADOW: RefCell<Option<(Place, Element)>> = const { RefCell::new(None) };
}

fn shadow() -> Option<(Place, Element)> {
    SHADOW.with_borrow(Clone::clone)
}

/// Lives in `body`, behind the shadow root `place`, from now on.
#[cfg(any(feature = "editor", feature = "boxes"))]
pub(super) fn enter(place: Place, body: Element) {
    SHADOW.set(Some((place, body)));
}

/// Whether the page is an element in somebody's document.
pub fn is_embedded() -> bool {
    SHADOW.with_borrow(Option::is_some)
}

/// The document or the shadow root.
#[inline(never)]
fn place() -> Place {
    shadow().map_or_else(|| document().unchecked_into(), |(place, _)| place)
}

/// What all events of the page pass by.
#[inline(never)]
pub fn events() -> EventTarget {
    shadow().map_or_else(|| window().into(), |(place, _)| place.unchecked_into())
}

/// What holds the parts of the page.
pub fn body() -> Option<Element> {
    shadow().map_or_else(|| document().body().map(Into::into), |(_, body)| Some(body))
}

/// What says the page's language and theme.
pub fn top() -> Option<Element> {
    shadow().map_or_else(|| document().document_element(), |(_, body)| Some(body))
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    place().get_element_by_id(id)
}

/// The first element that `selector` is about.
pub fn find(selector: &str) -> Option<Element> {
    place().query_selector(selector)
}

/// What has the focus.
pub fn focused() -> Option<Element> {
    place().active_element()
}

/// Whether a node is part of the page.
pub fn contains(node: &EventTarget) -> bool {
    place().contains(Some(node.unchecked_ref()))
}
