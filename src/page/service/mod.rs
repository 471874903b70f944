//! Service and key: where an edit goes, by what way, and what opens it.

mod key;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use self::key::{Key, KeyKept};
use super::messages::{Messages, fill};
use super::settings::{self, CUSTOM_CHOICE, EMULATOR_CHOICE, ServiceForm, ServiceLack};
use super::state::State;
use crate::core::service::endpoint::EMULATOR;
use crate::core::service::{EndpointError, KNOWN_ENDPOINTS, Proxy, ProxyError};
use crate::web::fetch;
use crate::web::store::KeyStore;

/// Opens the panel, at what is lacking.
pub fn show(lack: Option<ServiceLack>) {
    let panel = document().get_element_by_id("service-panel");
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<HtmlDialogElement>().ok()) {
        // It throws where the panel is open already.
        let _ = panel.show_modal();
    }
    focus(match lack {
        Some(ServiceLack::Endpoint(_)) => "base-url",
        Some(ServiceLack::Proxy(_)) => "proxy",
        Some(ServiceLack::Key | ServiceLack::KeyBad) => "key",
        None => "service",
    });
}

/// Gives the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// The service's name; tracked.
pub fn service_name(state: State) -> String {
    let t = state.t();
    state.service.with(|service| match service.choice.as_str() {
        CUSTOM_CHOICE => match service.endpoint() {
            Ok(endpoint) => endpoint.authority().to_owned(),
            Err(_) => t.custom_service.to_owned(),
        },
        choice => choice_name(t, choice).to_owned(),
    })
}

/// The way there and the key's state, in a few words; tracked.
pub fn service_state(state: State) -> String {
    let t = state.t();
    let way = match state.proxy() {
        Proxy::Direct => t.direct.to_owned(),
        Proxy::Prefix(prefix) => fill(t.through, &[&prefix]),
        Proxy::Template(template) => fill(t.through, &[template.split('?').next().unwrap_or_default()]),
    };
    let key = match state.key_store.get() {
        _ if state.service.with(ServiceForm::is_emulator) => t.key_unneeded,
        _ if state.key.with(String::is_empty) => t.key_missing,
        KeyStore::Memory => t.key_in_memory,
        KeyStore::Session => t.key_in_session,
        KeyStore::Remembered => t.key_on_device,
    };
    ["· ", &way, " · ", key].concat()
}

fn choice_name(t: &Messages, choice: &str) -> &'static str {
    match choice {
        EMULATOR_CHOICE => t.emulator,
        "beijing" => t.beijing,
        "singapore" => t.singapore,
        "virginia" => t.virginia,
        "token-plan" => t.token_plan,
        _ => t.custom_service,
    }
}

/// Looks for an emulator at first, and again while it is chosen and the way to it changes. On a first visit it is taken.
fn find_emulator(state: State) {
    let is_first_visit = settings::service().is_none();
    Effect::new(move |before: Option<()>| {
        let proxy = state.proxy();
        let is_meant = state.service.with(ServiceForm::is_emulator);
        if !is_meant && (before.is_some() || !is_local()) {
            return;
        }
        spawn_local(async move {
            let is_there = fetch::is_emulator(EMULATOR, &proxy).await;
            state.emulator.set(Some(is_there));
            let is_untouched = state.service.with_untracked(|service| *service == ServiceForm::default());
            if is_there && is_first_visit && is_untouched && settings::service().is_none() {
                state.service.update(|service| service.choice = EMULATOR_CHOICE.into());
            }
        });
    });
}

/// Whether the page is served from this machine, where an emulator may be.
fn is_local() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    host == "localhost" || host.starts_with("127.") || host == "[::1]"
}

/// Changes the service or the way to it, and keeps the choice.
fn change(state: State, change: impl FnOnce(&mut ServiceForm)) {
    state.service.update(change);
    state.service.with_untracked(ServiceForm::keep);
}

