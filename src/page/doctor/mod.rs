//! The connection doctor: what stands between this page and the service, what to do about it, and what to paste where.
//! Its questions cost nothing.

mod findings;

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dom::{El, button, div, el};
use super::messages::{Messages, fill};
use super::settings::{ServiceForm, ServiceLack};
use super::state::State;
use super::{root, service};
use crate::core::job::doctor::Finding;
use crate::core::job::snippet::{Snippet, snippets};
use crate::core::job::{Cause, Error, ErrorKind, NextStep};
use crate::core::service::Proxy;
use crate::web::doctor::{Diagnosis, diagnose};
use crate::web::now;

/// How the last check stands.
#[derive(Clone, Default)]
pub enum Checkup {
    /// There was none, or it was of other settings.
    #[default]
    None,
    /// It began at this time.
    Running(Duration),
    /// It came to this.
    Found(Rc<Found>),
}

/// What came of a check.
pub struct Found {
    diagnosis: Diagnosis,
    findings: Vec<(Finding, Vec<Snippet>)>,
}

/// Looks into the way to the service. Opens the panel where the settings do not name one.
pub fn look(state: State) {
    let service = match untrack(|| state.service()) {
        Err(ServiceLack::Key | ServiceLack::KeyBad) => untrack(|| state.destination()),
        service => service,
    };
    let service = match service {
        Ok(service) => service,
        Err(lack) => return service::show(Some(lack)),
    };
    let request = untrack(|| state.request());
    let began = now();
    state.checkup.set(Checkup::Running(began));
    spawn_local(async move {
        let mut diagnosis = diagnose(&service, &request).await;
        let is_current = |checkup: &Checkup| matches!(checkup, Checkup::Running(time) if *time == began);
        if !state.checkup.with_untracked(is_current) {
            return;
        }
        // By a way that is closed nothing comes back either.
        if !diagnosis.findings[0].is_of_service() {
            diagnosis.findings.retain(|finding| !matches!(finding, Finding::ResultsBlocked | Finding::ResultsFine));
        }
        let page = window().location().origin().unwrap_or_default();
        let results = diagnosis.results_host.as_deref();
        let with_snippets = |&finding: &Finding| (finding, snippets(finding, &service, results, &page));
        let findings = diagnosis.findings.iter().map(with_snippets).collect();
        state.checkup.set(Checkup::Found(Rc::new(Found { diagnosis, findings })));
        // Once it is drawn: the panel is longer than most screens, and the button stands at its end.
        gloo_timers::future::TimeoutFuture::new(0).await;
        if let Some(report) = root::by_id("diagnosis") {
            report.scroll_into_view_with_bool(false);
        }
    });
}

/// Whether `error` is a loss on the way, which the doctor looks into by himself.
pub fn is_lost(error: &Error) -> bool {
    match error.kind {
        ErrorKind::Network => true,
        ErrorKind::NotSent => error.next_step == NextStep::CheckConnection,
        _ => false,
    }
}

/// Whether the doctor may know more about `error`.
pub fn is_about(error: &Error) -> bool {
    let is_refused = matches!(error.status, Some(401 | 403 | 404))
        || matches!(error.cause, Some(Cause::Key | Cause::Workspace | Cause::Gateway));
    is_lost(error) || error.kind == ErrorKind::Gateway || is_refused
}

/// What `finding` says of the settings at hand; tracked.
pub fn sentence(state: State, t: &Messages, finding: Finding) -> String {
    let host = state.service.with(ServiceForm::endpoint).map(|endpoint| endpoint.authority().to_owned());
    let proxy = match state.proxy() {
        Proxy::Direct => String::new(),
        Proxy::Prefix(prefix) => prefix,
        Proxy::Template(template) => template.split('?').next().unwrap_or_default().to_owned(),
    };
    let host = host.unwrap_or_default();
    // What answered so was the proxy.
    let is_of_proxy = !proxy.is_empty() && matches!(finding, Finding::NoCors | Finding::PreflightRefused);
    fill(t.doctor.findings[finding as usize], &[if is_of_proxy { &proxy } else { &host }, &proxy])
}

/// The button in the panel of services, and what came of it.
pub fn checkup(state: State, t: &'static Messages) -> El {
    el("div")
        .class("checkup")
        .child(button("button").id("check-connection").text(t.doctor.check).click(move || look(state)))
        .child(el("p").class("note").text(t.doctor.check_note))
        .child(report(state, t).id("diagnosis"))
}

/// The same within an error.
pub fn checkup_in_error(state: State, t: &'static Messages) -> El {
    let is_idle = move || state.checkup.with(|checkup| matches!(checkup, Checkup::None));
    let ask = move || button("link").id("check-error").text(t.doctor.check).click(move || look(state));
    div("checkup").child_while(is_idle, ask).child(report(state, t).id("error-diagnosis"))
}

fn report(state: State, t: &'static Messages) -> El {
    div("report").attr("aria-live", "polite").part(move || match state.checkup.get() {
        Checkup::None => None,
        Checkup::Running(_) => {
            Some(el("p").class("note").child(el("i").class("icon icon-wait")).text(t.doctor.checking))
        }
        Checkup::Found(found) => Some(untrack(|| findings::findings(state, t, &found))),
    })
}
