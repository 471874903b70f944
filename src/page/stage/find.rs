//! Boxes from words: a vision model looks for what is described, and a person decides about what it found.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::board::Board;
use super::box_view::placed;
use crate::core::geometry::BoundingBox;
use crate::core::job::Error;
use crate::core::service::Protocol;
use crate::page::copy::copies;
use crate::page::dom::{El, button, div, el};
use crate::page::messages::{error_sentence, fill_numbers};
use crate::page::root;
use crate::page::service;
use crate::page::submit::details_text;
use crate::web::{Control, ask};

/// How the search stands.
#[derive(Clone, Default)]
pub enum Find {
    /// Nobody searches.
    #[default]
    Closed,
    /// Words are awaited.
    Open,
    /// The model looks.
    Looking(Control),
    /// What it found and nobody has decided about yet; none where there is nothing like it.
    Found(Vec<BoundingBox>),
    /// It could not be found out.
    Failed(Box<Error>),
}

/// Whether places can be found on this image with this model at this service; tracked.
pub(super) fn is_possible(board: Board) -> bool {
    let endpoint = board.state.service.with(|service| service.endpoint());
    let is_there = endpoint.is_ok_and(|endpoint| endpoint.protocol() == Protocol::DashScope);
    is_there && board.size().is_some() && board.max_boxes() > 0
}

/// Whether the form is there; tracked.
pub(super) fn is_open(board: Board) -> bool {
    !board.find.with(|find| matches!(find, Find::Closed)) && is_possible(board)
}

/// Opens the form, or closes it.
pub(super) fn toggle(board: Board) {
    if board.find.with_untracked(|find| matches!(find, Find::Closed)) {
        board.find.set(Find::Open);
        request_animation_frame(|| service::focus("find-words"));
    } else {
        end(board);
    }
}

/// Ends the search; answers whether there was one.
pub(super) fn end(board: Board) -> bool {
    let before = board.find.try_update(std::mem::take).unwrap_or_default();
    if let Find::Looking(control) = &before {
        control.cancel();
    }
    !matches!(before, Find::Closed)
}

/// What was found; tracked.
pub(super) fn candidates(board: Board) -> Vec<BoundingBox> {
    board.find.with(|find| match find {
        Find::Found(found) if is_possible(board) => found.clone(),
        _ => Vec::new(),
    })
}

/// The form: what to look for, and how that stands.
pub(super) fn find(board: Board) -> El {
    let state = board.state;
    let input = el("input")
        .id("find-words")
        .class("field")
        .attr("autocomplete", "off")
        .attr_say("placeholder", move || state.t().answers.find_words)
        .attr_say("aria-label", move || state.t().answers.find_hint);
    let field = input.of_type::<HtmlInputElement>();
    let is_looking = move || board.find.with(|find| matches!(find, Find::Looking(_)));
    let label = move || if is_looking() { state.t().cancel } else { state.t().answers.find };
    let go = el("button").attr("type", "submit").class("tool with-word").id("look").say(label);
    let use_all = move || {
        button("tool with-word").id("use-all").say(move || state.t().answers.use_all).click(move || accept(board, 0, 9))
    };
    let error = move || {
        board.find.with(|find| match find {
            Find::Failed(error) => Some(details_text(state.t(), error)),
            _ => None,
        })
    };
    let copy =
        move || copies(state, button("tool with-word"), |t| t.copy_details, move || untrack(error).unwrap_or_default());
    let close = button("tool")
        .attr_say("aria-label", move || state.t().close)
        .attr_say("title", move || state.t().close)
        .child(el("i").class("icon icon-close"))
        .click(move || leave(board));
    el("form")
        .id("find")
        .class("tools-box find")
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                leave(board);
            }
        })
        .on("submit", move |event| {
            event.prevent_default();
            if untrack(is_looking) {
                end(board);
                board.find.set(Find::Open);
            } else {
                look(board, field.value().trim().to_owned());
            }
        })
        .child(input)
        .child(go)
        .child(el("span").class("find-words").attr("role", "status").say(move || told(board)))
        .child_while(move || candidates(board).len() > 1, use_all)
        .child_while(move || error().is_some(), copy)
        .child(close)
}

