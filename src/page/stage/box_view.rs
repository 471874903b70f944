//! One box on the layer, placed in parts of the image's own size, so that no CSS size matters.

use super::board::Board;
use crate::core::geometry::{BoundingBox, Handle, Size};
use crate::page::dom::{El, button, div, el};
use crate::page::messages::{Messages, fill_numbers};

/// Where an edge stands, and of how much.
type Edge = fn(BoundingBox, Size) -> (u32, u32);

const EDGES: [(&str, Edge); 4] = [
    ("left", |bbox, size| (bbox.x1, size.width)),
    ("top", |bbox, size| (bbox.y1, size.height)),
    ("width", |bbox, size| (bbox.width(), size.width)),
    ("height", |bbox, size| (bbox.height(), size.height)),
];

/// The box with this index; it has handles while it is selected.
pub(super) fn box_view(board: Board, index: usize) -> El {
    let state = board.state;
    let is_selected = move || state.selected_box.get() == Some(index);
    let name = move || {
        let [x1, y1, x2, y2] = board.bbox(index).map(BoundingBox::to_array).unwrap_or_default();
        fill_numbers(state.t().box_name, &[index as u32 + 1, x1, y1, x2, y2])
    };
    let size = move || {
        let bbox = board.bbox(index);
        bbox.map(|bbox| fill_numbers("{0} × {1}", &[bbox.width(), bbox.height()])).unwrap_or_default()
    };
    let tag = el("span")
        .class("box-tag")
        .attr("aria-hidden", "true")
        .child(el("b").say(move || fill_numbers(state.t().box_n, &[index as u32 + 1])))
        .child_while(is_selected, move || el("span").class("box-size").say(size));
    let placed = div("box")
        .attr("data-box", &index.to_string())
        .class_while("selected", is_selected)
        .class_while("at-top", move || {
            board.bbox(index).zip(board.size()).is_some_and(|(bbox, size)| bbox.y1 * 12 < size.height)
        })
        .attr("role", "group")
        .attr("tabindex", "0")
        .attr_say("aria-label", name);
    self::placed(placed, board, move || board.bbox(index))
        .child(tag)
        .list(move || if is_selected() { 8 } else { 0 }, move |at| handle_view(board, Handle::ALL[at]))
}

/// Puts an element where a box is.
pub(super) fn placed(element: El, board: Board, read: impl Fn() -> Option<BoundingBox> + Copy + 'static) -> El {
    let place = move |edge: Edge| {
        let (Some(bbox), Some(size)) = (read(), board.size()) else { return String::new() };
        let (part, whole) = edge(bbox, size);
        fill_numbers("calc(100% * {0} / {1})", &[part, whole])
    };
    EDGES.into_iter().fold(element, |element, (name, edge)| element.style_say(name, move || place(edge)))
}

fn handle_view(board: Board, handle: Handle) -> El {
    button("handle")
        .attr("data-handle", handle.name())
        .attr_say("aria-label", move || handle_name(board.state.t(), handle))
}

fn handle_name(t: &Messages, handle: Handle) -> &'static str {
    match handle {
        Handle::NorthWest => t.handle_north_west,
        Handle::North => t.handle_north,
        Handle::NorthEast => t.handle_north_east,
        Handle::East => t.handle_east,
        Handle::SouthEast => t.handle_south_east,
        Handle::South => t.handle_south,
        Handle::SouthWest => t.handle_south_west,
        Handle::West => t.handle_west,
    }
}
