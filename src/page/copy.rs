//! A button that copies text.

use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::dom::{Ask, El, Signal};
use super::messages::Messages;
use super::state::State;

/// What a button is called.
type Name = fn(&Messages) -> &'static str;

/// Makes `button` copy what `text` says when it is pressed, and say that it did.
pub fn copies(state: State, button: El, name: Name, text: impl FnMut() -> String + 'static) -> El {
    copies_boxed(state, button, name, Box::new(text))
}

#[inline(never)]
fn copies_boxed(state: State, button: El, name: Name, mut text: Box<dyn Ask<String>>) -> El {
    let is_copied = Signal::new(false);
    let say = move || if is_copied.get() { state.t().copied } else { name(state.t()) };
    button.say(say).click(move || {
        // A page that is not served securely has no clipboard to write to.
        let clipboard = window().navigator().clipboard();
        if !JsValue::from(&clipboard).is_undefined() {
            let written = clipboard.write_text(&text.ask());
            spawn_local(async move { is_copied.set(JsFuture::from(written).await.is_ok()) });
        }
    })
}
