//! An address of the person's own.

use leptos::prelude::*;

use crate::core::service::EndpointError;
use crate::page::actions::settings::change_service;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string};
use crate::page::ui::Field;

/// The base URL of a service that the page does not know.
#[component]
pub fn BaseUrl() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let error = move || {
        let error = service.form.with(|form| form.endpoint().err().filter(|_| !form.custom.is_empty()));
        error.map(|error| match error {
            EndpointError::NotHttps => t_string!(i18n, endpoint_not_https),
            EndpointError::BadHost | EndpointError::BadWorkspace => t_string!(i18n, endpoint_bad_host),
            EndpointError::Extra => t_string!(i18n, endpoint_extra),
        })
    };
    view! {
        <Field
            id="base-url"
            label=t!(i18n, base_url)
            note=t!(i18n, base_url_note)
            error=error
            placeholder="https://…/api/v1"
            value=move || service.form.with(|form| form.custom.clone())
            on_input=move |text| change_service(page, |service| service.custom = text)
        />
    }
}
