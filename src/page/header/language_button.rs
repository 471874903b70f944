//! The switch of languages.

use leptos::prelude::*;

use crate::page::actions::settings::switch_language;
use crate::page::context::Page;
use crate::page::i18n::t_string;

/// Shows the page in the next language; it bears that language's name.
#[component]
pub fn LanguageButton() -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let next = move || i18n.language().next().name();
    view! {
        <button
            type="button"
            class="ghost"
            id="language"
            aria-label=move || t_string!(i18n, switch_language, language = next())
            on:click=move |_| switch_language(page, i18n.language_untracked().next())
        >
            {next}
        </button>
    }
}
