//! What should not appear.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Labelled;

/// What should not appear, in words.
#[component]
pub fn NegativePrompt() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <Labelled id="negative-prompt" label=t!(i18n, negative_prompt)>
            <textarea
                class="field"
                id="negative-prompt"
                rows="2"
                prop:value=move || page.edit.form.0.with(|form| form.negative_prompt.clone())
                on:input=move |event| change_form(page, |form| form.negative_prompt = event_target_value(&event))
            ></textarea>
        </Labelled>
    }
}
