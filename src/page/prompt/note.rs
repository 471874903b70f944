//! What is odd about the prompt, or that nothing is.

use leptos::prelude::*;

use crate::core::edit::Parameter;
use crate::page::i18n::{I18n, image_label, t_string, use_i18n};
use crate::page::state::EditState;
use crate::page::state::prompt::{PromptLint, lint};

/// The one thing that is to be said about the prompt.
#[component]
pub fn Note() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let has_boxes = Memo::new(move |_| {
        edit.draft
            .draft
            .with(|draft| draft.images().iter().map(|image| !image.image.bboxes.is_empty()).collect::<Vec<_>>())
    });
    let are_boxes_used = Memo::new(move |_| edit.row().is_some_and(|row| row.has(Parameter::BboxList)));
    let found = Memo::new(move |_| {
        let (has_boxes, are_boxes_used) = (has_boxes.get(), are_boxes_used.get());
        edit.draft.prompt.with(|prompt| lint(prompt, &has_boxes, are_boxes_used))
    });
    view! {
        <p
            class="note"
            id="prompt-note"
            aria-live="polite"
            class:warn=move || found.with(PromptLint::is_warning)
        >
            {move || found.with(|found| sentence(i18n, found))}
        </p>
    }
}

fn sentence(i18n: I18n, found: &PromptLint) -> String {
    match found {
        PromptLint::Nothing => String::new(),
        PromptLint::ImagesMissing(numbers) => {
            let image = |number: &u32| t_string!(i18n, image_word, number = number);
            let images: Vec<String> = numbers.iter().map(image).collect();
            t_string!(i18n, lint_missing, images = images.join(&t_string!(i18n, and)))
        }
        PromptLint::BoxesUnused => t_string!(i18n, boxes_unused),
        PromptLint::BoxUnnamed(index) => t_string!(i18n, lint_box, image = image_label(i18n, *index)),
        PromptLint::BoxesNamed => t_string!(i18n, lint_fine),
    }
}
