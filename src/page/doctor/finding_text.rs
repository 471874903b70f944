//! What was found, in words.

use leptos::prelude::*;

use crate::core::job::doctor::Finding;
use crate::page::context::Page;
use crate::page::i18n::{I18n, finding_sentence};
use crate::page::service_text::proxy_address;
use crate::page::state::{ServiceForm, ServiceState};

/// What `finding` says of the settings at hand; tracked.
pub fn finding_text(page: Page, finding: Finding) -> String {
    Way::of(page.edit.service).text(page.i18n, finding)
}

/// The way to the service that was looked into.
#[derive(Clone)]
pub struct Way {
    /// The service's host; empty where its address cannot be read.
    pub host: String,
    /// The proxy's address; empty without one.
    pub proxy: String,
}

impl Way {
    /// The way by the settings at hand; tracked.
    pub fn of(service: ServiceState) -> Self {
        let endpoint = service.form.with(ServiceForm::endpoint);
        Self {
            host: endpoint.map(|endpoint| endpoint.authority().to_owned()).unwrap_or_default(),
            proxy: proxy_address(&service.proxy()).to_owned(),
        }
    }

    /// What `finding` says of it; tracked by language.
    pub fn text(&self, i18n: I18n, finding: Finding) -> String {
        // With a proxy between, it was the proxy that answered so.
        let is_of_proxy = !self.proxy.is_empty() && matches!(finding, Finding::NoCors | Finding::PreflightRefused);
        finding_sentence(i18n, finding, if is_of_proxy { &self.proxy } else { &self.host }, &self.proxy)
    }
}
