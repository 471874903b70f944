//! The output's size: presets, or width and height.

use leptos::prelude::*;

use super::exact_size::ExactSize;
use crate::core::edit::{ModeRow, OutputSize};
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{image_label, t, t_string, use_i18n};
use crate::page::state::{Form, SizeChoice, USUAL_SIZE, size_choices};
use crate::page::ui::Segment;

/// What can be chosen, and what comes of it.
#[component]
pub fn SizeField(
    /// The mode at hand.
    row: &'static ModeRow,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let edit = page.edit;
    let form = edit.form.0;
    let is_exact = Memo::new(move |_| form.with(Form::is_exact));
    let named = move |choice: SizeChoice| {
        let (id, name) = (if choice.name.is_empty() { "auto" } else { choice.name }, choice.name);
        view! {
            <Segment
                group="size"
                id=format!("size-{id}")
                label=move || if name.is_empty() { t_string!(i18n, size_auto) } else { name.to_owned() }
                is_chosen=move || form.with(|form| form.is_size(row, choice))
                on_choose=move |()| change_form(page, |form| form.size = name.into())
            />
        }
    };
    let choose_exact = move |()| {
        let size = untrack(|| edit.predicted_size()).unwrap_or(USUAL_SIZE);
        change_form(page, |form| form.size = OutputSize::Exact(size).wire());
    };
    let output = move || {
        let Some(output) = edit.output() else { return String::new() };
        let (width, height) = (output.size.width, output.size.height);
        match output.follows {
            Some(index) => {
                let image = image_label(i18n, index);
                t_string!(i18n, output_follows, width = width, height = height, image = image)
            }
            None => t_string!(i18n, output, width = width, height = height),
        }
    };
    view! {
        <fieldset id="size">
            <legend class="label">{t!(i18n, size)}</legend>
            <div class="segments numbers">
                {size_choices(row).into_iter().map(named).collect_view()}
                <Segment
                    group="size"
                    id="size-custom"
                    label=t!(i18n, size_custom)
                    is_chosen=is_exact
                    on_choose=choose_exact
                />
            </div>
            <Show when=move || is_exact.get()>
                <ExactSize row=row />
            </Show>
            <p class="note numbers" id="output" aria-live="polite">
                {output}
            </p>
        </fieldset>
    }
}
