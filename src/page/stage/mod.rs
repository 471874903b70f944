//! The source image being worked on, with its boxes.

mod board;
mod box_fields;
mod box_layer;
mod box_view;
mod empty;
mod find;
mod keys;
mod notes;
mod notices;
mod photo;
mod pinch;
mod press;
mod tools;
mod zoom;

use leptos::prelude::*;

#[cfg(feature = "boxes")]
use super::dom::div;
use super::dom::{El, el, watch};
use super::state::State;

pub use self::board::{Board, focus};
pub use self::keys::is_typing;
pub use self::press::point_of;

/// The source image being worked on, with its boxes.
pub fn stage(state: State) -> El {
    let board = Board::new(state);
    keys::listen(board);
    // Boxes are selected on one image at a time.
    let mut last = untrack(|| board.current());
    watch(move || {
        let now = board.current();
        if last != now {
            last = now;
            board.abort();
            find::end(board);
            board.zoom.set(None);
            state.selected_box.set(None);
        }
    });
    let has_image = move || board.current().is_some();
    el("main")
        .class("stage")
        .id("stage")
        .child(notices::notices(state))
        .child_while(move || !has_image(), move || empty::empty(state))
        .child_while(has_image, move || photo::photo(board))
        .child_while(has_image, move || tools::tools(board))
        .child_while(has_image, move || notes::notes(board))
}

/// The image with its boxes, and what is said about them, alone.
#[cfg(feature = "boxes")]
pub fn alone(board: Board) -> [El; 2] {
    keys::listen(board);
    let has_image = move || board.size().is_some();
    [div("alone").id("alone").child_while(has_image, move || photo::frame(board)), notices::notices(board.state)]
}

/// Hides an image that cannot be loaded; an icon stands under it.
pub fn hide_broken(event: &web_sys::Event) {
    let image: web_sys::Element = event_target(event);
    let _ = image.set_attribute("hidden", "");
}
