//! What lies exactly over the image: pointers draw on it, and the boxes stand on it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::board::Board;
use super::box_view::box_view;
use super::find;
use super::pinch;
use super::press::grip_of;
use crate::page::dom::{El, div};

/// What comes of an event.
type Act = fn(Board, &Event);

/// What is heard on the layer.
const EVENTS: [(&str, Act); 7] = [
    ("pointerdown", |board, event| {
        pinch::press(board, event.unchecked_ref());
        board.press(event.unchecked_ref());
    }),
    ("pointermove", |board, event| {
        board.drag(event.unchecked_ref());
        pinch::drag(board, event.unchecked_ref());
    }),
    ("pointerup", |board, event| {
        pinch::release(board, event.unchecked_ref());
        board.release(event.unchecked_ref());
    }),
    ("pointercancel", |board, event| {
        pinch::release(board, event.unchecked_ref());
        board.abort();
    }),
    ("lostpointercapture", |board, _| {
        board.abort();
    }),
    ("keydown", |board, event| on_key(board, event.unchecked_ref())),
    ("focusin", |board, event| {
        if let (Some(index), _) = grip_of(event.target()) {
            board.state.selected_box.set(Some(index));
        }
    }),
];

/// The layer of boxes.
pub(super) fn box_layer(board: Board) -> El {
    let layer = div("box-layer")
        .id("box-layer")
        .class_while("drags", move || board.is_dragging())
        .class_while("draws", move || board.boxes().len() < board.max_boxes() as usize)
        .class_while("inert", move || board.max_boxes() == 0)
        .attr("role", "group")
        .attr("tabindex", "-1")
        .attr_say("aria-label", move || board.state.t().boxes)
        .list(move || board.boxes().len(), move |index| box_view(board, index))
        .list(move || find::candidates(board).len(), move |index| find::candidate(board, index));
    board.desk.update_value(|desk| desk.layer = Some(layer.element().clone()));
    EVENTS.into_iter().fold(layer, |layer, (name, act)| layer.on(name, move |event| act(board, &event)))
}

/// Arrows move what has the focus, a box or a handle; Delete takes the box out.
fn on_key(board: Board, event: &KeyboardEvent) {
    let (Some(index), handle) = grip_of(event.target()) else { return };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let step = if event.shift_key() { 10 } else { 1 };
    match event.key().as_str() {
        "ArrowLeft" => board.nudge(index, handle, -step, 0),
        "ArrowRight" => board.nudge(index, handle, step, 0),
        "ArrowUp" => board.nudge(index, handle, 0, -step),
        "ArrowDown" => board.nudge(index, handle, 0, step),
        "Delete" | "Backspace" => board.remove_box(index),
        _ => return,
    }
    event.prevent_default();
}
