//! What the image on the stage is, and what will be changed in it before it is sent.

use super::board::Board;
use crate::core::edit::{ImageSource, model};
use crate::core::geometry::Size;
use crate::core::image::fit;
use crate::page::dom::{El, el, watch};
use crate::page::messages::{Messages, bytes_text, fill, fill_numbers, fit_error_sentence, fit_note};

/// One quiet line: natural size, format, and what happens before sending.
pub(super) fn notes(board: Board) -> El {
    let parts = ["notes-name", "notes-facts", "notes-fate"].map(|class| el("span").class(class));
    let line = el("p").class("notes").id("stage-notes").children(parts.to_vec());
    watch(move || {
        let Some((words, is_problem)) = words(board) else { return };
        for (part, words) in parts.iter().zip(&words) {
            part.element().set_text_content(Some(words));
        }
        let _ = parts[2].element().class_list().toggle_with_force("problem", is_problem);
    });
    line
}

/// Name, facts and fate of the image, and whether that is a problem; tracked.
fn words(board: Board) -> Option<([String; 3], bool)> {
    let state = board.state;
    let id = board.current()?;
    let (name, source) = state.draft.with(|draft| {
        let image = draft.image(id)?;
        Some((image.name.clone(), image.image.source.clone()))
    })?;
    let t = state.t();
    let (facts, fate, is_problem) = match &source {
        ImageSource::Url { size, .. } => {
            let size = size.map_or_else(|| t.size_unknown.into(), |size| size_text(t, size));
            (size, t.sent_as_url.to_owned(), false)
        }
        ImageSource::Local(facts) => {
            let size = size_text(t, facts.upright());
            let line = format!("{size} · {} {}", facts.format.name(), bytes_text(facts.bytes));
            match model(&state.form.with(|form| form.model.clone())).map(|model| fit(facts, &model.image.value)) {
                None => (line, String::new(), false),
                Some(Err(error)) => (line, fit_error_sentence(t, &name, &error), true),
                Some(Ok(fit)) if fit.is_identity() => (line, t.sent_as_it_is.to_owned(), false),
                Some(Ok(fit)) => (line, fill(t.before_sending, &[&fit_note(t, &fit)]), false),
            }
        }
    };
    Some(([name, facts, fate], is_problem))
}

/// `1696 × 960 px`.
fn size_text(t: &Messages, size: Size) -> String {
    fill_numbers(t.natural_size, &[size.width, size.height])
}
