//! The way to the overview of shortcuts.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};
use crate::page::keys::{Command, Scope, aria};
use crate::page::state::{Dialog, UiState};

/// Opens the overview of shortcuts; not there where the screen is touched.
#[component]
pub fn ShortcutsButton() -> impl IntoView {
    let i18n = use_i18n();
    let ui: UiState = expect_context();
    view! {
        <button
            type="button"
            class="ghost shortcuts-button"
            id="open-shortcuts"
            aria-haspopup="dialog"
            aria-keyshortcuts=aria(Scope::Page, |command| command == Command::ShowShortcuts)
            aria-label=t!(i18n, shortcuts)
            title=t!(i18n, shortcuts)
            on:click=move |_| ui.dialog.set(Some(Dialog::Shortcuts))
        >
            "?"
        </button>
    }
}
