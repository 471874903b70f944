//! A visible mark on the images.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Switch;

/// Whether the images are marked.
#[component]
pub fn WatermarkSwitch() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <Switch
            id="watermark"
            label=t!(i18n, watermark)
            note=t!(i18n, watermark_note)
            is_on=move || page.edit.form.0.with(|form| form.watermark)
            on_switch=move |is_on| change_form(page, |form| form.watermark = is_on)
        />
    }
}