/// Closes the form and gives the keys back to where it was opened.
fn leave(board: Board) {
    end(board);
    service::focus("open-find");
}

/// How the search stands, in words; tracked.
fn told(board: Board) -> String {
    let t = board.state.t();
    board.find.with(|find| match find {
        Find::Looking(_) => t.answers.finding.into(),
        Find::Found(found) if found.is_empty() => t.answers.found_none.into(),
        Find::Found(found) => fill_numbers(t.answers.found, &[found.len() as u32]),
        Find::Failed(error) => error_sentence(t, error),
        _ => t.answers.find_note.into(),
    })
}

fn look(board: Board, words: String) {
    let state = board.state;
    let Some((_, size)) = board.now().filter(|_| !words.is_empty()) else { return };
    let service = match untrack(|| state.service()) {
        Ok(service) => service,
        Err(lack) => return service::show(Some(lack)),
    };
    let Some(id) = untrack(|| board.current()) else { return };
    let source = state.draft.with_untracked(|draft| draft.image(id).map(|image| image.image.source.clone()));
    let Some(source) = source else { return };
    let file = state.pictures.with_value(|pictures| Some(pictures.get(&id)?.file.as_ref()?.blob.clone()));
    let control = Control::new();
    board.find.set(Find::Looking(control.clone()));
    spawn_local(async move {
        let mut asking = Box::pin(ask::locate(&service, &source, file.as_ref(), size, &words));
        // Whoever cancelled has said how it goes on.
        let Some(found) = control.unless_canceled(&mut asking).await else { return };
        let is_found = found.as_ref().is_ok_and(|found| !found.is_empty());
        board.find.set(found.map_or_else(|error| Find::Failed(Box::new(error)), Find::Found));
        if is_found {
            request_animation_frame(|| focus_in("[data-candidate] button"));
        }
    });
}

fn focus_in(selector: &str) {
    super::focus(root::find(selector).as_ref());
}

/// Makes `count` candidates from `first` on boxes, as many as the image may have: one step to undo.
fn accept(board: Board, first: usize, count: usize) {
    let Some((mut boxes, _)) = board.now() else { return };
    let mut left = untrack(|| candidates(board));
    let (before, wanted) = (boxes.len(), left.len().saturating_sub(first).min(count));
    let room = (untrack(|| board.max_boxes()) as usize).saturating_sub(before);
    boxes.extend(left.drain(first..first + wanted.min(room)));
    if wanted > room {
        board.may_add(boxes.len());
    }
    if boxes.len() > before {
        let last = boxes.len() - 1;
        board.set_boxes(boxes);
        board.find.set(if left.is_empty() { Find::Closed } else { Find::Found(left) });
        board.select(last);
    }
}

/// Drops a candidate.
fn discard(board: Board, index: usize) {
    let mut left = untrack(|| candidates(board));
    left.remove(index);
    board.find.set(if left.is_empty() { Find::Open } else { Find::Found(left) });
    service::focus("find-words");
}

/// One candidate on the image, with what can be decided about it.
pub(super) fn candidate(board: Board, index: usize) -> El {
    let state = board.state;
    let name = move || fill_numbers(state.t().answers.suggestion, &[index as u32 + 1]);
    let take = button("tool with-word").say(move || state.t().answers.use_it).click(move || accept(board, index, 1));
    let drop = button("tool")
        .attr_say("aria-label", move || state.t().answers.discard)
        .attr_say("title", move || state.t().answers.discard)
        .child(el("i").class("icon icon-close"))
        .click(move || discard(board, index));
    // A press on them is none on the image.
    let actions = div("candidate-actions").on("pointerdown", |event| event.stop_propagation()).child(take).child(drop);
    let read = move || candidates(board).get(index).copied();
    // Of two that are close, one has it above and one below.
    let is_below = move || match read().zip(board.size()) {
        Some((bbox, size)) if index == 0 => bbox.y1 < size.height / 8,
        Some((bbox, size)) => bbox.y2 < size.height - size.height / 8,
        None => false,
    };
    placed(div("candidate"), board, read)
        .class_while("below", is_below)
        .attr("data-candidate", &index.to_string())
        .attr("role", "group")
        .attr_say("aria-label", name)
        .child(actions)
}
