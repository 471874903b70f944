//! What lies exactly over the image: pointers draw on it, and the boxes stand on it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::board::Board;
use super::box_view::BoxView;
use super::pinch::{self, Fingers};
use super::press::grip_of;

/// The layer of boxes.
#[component]
pub fn BoxLayer(board: Board) -> impl IntoView {
    let state = board.state;
    let fingers = StoredValue::new(Fingers::default());
    let count = Memo::new(move |_| board.boxes.with(Vec::len));
    let boxes = move || (0..count.get()).map(|index| view! { <BoxView board index/> }).collect_view();
    view! {
        <div
            id="box-layer"
            class="box-layer"
            class:drags=move || board.is_dragging()
            class:draws=move || { count.get() < board.max_boxes.get() as usize }
            class:inert=move || board.max_boxes.get() == 0
            role="group"
            tabindex="-1"
            aria-label=move || state.t().boxes
            node_ref=board.layer
            on:pointerdown=move |event| {
                pinch::press(board, fingers, &event);
                board.press(&event);
            }
            on:pointermove=move |event| {
                board.drag(&event);
                pinch::drag(board, fingers, &event);
            }
            on:pointerup=move |event| {
                pinch::release(fingers, &event);
                board.release(&event);
            }
            on:pointercancel=move |event| {
                pinch::release(fingers, &event); board.abort(); }
            on:lostpointercapture=move |_| { board.abort(); }
            on:keydown=move |event| on_key(board, &event)
            on:focusin=move |event| {
                if let (Some(index), _) = grip_of(event.target()) {
                    state.selected_box.set(Some(index));
                }
            }
        >
            {boxes}
        </div>
    }
    .into_any()
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
