//! A button that copies text.

use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::dom::{El, Signal};
use super::messages::Messages;
use super::state::State;

/// Makes `button` copy what `text` says when it is pressed, and say that it did.
pub fn copies(
    state: State,
    button: El,
    name: fn(&Messages) -> &'static str,
    text: impl Fn() -> String + 'static,
) -> El {
    let is_copied = Signal::new(false);
    let say = move || if is_copied.get() { state.t().copied } else { name(state.t()) };
    button.say(say).click(move || {
        // A page that is not served securely has no clipboard to write to.
        let clipboard = window().navigator().clipboard();
        if !JsValue::from(&clipboard).is_undefined() {
            let written = clipboard.write_text(&text());
            spawn_local(async move { is_copied.set(JsFuture::from(written).await.is_ok()) });
        }
    })
}
