//! The prompt as the service rewrote it.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};

/// The rewritten prompt, on demand; nothing where there is none.
#[component]
pub fn RewrittenPrompt(
    /// The prompt that was used.
    prompt: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    prompt.map(|prompt| {
        view! {
            <details class="rewritten">
                <summary>{t!(i18n, rewritten)}</summary>
                <p>{prompt}</p>
            </details>
        }
    })
}
