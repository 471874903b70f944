//! The source image being worked on, with its boxes.

mod board;
mod box_fields;
mod box_layer;
mod box_view;
mod empty;
mod keys;
mod notes;
mod notices;
mod pinch;
mod press;
mod tools;
mod zoom;

use leptos::prelude::*;

use self::board::Board;
use self::box_layer::BoxLayer;
use self::empty::Empty;
use self::notes::Notes;
use self::notices::Notices;
use self::tools::Tools;
use super::state::State;


pub use self::board::focus;
pub use self::press::point_of;
pub use self::keys::is_typing;

/// The source image being worked on, with its boxes.
#[component]
pub fn Stage() -> impl IntoView {
    let state = State::expect();
    let board = Board::new(state);
    keys::listen(board);
    zoom::observe(board);
    // Boxes are selected on one image at a time.
    Effect::new(move |last: Option<Option<u32>>| {
        let now = board.current.get();
        if last.is_some_and(|last| last != now) {
            board.abort();
            board.zoom.set(None);
            state.selected_box.set(None);
        }
        now
    });
    let stage = move || match board.current.get() {
        None => view! { <Empty/> }.into_any(),
        Some(id) => view! {
            <Photo board id/>
            <Tools board/>
            <Notes board/>
        }
        .into_any(),
    };
    view! {
        <main class="stage" id="stage">
            <Notices board/>
            {stage}
        </main>
    }
    .into_any()
}

/// Hides an image that cannot be loaded; an icon stands under it.
pub fn hide_broken(event: &web_sys::ErrorEvent) {
    let image: web_sys::Element = event_target(event);
    let _ = image.set_attribute("hidden", "");
}

/// The image `id` under its boxes, in a window that scrolls when it is larger.
#[component]
fn Photo(board: Board, id: u32) -> impl IntoView {
    let state = board.state;
    let preview = state.pictures.with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()));
    let name = move || {
        state.draft.with(|draft| {
            let at = draft.position(id)?;
            Some(format!("{} {}", crate::core::edit::prompt::image_name(at), draft.images()[at].name))
        })
    };
    let inverse = move || board.size.get().map_or("1".into(), |size| format!("{} / {}", size.height, size.width));
    let ratio = move || board.size.get().map(|size| format!("{} / {}", size.width, size.height)).unwrap_or_default();
    view! {
        <div
            class="canvas"
            class:zoomed=move || board.zoom.with(Option::is_some)
            on:pointerdown=move |event| {
                // A mouse may begin a box beside the image, to reach its edge.
                if event.pointer_type() == "mouse" && event.target() == event.current_target() && board.zoom.with_untracked(Option::is_none) {
                    board.press(&event);
                }
            }
            style=("--ratio", inverse)
        >
            <div
                class="photo"
                class:unknown=move || board.size.with(Option::is_none)
                style:width=move || zoom::width(board)
                style:aspect-ratio=ratio
            >
                <i class="icon icon-picture"></i>
                <img id="stage-image" src=preview alt=name draggable="false" decoding="sync" node_ref=board.image/>
                <BoxLayer board/>
            </div>
        </div>
    }
    .into_any()
}
