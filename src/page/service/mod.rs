//! Service and key: where an edit goes, by what way, and what opens it.

mod base_url;
mod bearer_switch;
mod choice;
mod keep_key;
mod key_field;
mod proxy_field;
mod workspace;

use leptos::prelude::*;

use self::base_url::BaseUrl;
use self::bearer_switch::BearerSwitch;
use self::choice::ServiceChoice;
use self::keep_key::KeepKey;
use self::key_field::KeyField;
use self::proxy_field::ProxyField;
use self::workspace::Workspace;
use super::actions::find_emulator::find_emulator;
use super::actions::key::follow_other_tabs;
use super::context::Page;
use super::doctor::Checkup;
use super::i18n::t;
use super::state::{CUSTOM_CHOICE, Dialog, ServiceLack, UiState, WORKSPACE_CHOICE};
use super::ui::ModalDialog;
use crate::core::service::{EndpointError, Protocol};

/// The panel of services. Whatever is changed in it acts at once.
#[component]
pub fn ServicePanel() -> impl IntoView {
    let page = Page::expect();
    let (i18n, ui, service) = (page.i18n, page.ui, page.edit.service);
    find_emulator(page);
    StoredValue::new_local(follow_other_tabs(page));
    focus_what_is_lacking(ui);

    let is_open = Memo::new(move |_| matches!(ui.dialog.get(), Some(Dialog::Service(_))));
    let on_close = move |()| {
        // Another dialog may be open by now.
        if is_open.get_untracked() {
            ui.dialog.set(None);
        }
        service.is_key_new.set(false);
    };
    let is_chosen = move |choice: &str| service.form.with(|form| form.choice == choice);
    let needs_key = move || !service.is_emulator();
    view! {
        <ModalDialog id="service-panel" labelled_by="service-title" is_open=is_open on_close=on_close>
            <div class="dialog-body">
                <h2 id="service-title">{t!(i18n, service_title)}</h2>
                <ServiceChoice />
                <Show when=move || is_chosen(CUSTOM_CHOICE)>
                    <BaseUrl />
                </Show>
                <Show when=move || is_chosen(WORKSPACE_CHOICE)>
                    <Workspace />
                </Show>
                <Show when=needs_key>
                    <KeyField />
                </Show>
                <Show when=move || service.protocol() == Some(Protocol::Dmxapi)>
                    <BearerSwitch />
                </Show>
                <Show when=move || needs_key() && page.storage.is_keeping()>
                    <KeepKey />
                </Show>
                <ProxyField />
                <Checkup />
                <button
                    type="button"
                    class="button primary"
                    id="service-done"
                    on:click=move |_| ui.dialog.set(None)
                >
                    {t!(i18n, done)}
                </button>
            </div>
        </ModalDialog>
    }
}

/// Gives the focus to what is lacking, each time that the panel is to be opened.
fn focus_what_is_lacking(ui: UiState) {
    Effect::new(move |_| {
        let Some(Dialog::Service(lack)) = ui.dialog.get() else { return };
        ui.focus(match lack {
            Some(ServiceLack::Endpoint(EndpointError::BadWorkspace)) => "workspace-id",
            Some(ServiceLack::Endpoint(_)) => "base-url",
            Some(ServiceLack::Proxy(_)) => "proxy",
            Some(ServiceLack::Key | ServiceLack::KeyBad | ServiceLack::KeyMasked) => "key",
            Some(ServiceLack::Trust) => "trust-yes",
            None => "service",
        });
    });
}
