//! What else is in the files.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Switch;

/// Whether place, camera data and the like are sent along, where a source image has them.
#[component]
pub fn MetadataSwitch() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <Show when=move || page.edit.has_metadata()>
            <Switch
                id="keep-metadata"
                label=t!(i18n, keep_metadata)
                note=t!(i18n, keep_metadata_note)
                is_on=move || page.edit.form.0.with(|form| form.keeps_metadata)
                on_switch=move |is_on| change_form(page, |form| form.keeps_metadata = is_on)
            />
        </Show>
    }
}
