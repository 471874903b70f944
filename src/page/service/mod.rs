//! Service and key: where an edit goes, by what way, and what opens it.

mod fix;
mod key;
mod place;

pub use fix::fix;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::dom::{El, button, div, el, keep, settled, watch};
use super::messages::{Messages, fill};
use super::root;
use super::settings::{
    self, CUSTOM_CHOICE, EMULATOR_CHOICE, EMULATOR_DMXAPI_CHOICE, ServiceForm, ServiceLack, WORKSPACE_CHOICE,
};
use super::state::State;
use super::{doctor, trust};
use crate::core::edit::Region;
use crate::core::service::endpoint::{EMULATOR, WORKSPACE_REGIONS};
use crate::core::service::{EndpointError, Proxy};
use crate::web::fetch;
use crate::web::store::{self, KeyStore};

/// Opens the panel, at what is lacking.
pub fn show(lack: Option<ServiceLack>) {
    if let Some(panel) = dialog() {
        // It throws where the panel is open already.
        let _ = panel.show_modal();
    }
    focus(match lack {
        Some(ServiceLack::Endpoint(EndpointError::BadWorkspace)) => "workspace-id",
        Some(ServiceLack::Endpoint(_)) => "base-url",
        Some(ServiceLack::Proxy(_)) => "proxy",
        Some(ServiceLack::Key | ServiceLack::KeyBad) => "key",
        Some(ServiceLack::Trust) => "trust-yes",
        None => "service",
    });
}

/// Gives the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = root::by_id(id) {
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
        WORKSPACE_CHOICE => {
            let region = WORKSPACE_REGIONS.iter().position(|region| *region == service.workspace_region);
            [t.choices.workspace, " · ", region_name(t, region.unwrap_or(0))].concat()
        }
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

/// What can be chosen. The first two are offered where an emulator answers.
pub(super) const CHOICES: [&str; 10] = [
    EMULATOR_CHOICE,
    EMULATOR_DMXAPI_CHOICE,
    "beijing",
    "singapore",
    "virginia",
    "token-plan",
    WORKSPACE_CHOICE,
    "dmxapi",
    "dmxapi-com",
    CUSTOM_CHOICE,
];

fn choice_name(t: &Messages, choice: &str) -> &'static str {
    match choice {
        EMULATOR_CHOICE => t.emulator,
        EMULATOR_DMXAPI_CHOICE => t.choices.emulator_dmxapi,
        "beijing" => t.beijing,
        "singapore" => t.singapore,
        "virginia" => t.virginia,
        "token-plan" => t.token_plan,
        WORKSPACE_CHOICE => t.choices.workspace,
        "dmxapi" => t.choices.dmxapi,
        "dmxapi-com" => t.choices.dmxapi_com,
        _ => t.custom_service,
    }
}

/// The name of one of [`WORKSPACE_REGIONS`].
fn region_name(t: &Messages, index: usize) -> &'static str {
    const REGIONS: [Region; 3] = [Region::Beijing, Region::Singapore, Region::Frankfurt];
    t.choices.regions[REGIONS[index] as usize]
}

