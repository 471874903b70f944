//! What `www/start.js` calls to mount the page.

fn main() {}

/// Mounts the page in the language `en` or `zh`, whose sentences are `messages`; answers whether it could.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn mount(language: &str, messages: String) -> bool {
    wan_edit::page::mount(language, messages)
}
