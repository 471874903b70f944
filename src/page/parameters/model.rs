//! Which model.

use leptos::prelude::*;

use crate::core::edit::models::Dialect;
use crate::core::edit::{MODELS, Mode, model};
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::ui::Labelled;

/// The models, and what the chosen one takes.
#[component]
pub fn ModelField() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let note = move || {
        let Some(model) = form.with(|form| model(&form.model)) else { return String::new() };
        let images = model.mode(Mode::Edit).map_or(0, |row| row.images.value.1);
        let note = match model.boxes_per_image.value {
            0 => t_string!(i18n, model_note_plain, images = images),
            boxes => t_string!(i18n, model_note, images = images, boxes = boxes),
        };
        if model.dialect == Dialect::Legacy { t_string!(i18n, by_task_only, note = note) } else { note }
    };
    let options = MODELS.iter().map(|model| view! { <option value=model.id>{model.id}</option> }).collect_view();
    view! {
        <Labelled id="model" label=t!(i18n, model)>
            <select
                class="field"
                id="model"
                aria-describedby="model-note"
                prop:value=move || form.with(|form| form.model.clone())
                on:change=move |event| change_form(page, |form| form.model = event_target_value(&event))
            >
                {options}
            </select>
            <p class="note" id="model-note">
                {note}
            </p>
        </Labelled>
    }
}