/// Looks for an emulator at first, and again while it is chosen and the way to it changes. On a first visit it is taken.
fn find_emulator(state: State) {
    let is_first_visit = settings::service().is_none();
    let mut is_first = true;
    watch(move || {
        let proxy = state.proxy();
        let is_meant = state.service.with(ServiceForm::is_emulator);
        // This machine's emulator is not reached by way of another one, whatever a link says.
        let is_far = matches!(&proxy, Proxy::Prefix(url) | Proxy::Template(url) if url.starts_with("https:"));
        let is_looked_for = !is_far && (is_meant || (is_first && is_local() && !root::is_embedded()));
        is_first = false;
        if !is_looked_for {
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
pub fn change(state: State, change: impl FnOnce(&mut ServiceForm)) {
    state.service.update(change);
    state.service.with_untracked(ServiceForm::keep);
    trust::moved(state);
}

/// The panel.
pub fn panel(state: State) -> El {
    find_emulator(state);
    keep(store::when_forgotten(move || {
        if state.key_store.get_untracked() == KeyStore::Remembered {
            trust::forget(state);
        }
    }));
    el("dialog")
        .class("dialog")
        .id("service-panel")
        .attr("aria-labelledby", "service-title")
        .on("close", move |_| state.is_key_new.set(false))
        .part(move || Some(body(state, state.t())))
}

fn body(state: State, t: &'static Messages) -> El {
    let choice = settled(move || state.service.with(|service| service.choice.clone()));
    let is = move |wanted: &str| choice.with(|choice| choice == wanted);
    let needs_key = settled(move || !state.service.with(ServiceForm::is_emulator));
    let is_dmxapi = settled(move || !state.can_upload() && state.service.with(|service| service.endpoint().is_ok()));
    let note = move || match choice.get().as_str() {
        EMULATOR_CHOICE | EMULATOR_DMXAPI_CHOICE if state.emulator.get() == Some(false) => {
            fill(t.emulator_silent, &[EMULATOR])
        }
        EMULATOR_CHOICE | EMULATOR_DMXAPI_CHOICE => t.emulator_note.into(),
        "virginia" => t.virginia_note.into(),
        "token-plan" => t.plan_note.into(),
        WORKSPACE_CHOICE => t.choices.workspace_note.into(),
        "dmxapi" | "dmxapi-com" => t.choices.dmxapi_note.into(),
        _ => t.region_note.into(),
    };
    let options = move || {
        let is_emulated = state.emulator.get() == Some(true) || !needs_key.get();
        let offered = CHOICES.iter().skip(if is_emulated { 0 } else { 2 });
        let option = |id: &&str| el("option").attr("value", id).text(choice_name(t, id));
        let select = el("select")
            .class("field")
            .id("service")
            .attr("aria-describedby", "service-note")
            .children(offered.map(option).collect())
            .value(move || choice.get())
            .on("change", move |event| change(state, |service| service.choice = event_target_value(&event)));
        Some(select)
    };
    div("dialog-body")
        .child(el("h2").id("service-title").text(t.service_title))
        .child(
            el("div")
                .child(el("label").class("label").attr("for", "service").text(t.service))
                .part(options)
                .child(el("p").class("note").id("service-note").say(note)),
        )
        .part(move || is(CUSTOM_CHOICE).then(|| place::base_url(state, t)))
        .part(move || is(WORKSPACE_CHOICE).then(|| place::workspace(state, t)))
        .part(move || needs_key.get().then(|| key::key(state, t)))
        .part(move || is_dmxapi.get().then(|| key::bearer(state, t)))
        .part(move || (needs_key.get() && store::is_keeping()).then(|| key::how_long(state, t)))
        .child(place::proxy(state, t))
        .child(doctor::checkup(state, t))
        .child(button("button primary").id("service-done").text(t.done).click(close))
}

fn close() {
    if let Some(panel) = dialog() {
        panel.close();
    }
}

fn dialog() -> Option<HtmlDialogElement> {
    root::by_id("service-panel")?.dyn_into().ok()
}

/// A line of text that no browser completes or corrects.
fn text_input(id: &str, placeholder: &str) -> El {
    el("input")
        .class("field")
        .id(id)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", placeholder)
}

/// An input with a note under it, which gives way to what is wrong.
fn field(
    input: El,
    id: &'static str,
    label: &'static str,
    note: &'static str,
    error: impl Fn() -> Option<&'static str> + Copy + 'static,
) -> El {
    let note_id = [id, "-note"].concat();
    el("div")
        .child(el("label").class("label").attr("for", id).text(label))
        .child(input.attr("aria-describedby", &note_id).invalid_while(move || error().is_some()))
        .child(note_line(&note_id, note, error))
}

fn note_line(id: &str, note: &'static str, error: impl Fn() -> Option<&'static str> + Copy + 'static) -> El {
    el("p")
        .class("note")
        .id(id)
        .attr("aria-live", "polite")
        .class_while("bad", move || error().is_some())
        .say(move || error().unwrap_or(note))
}
