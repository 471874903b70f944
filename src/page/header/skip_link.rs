//! The way past everything to the prompt, for keyboards.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};

/// A link to the prompt, seen while it has the focus.
#[component]
pub fn SkipLink() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="unseen skip" href="#prompt">
            {t!(i18n, skip)}
        </a>
    }
}
