//! The way to the account's tasks.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};
use crate::page::state::{Dialog, ServiceState, UiState};

/// Opens the account's tasks, or the panel of services where something is lacking to ask for them.
#[component]
pub fn TasksButton() -> impl IntoView {
    let i18n = use_i18n();
    let service: ServiceState = expect_context();
    let ui: UiState = expect_context();
    let open = move |_| match untrack(|| service.service()) {
        Ok(_) => ui.dialog.set(Some(Dialog::Tasks)),
        Err(lack) => ui.open_service(Some(lack)),
    };
    view! {
        <button type="button" class="ghost" id="open-tasks" aria-haspopup="dialog" on:click=open>
            {t!(i18n, tasks)}
        </button>
    }
}
