//! Why an image's bytes are not here.

use leptos::prelude::*;

use super::text::bytes_error_sentence;
use crate::page::i18n::use_i18n;
use crate::page::state::ResultBytes;

/// Why the bytes could not be had; nothing where they can.
#[component]
pub fn BytesErrorNote(
    /// The bytes.
    bytes: RwSignal<ResultBytes, LocalStorage>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let error = bytes.with(ResultBytes::error)?;
        Some(view! { <p class="card-error">{move || bytes_error_sentence(i18n, error)}</p> })
    }
}
