//! The way to the service.

use leptos::prelude::*;

use crate::core::service::ProxyError;
use crate::page::actions::settings::change_service;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string};
use crate::page::state::ServiceForm;
use crate::page::ui::Field;

/// The proxy.
#[component]
pub fn ProxyField() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let error = move || {
        service.form.with(ServiceForm::proxy).err().map(|error| match error {
            ProxyError::NotHttps => t_string!(i18n, proxy_not_https),
            ProxyError::Extra => t_string!(i18n, proxy_extra),
        })
    };
    view! {
        <Field
            id="proxy"
            label=t!(i18n, proxy)
            note=t!(i18n, proxy_note)
            error=error
            placeholder="/proxy"
            value=move || service.form.with(|form| form.proxy.clone())
            on_input=move |text| change_service(page, |service| service.proxy = text)
        />
    }
}
