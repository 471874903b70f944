//! Where the page lives: in a document of its own, or as an element in somebody's, behind a shadow root.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, EventTarget, HtmlElement, Node};

#[wasm_bindgen]
extern "C" {
    /// What a document and a shadow root have in common.
    #[wasm_bindgen(extends = Node)]
    #[derive(Clone)]
    pub type RootNode;
    #[wasm_bindgen(method, js_name = getElementById)]
    fn get_element_by_id(this: &RootNode, id: &str) -> Option<Element>;
    #[wasm_bindgen(method, js_name = querySelector)]
    fn query_selector(this: &RootNode, selector: &str) -> Option<Element>;
    #[wasm_bindgen(method, getter, js_name = activeElement)]
    fn active_element(this: &RootNode) -> Option<Element>;
}

/// The document or shadow root that the page is part of.
#[derive(Clone, Copy)]
pub struct PageRoot(StoredValue<Shadow, LocalStorage>);

/// The shadow root and the element in it that stands for `<body>`; `None` in a document of the page's own.
type Shadow = Option<(RootNode, Element)>;

impl PageRoot {
    /// A document of the page's own.
    pub fn document() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// The element `body` behind the shadow root `root`.
    pub fn shadow(root: RootNode, body: Element) -> Self {
        Self(StoredValue::new_local(Some((root, body))))
    }

    fn get(self) -> Shadow {
        self.0.try_get_value().flatten()
    }

    /// Whether the page is an element in somebody's document.
    pub fn is_embedded(self) -> bool {
        self.get().is_some()
    }

    /// The document or the shadow root.
    fn node(self) -> RootNode {
        self.get().map_or_else(|| document().unchecked_into(), |(root, _)| root)
    }

    /// What all events of the page pass by.
    pub fn events(self) -> EventTarget {
        self.get().map_or_else(|| window().into(), |(root, _)| root.unchecked_into())
    }

    /// What says the page's language and theme.
    pub fn top(self) -> Option<Element> {
        self.get().map_or_else(|| document().document_element(), |(_, body)| Some(body))
    }

    /// The element with this id.
    pub fn by_id(self, id: &str) -> Option<Element> {
        self.node().get_element_by_id(id)
    }

    /// The first element that `selector` is about.
    pub fn find(self, selector: &str) -> Option<Element> {
        self.node().query_selector(selector)
    }

    /// What has the focus.
    pub fn focused(self) -> Option<Element> {
        self.node().active_element()
    }

    /// Whether a node is part of the page.
    pub fn contains(self, node: &EventTarget) -> bool {
        self.node().contains(Some(node.unchecked_ref()))
    }

    /// Gives the focus to the element with this id.
    pub fn focus(self, id: &str) {
        focus(self.by_id(id));
    }

    /// Gives the focus to the first element that `selector` is about.
    pub fn focus_first(self, selector: &str) {
        focus(self.find(selector));
    }

    /// Whether what had the focus is gone, and nothing else in the whole document has it.
    pub fn is_focus_lost(self) -> bool {
        document().active_element().is_none_or(|element| element.tag_name() == "BODY")
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
