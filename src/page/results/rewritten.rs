//! The prompt as the service rewrote it.

use leptos::prelude::*;

use crate::core::prompt::differences;
use crate::page::i18n::{t, use_i18n};

/// The rewritten prompt, on demand, with what is new marked; nothing where there is none.
#[component]
pub fn RewrittenPrompt(
    /// The prompt that was sent.
    sent: String,
    /// The prompt that was used.
    prompt: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    prompt.map(|prompt| {
        let pieces = differences(&sent, &prompt).into_iter().map(|piece| {
            if piece.is_new { view! { <ins>{piece.text}</ins> }.into_any() } else { piece.text.into_any() }
        });
        view! {
            <details class="rewritten">
                <summary>{t!(i18n, rewritten)}</summary>
                <p>{pieces.collect_view()}</p>
            </details>
        }
    })
}
