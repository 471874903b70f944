//! A button that copies text.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::page::i18n::{tu_string, use_i18n};
use crate::page::scope::PageScope;

/// Copies what `text` answers when it is pressed, and says that it did.
#[component]
pub fn CopyButton(
    /// Its id, where it has one.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// Its class.
    #[prop(default = "button")]
    class: &'static str,
    /// What it is called until it was pressed.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    #[prop(into)]
    text: Callback<(), String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let scope: PageScope = expect_context();
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        // A page that is not served securely has no clipboard to write to.
        let clipboard = window().navigator().clipboard();
        if !JsValue::from(&clipboard).is_undefined() {
            let written = clipboard.write_text(&text.run(()));
            scope.spawn(async move { is_copied.set(JsFuture::from(written).await.is_ok()) });
        }
    };
    view! {
        <button type="button" id=id class=class on:click=copy>
            {move || {
                i18n.language();
                if is_copied.get() { tu_string!(i18n, copied) } else { label.get() }
            }}
        </button>
    }
}
