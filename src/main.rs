//! What `www/start.js` calls to mount the page.

fn main() {}

/// Mounts the page in the language with this tag, whose sentences are the JSON text `sentences`, with what was typed into
/// the prompt before; answers whether it could.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn mount(language: &str, sentences: &str, prompt: String) -> bool {
    wan_edit::page::mount(language, sentences, prompt)
}
