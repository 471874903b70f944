//! Where the service is: a base URL, a workspace's host, and the proxy that leads there.

use leptos::prelude::*;

use super::{change, field, region_name, text_input};
use crate::core::service::endpoint::WORKSPACE_REGIONS;
use crate::core::service::{EndpointError, ProxyError};
use crate::page::dom::{El, div, el};
use crate::page::messages::Messages;
use crate::page::state::State;

/// An address of the person's own.
pub(super) fn base_url(state: State, t: &'static Messages) -> El {
    let error = move || {
        let service = state.service.get();
        let is_typed = !service.custom.is_empty();
        service.endpoint().err().filter(|_| is_typed).map(|error| match error {
            EndpointError::NotHttps => t.endpoint_not_https,
            EndpointError::BadHost | EndpointError::BadWorkspace => t.endpoint_bad_host,
            EndpointError::Extra => t.endpoint_extra,
        })
    };
    let input = text_input("base-url", "https://…/api/v1")
        .value(move || state.service.get().custom)
        .typed(move |text| change(state, |service| service.custom = text));
    field(input, "base-url", t.base_url, t.base_url_note, error)
}

/// The id of a workspace, and its region.
pub(super) fn workspace(state: State, t: &'static Messages) -> El {
    let error = move || {
        let service = state.service.get();
        let is_bad = !service.workspace.is_empty() && service.endpoint().is_err();
        is_bad.then_some(t.choices.workspace_bad)
    };
    let input = text_input("workspace-id", "llm-…")
        .value(move || state.service.get().workspace)
        .typed(move |text| change(state, |service| service.workspace = text));
    let option = |(index, id): (usize, &&str)| el("option").attr("value", id).text(region_name(t, index));
    let region = el("select")
        .class("field")
        .id("workspace-region")
        .children(WORKSPACE_REGIONS.iter().enumerate().map(option).collect())
        .value(move || state.service.get().workspace_region)
        .on("change", move |event| change(state, |service| service.workspace_region = event_target_value(&event)));
    let region = el("div")
        .child(el("label").class("label").attr("for", "workspace-region").text(t.choices.workspace_region))
        .child(region);
    let id = field(input, "workspace-id", t.choices.workspace_id, t.choices.workspace_id_note, error);
    div("workspace").child(id).child(region)
}

/// The way there.
pub(super) fn proxy(state: State, t: &'static Messages) -> El {
    let error = move || {
        state.service.with(|service| service.proxy()).err().map(|error| match error {
            ProxyError::NotHttps => t.proxy_not_https,
            ProxyError::Extra => t.proxy_extra,
        })
    };
    let input = text_input("proxy", "/proxy")
        .value(move || state.service.get().proxy)
        .typed(move |text| change(state, |service| service.proxy = text));
    field(input, "proxy", t.proxy, t.proxy_note, error)
}
