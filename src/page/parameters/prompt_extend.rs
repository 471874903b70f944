//! The prompt in the service's words.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Switch;

/// Whether the service may reword the prompt.
#[component]
pub fn PromptExtendSwitch() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <Switch
            id="prompt-extend"
            label=t!(i18n, prompt_extend)
            note=t!(i18n, prompt_extend_note)
            is_on=move || page.edit.form.0.with(|form| form.prompt_extend)
            on_switch=move |is_on| change_form(page, |form| form.prompt_extend = is_on)
        />
    }
}
