//! The bar under the image: add a box, take steps back, zoom, and the selected box in numbers.

use super::board::Board;
use super::box_fields::box_fields;
use super::find;
use super::zoom;
use crate::core::edit::Draft;
use crate::page::dom::{El, button, div, el};
use crate::page::messages::Messages;

/// The bar under the image.
pub(super) fn tools(board: Board) -> El {
    let state = board.state;
    let add = enabled_while(button("tool with-word"), board, has_size, Board::add_box)
        .id("add-box")
        .attr_say("title", move || state.t().add_box_hint)
        .attr("aria-keyshortcuts", "B")
        .child(el("i").class("icon icon-box"))
        .child(el("span").say(move || state.t().add_box));
    let fit = enabled_while(button("tool percent"), board, has_size, zoom::toggle_fit)
        .id("zoom-fit")
        .attr_say("title", move || state.t().zoom_fit)
        .attr_say("aria-label", move || [&percent(board), " · ", state.t().zoom_fit].concat())
        .say(move || percent(board));
    let can_undo = |board: Board| board.state.draft.with(Draft::can_undo);
    let can_redo = |board: Board| board.state.draft.with(Draft::can_redo);
    let all = div("tools-all")
        .child(add)
        .child_while(move || find::is_possible(board), move || open_find(board))
        .child(el("span").class("rule"))
        .child(tool(board, "undo", |t| t.undo, can_undo, |board| board.step_history(Draft::undo)))
        .child(tool(board, "redo", |t| t.redo, can_redo, |board| board.step_history(Draft::redo)))
        .child(el("span").class("rule"))
        .child(tool(board, "zoom-out", |t| t.zoom_out, has_size, |board| zoom::step(board, false)))
        .child(fit)
        .child(tool(board, "zoom-in", |t| t.zoom_in, has_size, |board| zoom::step(board, true)));
    div("tools")
        .attr("role", "toolbar")
        .attr_say("aria-label", move || state.t().stage_tools)
        .child(all)
        .child_while(move || !find::is_open(board), move || box_fields(board))
        .child_while(move || find::is_open(board), move || find::find(board))
}

fn open_find(board: Board) -> El {
    let state = board.state;
    button("tool with-word")
        .id("open-find")
        .attr_say("title", move || state.t().answers.find_hint)
        .attr_say("aria-expanded", move || if find::is_open(board) { "true" } else { "false" })
        .child(el("i").class("icon icon-find"))
        .child(el("span").say(move || state.t().answers.find))
        .click(move || find::toggle(board))
}

fn has_size(board: Board) -> bool {
    board.size().is_some()
}

fn percent(board: Board) -> String {
    format!("{} %", board.shown_percent.get())
}

/// A button with an icon of the same name as its id.
fn tool(
    board: Board,
    id: &str,
    name: fn(&Messages) -> &'static str,
    is_enabled: fn(Board) -> bool,
    act: fn(Board),
) -> El {
    let t = move || name(board.state.t());
    enabled_while(button("tool"), board, is_enabled, act)
        .id(id)
        .attr_say("title", t)
        .attr_say("aria-label", t)
        .child(el("i").class(&["icon icon-", id].concat()))
}

fn enabled_while(button: El, board: Board, is_enabled: fn(Board) -> bool, act: fn(Board)) -> El {
    button.attr_while("disabled", "", move || !is_enabled(board)).click(move || act(board))
}
