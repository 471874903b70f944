//! The button that opens the search for places by words.

use leptos::prelude::*;

use super::find;
use super::find_state::FindState;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Icon;

/// Opens the form, or closes it.
#[component]
pub(super) fn FindButton() -> impl IntoView {
    let page = Page::expect();
    let state: FindState = expect_context();
    let i18n = use_i18n();
    view! {
        <button
            type="button"
            class="tool with-word"
            id="open-find"
            title=t!(i18n, find_hint)
            aria-expanded=move || if state.is_open() { "true" } else { "false" }
            on:click=move |_| find::toggle(page, state)
        >
            <Icon class="icon icon-find" />
            <span>{t!(i18n, find)}</span>
        </button>
    }
}
