//! The connection doctor: what stands between this page and the service. Its questions cost nothing.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::core::job::doctor::Finding;
use crate::core::job::snippet::snippets;
use crate::core::job::{Cause, Error, ErrorKind, NextStep};
use crate::page::context::Page;
use crate::page::state::{Checkup, CheckupReport, ServiceLack};
use crate::web::doctor::diagnose;
use crate::web::now;

/// Looks into the way to the service. Opens the panel where the settings do not name one.
pub fn look(page: Page) {
    let service = match untrack(|| page.edit.service.service()) {
        Err(ServiceLack::Key | ServiceLack::KeyBad | ServiceLack::KeyMasked) => {
            untrack(|| page.edit.service.destination())
        }
        service => service,
    };
    let service = match service {
        Ok(service) => service,
        Err(lack) => return page.ui.open_service(Some(lack)),
    };
    let request = untrack(|| page.edit.request());
    let began = now();
    page.run.checkup.set(Checkup::Running(began));
    page.scope.spawn(async move {
        let mut diagnosis = diagnose(&service, &request).await;
        let is_current = |checkup: &Checkup| matches!(checkup, Checkup::Running(time) if *time == began);
        if !page.run.checkup.with_untracked(is_current) {
            return;
        }
        // By a way that is closed nothing comes back either.
        if !diagnosis.findings[0].is_of_service() {
            diagnosis.findings.retain(|finding| !matches!(finding, Finding::ResultsBlocked | Finding::ResultsFine));
        }
        let origin = window().location().origin().unwrap_or_default();
        let results = diagnosis.results_host.as_deref();
        let with_snippets = |&finding: &Finding| (finding, snippets(finding, &service, results, &origin));
        let findings = diagnosis.findings.iter().map(with_snippets).collect();
        page.run.checkup.set(Checkup::Found(Rc::new(CheckupReport { diagnosis, findings })));
        // Once it is drawn: the panel is longer than most screens, and the button stands at its end.
        TimeoutFuture::new(0).await;
        if let Some(report) = page.root.by_id("diagnosis") {
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
