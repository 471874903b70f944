//! What the image on the stage is, and what will be changed in it before it is sent.

use leptos::prelude::*;

use super::state::StageState;
use crate::core::edit::{ImageSource, model};
use crate::core::geometry::Size;
use crate::core::image::fit;
use crate::page::i18n::{I18n, bytes_text, fit_error_sentence, fit_note, t_string, use_i18n};
use crate::page::state::EditState;

/// One quiet line: natural size, format, and what happens before sending.
#[component]
pub(super) fn ImageNotes() -> impl IntoView {
    let stage: StageState = expect_context();
    let edit: EditState = expect_context();
    let i18n = use_i18n();
    let notes = Memo::new(move |_| notes(stage, edit, i18n).unwrap_or_default());
    view! {
        <p class="notes" id="stage-notes">
            <span class="notes-name">{move || notes.with(|notes| notes.name.clone())}</span>
            <span class="notes-facts">{move || notes.with(|notes| notes.facts.clone())}</span>
            <span class="notes-fate" class:problem=move || notes.with(|notes| notes.is_problem)>
                {move || notes.with(|notes| notes.fate.clone())}
            </span>
        </p>
    }
    .into_any()
}

/// What is said of an image.
#[derive(Clone, Debug, Default, PartialEq)]
struct Notes {
    name: String,
    /// Size and format.
    facts: String,
    /// What is changed before sending.
    fate: String,
    /// Whether it cannot be sent.
    is_problem: bool,
}

/// What is said of the image on the stage; tracked.
fn notes(stage: StageState, edit: EditState, i18n: I18n) -> Option<Notes> {
    let id = stage.current()?;
    let (name, source) = stage.draft.draft.with(|draft| {
        let image = draft.image(id)?;
        Some((image.name.clone(), image.image.source.clone()))
    })?;
    let (facts, fate, is_problem) = match &source {
        ImageSource::Url { size, .. } => {
            let size = size.map_or_else(|| t_string!(i18n, size_unknown), |size| size_text(i18n, size));
            (size, t_string!(i18n, sent_as_url), false)
        }
        ImageSource::Local(facts) => {
            let keeps_metadata = edit.form.0.with(|form| form.keeps_metadata);
            let facts = if keeps_metadata { &facts.with_extras_kept() } else { facts };
            let size = size_text(i18n, facts.upright());
            let line = format!("{size} · {} {}", facts.format.name(), bytes_text(facts.bytes));
            let model = edit.form.0.with(|form| model(&form.model));
            match model.map(|model| fit(facts, &model.image.value)) {
                None => (line, String::new(), false),
                Some(Err(error)) => (line, fit_error_sentence(i18n, &name, &error), true),
                Some(Ok(fit)) if fit.is_identity() => (line, t_string!(i18n, sent_as_it_is), false),
                Some(Ok(fit)) => (line, t_string!(i18n, before_sending, changes = fit_note(i18n, &fit)), false),
            }
        }
    };
    Some(Notes { name, facts, fate, is_problem })
}

/// `1696 × 960 px`.
fn size_text(i18n: I18n, size: Size) -> String {
    t_string!(i18n, natural_size, width = size.width, height = size.height)
}
