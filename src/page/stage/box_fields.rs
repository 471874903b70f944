//! The selected box in numbers: they follow a drag, and typing in them moves the box.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::board::Board;
use crate::core::edit::Mode;
use crate::core::geometry::BoundingBox;
use crate::page::dom::{El, button, div, el};
use crate::page::messages::fill_numbers;

const NAMES: [&str; 4] = ["x1", "y1", "x2", "y2"];

/// Four fields, in image pixels, and a button that deletes the box; or what to do without one.
pub(super) fn box_fields(board: Board) -> El {
    div("tools-box")
        .child_while(move || board.selected().is_none(), move || el("span").class("draw-hint").say(move || hint(board)))
        .child_while(move || board.selected().is_some(), move || fields(board))
}

fn fields(board: Board) -> El {
    let state = board.state;
    let index = move || state.selected_box.get().unwrap_or_default() as u32;
    let name = move || fill_numbers(state.t().box_n, &[index() + 1]);
    let delete = button("tool")
        .id("delete-box")
        .attr_say("title", move || state.t().delete_box)
        .attr_say("aria-label", move || state.t().delete_box)
        .child(el("i").class("icon icon-trash"))
        .click(move || {
            if let Some(index) = state.selected_box.get_untracked() {
                board.remove_box(index);
            }
        });
    div("box-fields")
        .attr("role", "group")
        .attr_say("data-of", move || index().to_string())
        .attr_say("aria-label", name)
        .child(el("b").class("box-fields-name").say(name))
        .children((0..4).map(|edge| field(board, edge)).collect())
        .child(el("span").class("unit").attr("aria-hidden", "true").text("px"))
        .child(delete)
}

/// What to do with no box selected.
fn hint(board: Board) -> String {
    let t = board.state.t();
    if board.size().is_none() {
        return t.size_unknown.into();
    }
    let (count, max) = (board.boxes().len() as u32, board.max_boxes());
    match count {
        _ if max == 0 && board.state.row().is_some_and(|row| row.mode == Mode::ImageSet) => t.choices.unused[0].into(),
        _ if max == 0 => t.boxes_none.into(),
        0 => t.draw_hint.into(),
        _ => fill_numbers(t.box_count, &[count, max]),
    }
}

fn field(board: Board, edge: usize) -> El {
    let max = move || {
        let size = board.size().map(|size| [size.width, size.height][edge % 2]);
        size.unwrap_or_default().to_string()
    };
    let input = el("input")
        .attr("type", "number")
        .id(&["box-", NAMES[edge]].concat())
        .attr("inputmode", "numeric")
        .attr("min", "0")
        .attr_say("max", max)
        .attr("step", "1")
        .value(move || shown(board, edge))
        .on("change", move |event| typed(board, edge, &event));
    el("label").class("box-field").child(el("span").text(NAMES[edge])).child(input)
}

/// An edge of the selected box; tracked.
fn shown(board: Board, edge: usize) -> String {
    board.selected().map(|(_, bbox)| bbox.to_array()[edge]).unwrap_or_default().to_string()
}

/// Takes a typed number; what cannot be a box is put back as it was.
fn typed(board: Board, edge: usize, event: &Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    let selected = board.state.selected_box.get_untracked();
    if let (Some(index), Ok(number)) = (selected, input.value().trim().parse::<i64>()) {
        board.change_box(index, &|bbox, size| {
            let mut edges = bbox.to_array().map(i64::from);
            edges[edge] = number;
            BoundingBox::normalized(edges, size)
        });
    }
    input.set_value(&untrack(|| shown(board, edge)));
}
