//! `<wan-boxes>`, for `boxes.js`.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Element, Node};

use crate::page::embed::{self, Host};

/// An image with its box layer.
#[wasm_bindgen]
pub struct Boxes(embed::Boxes);

#[wasm_bindgen]
impl Boxes {
    /// Lives in `body`, behind the shadow root `root`; `undefined` where the sentences cannot be read.
    pub fn mount(root: Node, body: Element, report: Function, language: &str, sentences: &str) -> Option<Boxes> {
        embed::Boxes::mount(Host { root, body, report, is_keeping: false }, language, sentences).map(Boxes)
    }

    /// See [`embed::Boxes::speak`].
    pub fn speak(&self, language: &str, sentences: &str) {
        self.0.speak(language, sentences);
    }

    /// See [`embed::Boxes::set_most`].
    #[wasm_bindgen(js_name = setMost)]
    pub fn set_most(&self, most: u32) {
        self.0.set_most(most);
    }

    /// See [`embed::Boxes::show`].
    pub fn show(&self, name: String, bytes: Option<Blob>, url: String) {
        self.0.show(name, bytes, url);
    }

    /// See [`embed::Boxes::boxes`].
    pub fn boxes(&self) -> JsValue {
        self.0.boxes()
    }

    /// See [`embed::Boxes::set_boxes`].
    #[wasm_bindgen(js_name = setBoxes)]
    pub fn set_boxes(&self, boxes: JsValue) {
        self.0.set_boxes(boxes);
    }
}
