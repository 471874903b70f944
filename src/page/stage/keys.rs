//! Keys that work wherever the focus is, except where somebody types.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::board::Board;
use super::find;
use crate::core::edit::Draft;
use crate::page::dom::keep;
use crate::page::root;
use crate::web::Listener;

/// Listens until the stage goes.
pub fn listen(board: Board) {
    keep(Listener::new(&root::events(), "keydown", move |event| on_key(board, event.unchecked_ref())));
}

fn on_key(board: Board, event: &KeyboardEvent) {
    if event.default_prevented() || is_typing(event) {
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key();
    match (key.as_str(), command, event.shift_key()) {
        ("Escape", ..) => {
            if !board.abort() && !find::end(board) {
                return;
            }
        }
        ("z" | "Z", true, false) => board.step_history(Draft::undo),
        ("z" | "Z", true, true) | ("y" | "Y", true, false) => board.step_history(Draft::redo),
        ("b" | "B", false, false) if !event.alt_key() => board.add_box(),
        _ => return,
    }
    event.prevent_default();
}

/// Whether an event belongs to a field that takes text, or to a dialog.
pub fn is_typing(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        let selector =
            "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], dialog";
        element.closest(selector).ok().flatten().is_some()
    })
}
