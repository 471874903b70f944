//! Slower and better.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Switch;

/// Whether the model thinks first.
#[component]
pub fn ThinkingSwitch() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <Switch
            id="thinking-mode"
            label=t!(i18n, thinking)
            note=t!(i18n, thinking_note)
            is_on=move || page.edit.form.0.with(|form| form.thinking_mode)
            on_switch=move |is_on| change_form(page, |form| form.thinking_mode = is_on)
        />
    }
}
