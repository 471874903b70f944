//! `<wan-edit>`, for `editor.js`.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use crate::page::embed::{self, Host};

/// The whole editor.
#[wasm_bindgen]
pub struct Editor(embed::Editor);

#[wasm_bindgen]
impl Editor {
    /// Lives in `body`, behind the shadow root `root`; `undefined` where the sentences cannot be read.
    pub fn mount(
        root: Node,
        body: Element,
        report: Function,
        language: &str,
        sentences: &str,
        is_keeping: bool,
    ) -> Option<Editor> {
        embed::Editor::mount(Host { root, body, report, is_keeping }, language, sentences).map(Editor)
    }

    /// See [`embed::Editor::speak`].
    pub fn speak(&self, language: &str, sentences: &str) {
        self.0.speak(language, sentences);
    }

    /// See [`embed::Editor::set_service`].
    #[wasm_bindgen(js_name = setService)]
    pub fn set_service(&self, service: &str, proxy: &str) {
        self.0.set_service(service, proxy);
    }

    /// See [`embed::Editor::set_model`].
    #[wasm_bindgen(js_name = setModel)]
    pub fn set_model(&self, id: &str) {
        self.0.set_model(id);
    }

    /// See [`embed::Editor::set_key`].
    #[wasm_bindgen(js_name = setKey)]
    pub fn set_key(&self, key: String) {
        self.0.set_key(key);
    }

    /// See [`embed::Editor::set_key_maker`].
    #[wasm_bindgen(js_name = setKeyMaker)]
    pub fn set_key_maker(&self, make: Function) {
        self.0.set_key_maker(make);
    }

    /// See [`embed::Editor::prompt`].
    pub fn prompt(&self) -> String {
        self.0.prompt()
    }

    /// See [`embed::Editor::set_prompt`].
    #[wasm_bindgen(js_name = setPrompt)]
    pub fn set_prompt(&self, prompt: String) {
        self.0.set_prompt(prompt);
    }

    /// See [`embed::Editor::images`].
    pub fn images(&self) -> JsValue {
        self.0.images()
    }

    /// See [`embed::Editor::set_images`].
    #[wasm_bindgen(js_name = setImages)]
    pub fn set_images(&self, images: JsValue) {
        self.0.set_images(images);
    }
}