/// The panel.
#[component]
pub fn ServicePanel() -> impl IntoView {
    let state = State::expect();
    find_emulator(state);
    let body = move || {
        let t = state.t();
        let choice = Memo::new(move |_| state.service.with(|service| service.choice.clone()));
        let is_offered = Memo::new(move |_| state.emulator.get() == Some(true) || choice.get() == EMULATOR_CHOICE);
        let options = move || {
            let known = KNOWN_ENDPOINTS.iter().map(|known| known.id);
            let ids = is_offered.get().then_some(EMULATOR_CHOICE).into_iter().chain(known).chain([CUSTOM_CHOICE]);
            ids.map(|id| {
                view! { <option value=id selected=move || choice.get() == id>{choice_name(t, id)}</option> }
            })
            .collect_view()
        };
        let note = move || match choice.get().as_str() {
            EMULATOR_CHOICE if state.emulator.get() == Some(false) => fill(t.emulator_silent, &[EMULATOR]),
            EMULATOR_CHOICE => t.emulator_note.into(),
            "virginia" => t.virginia_note.into(),
            "token-plan" => t.plan_note.into(),
            _ => t.region_note.into(),
        };
        view! {
            <div class="dialog-body">
                <h2 id="service-title">{t.service_title}</h2>
                <div>
                    <label class="label" for="service">{t.service}</label>
                    <select class="field" id="service" aria-describedby="service-note"
                        on:change=move |event| change(state, |service| service.choice = event_target_value(&event))>
                        {options}
                    </select>
                    <p class="note" id="service-note">{note}</p>
                </div>
                {move || (choice.get() == CUSTOM_CHOICE).then(|| base_url(state, t))}
                {move || (choice.get() != EMULATOR_CHOICE).then(|| view! { <Key/><KeyKept/> })}
                {proxy(state, t)}
                <button type="button" class="button primary" id="service-done" on:click=|_| close()>{t.done}</button>
            </div>
        }
        .into_any()
    };
    view! { <dialog class="dialog" id="service-panel" aria-labelledby="service-title">{body}</dialog> }.into_any()
}

fn close() {
    let panel = document().get_element_by_id("service-panel");
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<HtmlDialogElement>().ok()) {
        panel.close();
    }
}

fn base_url(state: State, t: &'static Messages) -> AnyView {
    let error = Memo::new(move |_| {
        let service = state.service.get();
        let is_typed = !service.custom.is_empty();
        service.endpoint().err().filter(|_| is_typed).map(|error| match error {
            EndpointError::NotHttps => t.endpoint_not_https,
            EndpointError::BadHost => t.endpoint_bad_host,
            EndpointError::Extra => t.endpoint_extra,
        })
    });
    text_field(
        "base-url",
        t.base_url,
        "https://…/api/v1",
        t.base_url_note,
        error,
        move || state.service.get().custom,
        move |text| {
            change(state, |service| service.custom = text);
        },
    )
}

fn proxy(state: State, t: &'static Messages) -> AnyView {
    let error = Memo::new(move |_| {
        state.service.with(|service| service.proxy()).err().map(|error| match error {
            ProxyError::NotHttps => t.proxy_not_https,
            ProxyError::Extra => t.proxy_extra,
        })
    });
    text_field(
        "proxy",
        t.proxy,
        "/proxy",
        t.proxy_note,
        error,
        move || state.service.get().proxy,
        move |text| {
            change(state, |service| service.proxy = text);
        },
    )
}

/// A line of text with a note under it, which gives way to what is wrong.
fn text_field(
    id: &'static str,
    label: &'static str,
    placeholder: &'static str,
    note: &'static str,
    error: Memo<Option<&'static str>>,
    value: impl Fn() -> String + Send + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let note_id = [id, "-note"].concat();
    view! {
        <div>
            <label class="label" for=id>{label}</label>
            <input class="field" id=id type="text" inputmode="url" autocomplete="off" autocapitalize="off" spellcheck="false"
                placeholder=placeholder aria-describedby=note_id.clone()
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=value on:input=move |event| set(event_target_value(&event))/>
            <p class="note" class:bad=move || error.get().is_some() id=note_id aria-live="polite">
                {move || error.get().unwrap_or(note)}
            </p>
        </div>
    }
    .into_any()
}
