//! An `<input>` or a `<textarea>`, whichever it is: both have a text and a caret.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlDocument, HtmlElement};

use crate::page::state::prompt::between;

#[wasm_bindgen]
extern "C" {
    /// A field that takes text.
    #[wasm_bindgen(extends = HtmlElement)]
    #[derive(Clone)]
    pub(super) type TextField;
    #[wasm_bindgen(method, getter)]
    pub(super) fn value(this: &TextField) -> String;
    #[wasm_bindgen(method, getter, js_name = selectionStart)]
    fn selection_start(this: &TextField) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = selectionEnd)]
    fn selection_end(this: &TextField) -> Option<u32>;
    #[wasm_bindgen(method, js_name = setSelectionRange)]
    fn set_selection_range(this: &TextField, from: u32, to: u32);
    #[wasm_bindgen(method, js_name = setRangeText)]
    fn set_range_text(this: &TextField, text: &str, from: u32, to: u32, mode: &str);
}

impl TextField {
    /// Puts `words` where the caret is, in place of what is selected and of `typed` UTF-16 units before it.
    pub fn insert(&self, words: &str, typed: u32) {
        let text: Vec<u16> = self.value().encode_utf16().collect();
        let end = text.len() as u32;
        let from = self.selection_start().unwrap_or(end).min(end);
        let to = self.selection_end().unwrap_or(end).clamp(from, end);
        let from = from.saturating_sub(typed);
        let before = from.checked_sub(1).map(|at| text[at as usize]);
        let words = between(words, before, text.get(to as usize).copied());
        let _ = self.focus();
        self.set_selection_range(from, to);
        if !type_in(&words) {
            self.set_range_text(&words, from, to, "end");
        }
    }

    /// What stands between the last `@` before the caret and the caret, without a space; `None` where there is none.
    pub fn typed_mention(&self) -> Option<String> {
        let text: Vec<u16> = self.value().encode_utf16().collect();
        let caret = self.selection_start().map_or(text.len(), |caret| (caret as usize).min(text.len()));
        let head = String::from_utf16_lossy(&text[..caret]);
        let (_, typed) = head.rsplit_once('@')?;
        (!typed.contains(char::is_whitespace)).then(|| typed.to_owned())
    }
}

/// Types `words` into what has the focus, so that undo takes them back; answers whether the browser could.
fn type_in(words: &str) -> bool {
    let document: HtmlDocument = document().unchecked_into();
    document.exec_command_with_show_ui_and_value("insertText", false, words).unwrap_or(false)
}
