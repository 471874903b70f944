//! The window that the image is seen through: it scrolls when the image is larger.

use leptos::prelude::*;
use web_sys::PointerEvent;

use super::drag;
use super::photo::Photo;
use super::state::StageState;
use crate::page::state::zoom::photo_width;

/// The image on the stage under its boxes, as large as the zoom says.
#[component]
pub(super) fn Canvas(
    /// What stands on the image besides its boxes.
    children: Children,
) -> impl IntoView {
    let stage: StageState = expect_context();
    let width = move || stage.size().map(|size| photo_width(stage.zoom.get(), size)).unwrap_or_default();
    let ratio = move || stage.size().map(|size| format!("{} / {}", size.width, size.height)).unwrap_or_default();
    let inverse = move || match stage.size() {
        None => "1".to_owned(),
        Some(size) => format!("{} / {}", size.height, size.width),
    };
    let press_beside = move |event: PointerEvent| {
        let is_beside = event.target() == event.current_target();
        // A mouse may begin a box beside the image, to reach its edge.
        if event.pointer_type() == "mouse" && is_beside && stage.zoom.with_untracked(Option::is_none) {
            drag::press(stage, &event);
        }
    };
    view! {
        <div
            class="canvas"
            class:zoomed=move || stage.zoom.with(Option::is_some)
            style:--ratio=inverse
            node_ref=stage.canvas
            on:pointerdown=press_beside
        >
            <Photo width=width ratio=ratio>
                {children()}
            </Photo>
        </div>
    }
    .into_any()
}
