//! How DMXAPI gets the key.

use leptos::prelude::*;

use crate::page::actions::settings::change_service;
use crate::page::context::Page;
use crate::page::i18n::t;
use crate::page::ui::Switch;

/// Whether DMXAPI gets the key as `Bearer`.
#[component]
pub fn BearerSwitch() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    view! {
        <Switch
            id="bearer"
            label=t!(i18n, bearer)
            note=t!(i18n, bearer_note)
            is_on=move || service.form.with(|form| form.is_bearer)
            on_switch=move |is_on| change_service(page, |service| service.is_bearer = is_on)
        />
    }
}
