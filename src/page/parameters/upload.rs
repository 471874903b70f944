//! Large requests in two steps.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Switch;

/// Whether the files are uploaded before the request, where the service takes them.
#[component]
pub fn UploadSwitch() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <Show when=move || page.edit.can_upload()>
            <Switch
                id="upload-first"
                label=t!(i18n, choices_upload)
                note=t!(i18n, upload_note)
                is_on=move || page.edit.form.0.with(|form| form.is_uploading)
                on_switch=move |is_on| change_form(page, |form| form.is_uploading = is_on)
            />
        </Show>
    }
}
