//! Settings in the page's address: `#service=beijing&proxy=/proxy&model=wan2.7-image&prompt=…`, in the service's words.
//! They are applied once and leave the address. A key in it is never used.

use js_sys::decode_uri_component;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::settings::change_form;
use crate::core::edit::model;
use crate::core::service::endpoint::WORKSPACE_REGIONS;
use crate::page::context::Page;
use crate::page::state::{CHOICES, Notice, ServiceForm};

/// Names under which people put keys into addresses.
const KEYS: [&str; 7] = ["key", "api_key", "api-key", "apikey", "access_token", "token", "authorization"];

/// Applies what the address says.
pub fn apply(page: Page) {
    let location = window().location();
    let (query, fragment) = (location.search().unwrap_or_default(), location.hash().unwrap_or_default());
    let (query_keys, query_rest): (Vec<_>, Vec<_>) = pairs(&query).partition(|(name, _)| is_key(name));
    // A fragment without a setting is a place on the page.
    let settings: Vec<(&str, &str)> =
        if fragment.contains('=') { pairs(fragment.trim_start_matches('#')).collect() } else { Vec::new() };
    if query_keys.is_empty() && settings.is_empty() {
        return;
    }
    let rest: Vec<String> = query_rest.iter().map(|(name, value)| format!("{name}{value}")).collect();
    let mut address = location.pathname().unwrap_or_default();
    if !rest.is_empty() {
        address.push('?');
        address.push_str(&rest.join("&"));
    }
    if settings.is_empty() {
        address.push_str(&fragment);
    }
    // Fails only where the address is of another origin.
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));

    let mut service = page.edit.service.form.get_untracked();
    let applied: Vec<&str> = settings
        .iter()
        .filter(|(name, value)| {
            let value = decoded(value);
            propose(&mut service, name, &value);
            set(page, name, &value)
        })
        .map(|(name, _)| *name)
        .collect();
    // Whom words, images and key go to is a person's choice: `LinkProposal` asks.
    if page.edit.service.form.with_untracked(|form| *form != service) {
        page.edit.service.proposal.set(Some(service));
    }
    page.notices.0.update(|notices| {
        if !query_keys.is_empty() || settings.iter().any(|(name, _)| is_key(name)) {
            notices.push(Notice::KeyInAddress);
        }
        if !applied.is_empty() {
            notices.push(Notice::Linked { names: applied.join(", ") });
        }
    });
}

/// Names, and values with the sign before them.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.trim_start_matches('?').split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_at(part.find('=').unwrap_or(part.len())))
}

fn is_key(name: &str) -> bool {
    KEYS.iter().any(|key| key.eq_ignore_ascii_case(name))
}

fn decoded(value: &str) -> String {
    let value = value.trim_start_matches('=').replace('+', " ");
    decode_uri_component(&value).map(String::from).unwrap_or(value)
}

/// Writes what the link says about service and proxy into `form`, where there is such a choice.
fn propose(form: &mut ServiceForm, name: &str, value: &str) {
    let field = match name {
        "service" if CHOICES.contains(&value) => &mut form.choice,
        "base_url" => &mut form.custom,
        "workspace" => &mut form.workspace,
        "region" if WORKSPACE_REGIONS.contains(&value) => &mut form.workspace_region,
        "proxy" => &mut form.proxy,
        _ => return,
    };
    value.clone_into(field);
}

/// Sets one thing of the edit; answers whether there is such a thing with such a value.
fn set(page: Page, name: &str, value: &str) -> bool {
    let text = || value.to_owned();
    match name {
        // What was typed while the page was loading stands.
        "prompt" if page.edit.draft.prompt.with_untracked(String::is_empty) => page.edit.draft.prompt.set(text()),
        "model" if model(value).is_some() => change_form(page, |form| form.model = text()),
        "size" => change_form(page, |form| form.size = text()),
        "seed" => change_form(page, |form| form.seed = text()),
        "negative_prompt" => change_form(page, |form| form.negative_prompt = text()),
        "n" => match value.parse() {
            Ok(n) => change_form(page, |form| form.n = n),
            Err(_) => return false,
        },
        _ => return false,
    }
    true
}
