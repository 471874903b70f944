//! Keys that work wherever the focus is, except where somebody types.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::state::StageState;
use crate::core::edit::Draft;
use crate::page::keys::{Command, Scope, is_typing, pressed};
use crate::page::root::PageRoot;
use crate::page::scope::listen;

/// Listens until the stage goes. `end_search` ends what Escape ends besides a drag, and answers whether there was anything.
pub(super) fn listen_to_keys(stage: StageState, root: PageRoot, end_search: impl Fn() -> bool + 'static) {
    listen(&root.events(), "keydown", move |event| on_key(stage, event.unchecked_ref(), &end_search));
}

fn on_key(stage: StageState, event: &KeyboardEvent, end_search: &dyn Fn() -> bool) {
    if event.default_prevented() || is_typing(event) {
        return;
    }
    match pressed(Scope::Page, event) {
        Some(Command::Abort) => {
            if !stage.abort() && !end_search() {
                return;
            }
        }
        Some(Command::Undo) => stage.step_history(Draft::undo),
        Some(Command::Redo) => stage.step_history(Draft::redo),
        Some(Command::AddBox) => stage.add_box(),
        _ => return,
    }
    event.prevent_default();
}
