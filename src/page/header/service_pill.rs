//! The service at a glance.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};
use crate::page::service_text::{service_name, service_state};
use crate::page::state::{ServiceState, UiState};

/// Says which service an edit goes to, by what way, and where the key is; opens the panel of services.
#[component]
pub fn ServicePill() -> impl IntoView {
    let i18n = use_i18n();
    let service: ServiceState = expect_context();
    let ui: UiState = expect_context();
    view! {
        <button
            type="button"
            class="pill"
            id="open-service"
            aria-haspopup="dialog"
            title=move || format!("{} {}", service_name(service, i18n), service_state(service, i18n))
            on:click=move |_| ui.open_service(None)
        >
            <i class:lacking=move || service.service().is_err()></i>
            <span class="pill-name">{move || service_name(service, i18n)}</span>
            <span class="pill-more">{move || service_state(service, i18n)}</span>
            <span class="unseen">{t!(i18n, service_title)}</span>
        </button>
    }
}
