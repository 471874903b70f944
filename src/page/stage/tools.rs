//! The bar under the image: add a box, take steps back, zoom, and the selected box in numbers.

use leptos::prelude::*;

use super::board::Board;
use super::box_fields::BoxFields;
use super::zoom;
use crate::core::edit::Draft;
use crate::page::messages::Messages;

/// The bar under the image.
#[component]
pub fn Tools(board: Board) -> impl IntoView {
    let state = board.state;
    let has_size = move || board.size.with(Option::is_some);
    view! {
        <div class="tools" role="toolbar" aria-label=move || state.t().stage_tools>
            <div class="tools-all">
            <button
                type="button"
                id="add-box"
                class="tool with-word"
                title=move || state.t().add_box_hint
                aria-keyshortcuts="B"
                disabled=move || !has_size()
                on:click=move |_| board.add_box()
            >
                <i class="icon icon-box"></i>
                <span>{move || state.t().add_box}</span>
            </button>
            <span class="rule"></span>
            {tool(board, "undo", |t| t.undo, move || state.draft.with(Draft::can_undo), move || {
                board.step_history(Draft::undo);
            })}
            {tool(board, "redo", |t| t.redo, move || state.draft.with(Draft::can_redo), move || {
                board.step_history(Draft::redo);
            })}
            <span class="rule"></span>
            {tool(board, "zoom-out", |t| t.zoom_out, has_size, move || zoom::step(board, false))}
            <button
                type="button"
                id="zoom-fit"
                class="tool percent"
                title=move || state.t().zoom_fit
                aria-label=move || format!("{} % · {}", board.shown_percent.get(), state.t().zoom_fit)
                disabled=move || !has_size()
                on:click=move |_| zoom::toggle_fit(board)
            >
                {move || format!("{} %", board.shown_percent.get())}
            </button>
            {tool(board, "zoom-in", |t| t.zoom_in, has_size, move || zoom::step(board, true))}
            </div>
            <div class="tools-box"><BoxFields board/></div>
        </div>
    }
    .into_any()
}

/// A button with an icon of the same name as its id.
fn tool(
    board: Board,
    id: &'static str,
    name: fn(&Messages) -> &'static str,
    is_enabled: impl Fn() -> bool + Send + 'static,
    act: impl Fn() + 'static,
) -> AnyView {
    let t = move || name(board.state.t());
    view! {
        <button type="button" id=id class="tool" title=t aria-label=t disabled=move || !is_enabled() on:click=move |_| act()>
            <i class=format!("icon icon-{id}")></i>
        </button>
    }
    .into_any()
}
