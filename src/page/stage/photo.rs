//! The image under its boxes, in a window that scrolls when it is larger.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::PointerEvent;

use super::board::Board;
use super::box_layer::box_layer;
use super::zoom;
use crate::page::dom::{El, div, el, watch};
use crate::page::messages::{fill_numbers, image_label};

/// The image on the stage under its boxes.
pub(super) fn photo(board: Board) -> El {
    let inverse = move || match board.size() {
        None => "1".into(),
        Some(size) => fill_numbers("{0} / {1}", &[size.height, size.width]),
    };
    let ratio = move || match board.size() {
        None => String::new(),
        Some(size) => fill_numbers("{0} / {1}", &[size.width, size.height]),
    };
    let photo = frame(board)
        .class_while("unknown", move || board.size().is_none())
        .style_say("width", move || zoom::width(board))
        .style_say("aspect-ratio", ratio);
    div("canvas")
        .class_while("zoomed", move || board.zoom.with(Option::is_some))
        .on("pointerdown", move |event| {
            let event: &PointerEvent = event.unchecked_ref();
            let is_beside = event.target() == event.current_target();
            // A mouse may begin a box beside the image, to reach its edge.
            if event.pointer_type() == "mouse" && is_beside && board.zoom.with_untracked(Option::is_none) {
                board.press(event);
            }
        })
        .style_say("--ratio", inverse)
        .child(photo)
}

/// The image under its boxes.
pub(super) fn frame(board: Board) -> El {
    div("photo").child(el("i").class("icon icon-picture")).child(image(board)).child(box_layer(board))
}

fn image(board: Board) -> El {
    let state = board.state;
    let name = move || {
        let id = board.current();
        state.draft.with(|draft| {
            let at = draft.position(id?)?;
            Some([&image_label(state.t(), at), " ", &draft.images()[at].name].concat())
        })
    };
    let image = el("img")
        .id("stage-image")
        .attr_say("alt", move || name().unwrap_or_default())
        .attr("draggable", "false")
        .attr("decoding", "sync");
    let shown = image.clone();
    let mut last = None;
    watch(move || {
        let id = board.current();
        // Setting the address again would load the image again.
        if id != last {
            last = id;
            let preview = state.pictures.with_value(|pictures| Some(pictures.get(&id?)?.preview.clone()));
            let _ = shown.clone().attr("src", &preview.unwrap_or_default());
        }
    });
    board.desk.update_value(|desk| desk.image = Some(image.element().clone()));
    zoom::observe(board, image.element().clone());
    image
}
