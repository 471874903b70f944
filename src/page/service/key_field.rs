//! The key. It is shown by no element and stands in no attribute.

use leptos::prelude::*;

use crate::core::edit::ProblemKind;
use crate::core::service::{Credential, CredentialKind};
use crate::page::actions::key;
use crate::page::context::Page;
use crate::page::i18n::{I18n, t, t_string};
use crate::page::state::{EditState, ServiceLack, ServiceState};
use crate::page::trust::TrustQuestion;
use crate::page::ui::Labelled;

/// The key's input, what kind of key it is, and whom it may go to.
#[component]
pub fn KeyField() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let is_forgotten = RwSignal::new(false);
    let error = Memo::new(move |_| key_error(page.edit, i18n));
    let is_bad = move || error.with(Option::is_some);
    let enter = move |event| {
        is_forgotten.set(false);
        key::entered(page, event_target_value(&event));
    };
    let forget = move |_| {
        key::forget(page);
        is_forgotten.set(true);
    };
    view! {
        <Labelled id="key" label=t!(i18n, key)>
            <div class="key-line">
                <input
                    class="field"
                    id="key"
                    autocomplete="new-password"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder="sk-…"
                    type="password"
                    aria-describedby="key-note"
                    aria-invalid=move || is_bad().then_some("true")
                    prop:value=service.key
                    on:input=enter
                />
                <button type="button" class="button" id="forget-key" on:click=forget>
                    {t!(i18n, forget_key)}
                </button>
            </div>
            <p class="note" id="key-note" aria-live="polite" class:bad=is_bad>
                {move || error.get().unwrap_or_else(|| key_note(service, i18n))}
            </p>
            <Show when=move || service.foreign_proxy().is_some()>
                <p class="note warn" id="key-proxy">
                    {move || service.foreign_proxy().map(|origin| t_string!(i18n, key_through, origin = origin))}
                </p>
            </Show>
            <TrustQuestion yes_id="trust-yes" no_id="trust-no" />
            <p class="note" role="status">
                {move || is_forgotten.get().then(|| t_string!(i18n, key_forgotten))}
            </p>
        </Labelled>
    }
}

/// What is wrong with the key by itself, or with it at this service; tracked.
fn key_error(edit: EditState, i18n: I18n) -> Option<String> {
    match edit.service.service().err() {
        Some(ServiceLack::KeyBad) => return Some(t_string!(i18n, key_bad)),
        Some(ServiceLack::KeyMasked) => return Some(t_string!(i18n, key_masked)),
        _ => {}
    }
    edit.problems().iter().find_map(|problem| match problem.kind {
        ProblemKind::KeyOfPlan => Some(t_string!(i18n, key_of_plan)),
        ProblemKind::KeyNotOfPlan => Some(t_string!(i18n, key_not_of_plan)),
        _ => None,
    })
}

/// What a key of this kind goes with, and where the key goes; tracked.
fn key_note(service: ServiceState, i18n: I18n) -> String {
    let note = t_string!(i18n, key_note);
    let kind = match service.key.with(|key| Credential::new(key).kind()) {
        CredentialKind::PayAsYouGo if service.can_upload() => t_string!(i18n, key_ordinary),
        CredentialKind::Workspace => t_string!(i18n, key_workspace),
        CredentialKind::Plan => t_string!(i18n, key_plan),
        CredentialKind::Temporary => t_string!(i18n, key_temporary),
        CredentialKind::AccessCode => t_string!(i18n, key_visitor),
        _ => return note,
    };
    // A full stop of Chinese has its space in itself.
    let space = if kind.ends_with(|end: char| end.is_ascii()) { " " } else { "" };
    format!("{kind}{space}{note}")
}
