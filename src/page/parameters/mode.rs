//! What is made: an edit or an image from words, an image set, text and images; and what is not used there.

use super::{change, segment};
use crate::core::edit::Mode;
use crate::page::dom::{El, div, el, settled};
use crate::page::messages::{Messages, fill};
use crate::page::state::State;

/// The mode, where there is a choice, and what follows from it.
pub(super) fn mode(state: State, t: &'static Messages) -> El {
    let other = settled(move || {
        let images = count(state);
        state.form.with(|form| form.other_mode(images))
    });
    div("optional")
        .part(move || other.get().map(|other| choice(state, t, other)))
        .child_while(
            move || !note(state, t).is_empty(),
            move || el("p").class("note").id("mode-note").say(move || note(state, t)),
        )
        .child(div("optional").id("unused").attr("role", "status").part(move || unused(state, t)))
}

/// How many source images there are; tracked.
fn count(state: State) -> usize {
    state.draft.with(|draft| draft.images().len())
}

fn choice(state: State, t: &'static Messages, other: Mode) -> El {
    let is_other = move || state.row().is_some_and(|row| row.mode == other);
    let choose = move |mode| change(state, |form| form.mode = mode);
    let plain = segment("mode", "mode-edit", "", move || !is_other(), move || choose(None))
        .say(move || if count(state) == 0 { t.generate } else { t.edit });
    let (id, name) = match other {
        Mode::ImageSet => ("mode-set", t.choices.image_set),
        _ => ("mode-interleave", t.choices.text_and_images),
    };
    let other = segment("mode", id, name, is_other, move || choose(Some(other)));
    el("fieldset")
        .id("mode")
        .child(el("legend").class("label").text(t.choices.mode))
        .child(div("segments").child(plain).child(other))
}

/// What the mode at hand is; tracked.
fn note(state: State, t: &'static Messages) -> String {
    let choices = &t.choices;
    match state.row().map(|row| row.mode) {
        Some(Mode::ImageSet) => choices.image_set_note.into(),
        Some(Mode::Interleave) if count(state) == 0 => {
            state.form.with(|form| fill(choices.text_and_images_only, &[&form.model]))
        }
        Some(Mode::Interleave) => choices.text_and_images_note.into(),
        _ => String::new(),
    }
}

/// What was set and is not used now, and why.
fn unused(state: State, t: &'static Messages) -> Option<El> {
    let row = state.row()?;
    let has_boxes = state.draft.with(|draft| draft.images().iter().any(|image| !image.image.bboxes.is_empty()));
    state.form.with(|form| {
        let line = |(at, is_unused): (usize, bool)| {
            let sentence = if at == 2 && form.size == "4K" { t.choices.unused_4k } else { t.choices.unused[at] };
            is_unused.then(|| el("li").text(&fill(sentence, &[&form.size])))
        };
        let lines: Vec<El> = form.unused(row, has_boxes).into_iter().enumerate().filter_map(line).collect();
        (!lines.is_empty()).then(|| el("ul").class("note unused").children(lines))
    })
}
