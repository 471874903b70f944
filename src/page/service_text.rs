//! The service in words: its name, the way there, the key's state.

use leptos::prelude::*;

use super::i18n::{I18n, region_name, t_string};
use super::state::{
    CUSTOM_CHOICE, EMULATOR_CHOICE, EMULATOR_DMXAPI_CHOICE, KeyStore, ServiceForm, ServiceState, WORKSPACE_CHOICE,
};
use crate::core::service::{Endpoint, Proxy, pairing};

/// The service's name; tracked.
pub fn service_name(service: ServiceState, i18n: I18n) -> String {
    service.form.with(|form| service_name_of(form, i18n))
}

/// The name of the service that a form names; tracked.
pub fn service_name_of(form: &ServiceForm, i18n: I18n) -> String {
    match form.choice.as_str() {
        CUSTOM_CHOICE => match form.endpoint() {
            Ok(endpoint) => endpoint.authority().to_owned(),
            Err(_) => choice_name(i18n, CUSTOM_CHOICE),
        },
        WORKSPACE_CHOICE => {
            let region = workspace_region_name(i18n, &form.workspace_region);
            format!("{} · {region}", choice_name(i18n, WORKSPACE_CHOICE))
        }
        choice => choice_name(i18n, choice),
    }
}

/// The way there and the key's state, in a few words; tracked.
pub fn service_state(service: ServiceState, i18n: I18n) -> String {
    let way = way_text(i18n, &service.proxy());
    let key = match service.key_store.get() {
        _ if service.form.with(ServiceForm::is_emulator) => t_string!(i18n, key_unneeded),
        _ if service.key.with(String::is_empty) => t_string!(i18n, key_missing),
        KeyStore::Memory => t_string!(i18n, key_in_memory),
        KeyStore::Session => t_string!(i18n, key_in_session),
        KeyStore::Remembered => t_string!(i18n, key_on_device),
    };
    format!("· {way} · {key}")
}

/// The way by a proxy, or without one; tracked.
pub fn way_text(i18n: I18n, proxy: &Proxy) -> String {
    match proxy {
        Proxy::Direct => t_string!(i18n, direct),
        proxy => t_string!(i18n, through, proxy = proxy_address(proxy)),
    }
}

/// A proxy's address without its query; empty where there is no proxy.
pub fn proxy_address(proxy: &Proxy) -> &str {
    match proxy {
        Proxy::Direct => "",
        Proxy::Prefix(address) | Proxy::Template(address) => address.split('?').next().unwrap_or_default(),
    }
}

/// What one of [`CHOICES`](super::state::CHOICES) is called; tracked.
pub fn choice_name(i18n: I18n, choice: &str) -> String {
    match choice {
        EMULATOR_CHOICE => t_string!(i18n, emulator),
        EMULATOR_DMXAPI_CHOICE => t_string!(i18n, emulator_dmxapi),
        "beijing" => t_string!(i18n, beijing),
        "singapore" => t_string!(i18n, singapore),
        "virginia" => t_string!(i18n, virginia),
        "token-plan" => t_string!(i18n, token_plan),
        WORKSPACE_CHOICE => t_string!(i18n, workspace),
        "dmxapi" => t_string!(i18n, dmxapi),
        "dmxapi-com" => t_string!(i18n, dmxapi_com),
        _ => t_string!(i18n, custom_service),
    }
}

/// What a workspace's region is called, by its id in host names such as `eu-central-1`; tracked.
pub fn workspace_region_name(i18n: I18n, id: &str) -> String {
    // The host of any workspace there says which region it is.
    let region = Endpoint::workspace("any", id).ok().and_then(|endpoint| pairing::region(&endpoint));
    region.map_or_else(|| id.to_owned(), |region| region_name(i18n, region))
}
