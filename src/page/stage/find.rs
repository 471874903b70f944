//! Boxes from words: a vision model looks for what is described, and a person decides about what it found.

use leptos::prelude::*;

use super::find_state::{Find, FindState};
use super::focus::FocusTarget;
use super::state::StageState;
use crate::page::context::Page;
use crate::page::state::found;
use crate::web::{Control, ask};

/// Opens the form, or closes it.
pub(super) fn toggle(page: Page, find: FindState) {
    if untrack(|| find.is_open()) {
        find.end();
    } else {
        find.state.set(Find::Open);
        page.ui.focus("find-words");
    }
}

/// Closes the form and gives the focus back to where it was opened.
pub(super) fn leave(page: Page, find: FindState) {
    find.end();
    page.ui.focus("open-find");
}

/// Lets the model look for `words`.
pub(super) fn look(page: Page, stage: StageState, find: FindState, words: String) {
    let Some((_, size)) = stage.now().filter(|_| !words.is_empty()) else { return };
    let service = match untrack(|| page.edit.service.service()) {
        Ok(service) => service,
        Err(lack) => return page.ui.open_service(Some(lack)),
    };
    let Some(id) = untrack(|| stage.current()) else { return };
    let source = page.edit.draft.draft.with_untracked(|draft| draft.image(id).map(|image| image.image.source.clone()));
    let Some(source) = source else { return };
    let file = page.pictures.blob(id);
    let control = Control::new();
    find.state.set(Find::Looking(control.clone()));
    page.scope.spawn(async move {
        let mut asking = Box::pin(ask::locate(&service, &source, file.as_ref(), size, &words));
        // Whoever cancelled has said how it goes on.
        let Some(found) = control.unless_canceled(&mut asking).await else { return };
        let is_found = found.as_ref().is_ok_and(|found| !found.is_empty());
        find.state.set(found.map_or_else(|error| Find::Failed(Box::new(error)), Find::Found));
        if is_found && untrack(|| find.is_possible()) {
            stage.focus.set(Some(FocusTarget::Candidate));
        }
    });
}

/// Makes `count` candidates from `first` on boxes, as many as the image may have: one step to undo.
pub(super) fn accept(stage: StageState, find: FindState, first: usize, count: usize) {
    let Some((boxes, _)) = stage.now() else { return };
    let (found, max) = untrack(|| (find.candidates(), stage.max_boxes() as usize));
    let before = boxes.len();
    let accepted = found::accept(boxes, &found, first, count, max);
    if accepted.is_full {
        stage.may_add(accepted.boxes.len());
    }
    if accepted.boxes.len() > before {
        let last = accepted.boxes.len() - 1;
        stage.set_boxes(accepted.boxes);
        find.go_on(accepted.left, Find::Closed);
        stage.select(last);
    }
}

/// Drops a candidate.
pub(super) fn discard(page: Page, find: FindState, index: usize) {
    let mut left = untrack(|| find.candidates());
    if index < left.len() {
        left.remove(index);
    }
    find.go_on(left, Find::Open);
    page.ui.focus("find-words");
}
