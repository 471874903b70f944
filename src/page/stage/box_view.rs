//! One box on the layer, placed in parts of the image's own size, so that no CSS size matters.

use leptos::prelude::*;

use super::board::Board;
use crate::core::geometry::{BoundingBox, Handle, Size};
use crate::page::messages::{Messages, fill_numbers};

/// The box with this index; it has handles while it is selected.
#[component]
pub fn BoxView(board: Board, index: usize) -> impl IntoView {
    let state = board.state;
    let bbox = Memo::new(move |_| board.boxes.with(|boxes| boxes.get(index).copied()));
    let is_selected = Memo::new(move |_| state.selected_box.get() == Some(index));
    let edge = move |of: fn(BoundingBox, Size) -> (u32, u32)| {
        let (Some(bbox), Some(size)) = (bbox.get(), board.size.get()) else { return String::new() };
        let (part, whole) = of(bbox, size);
        format!("calc(100% * {part} / {whole})")
    };
    let name = move || {
        let bbox = bbox.get()?;
        let [x1, y1, x2, y2] = bbox.to_array();
        Some(fill_numbers(state.t().box_name, &[index as u32 + 1, x1, y1, x2, y2]))
    };
    let handles =
        move || is_selected.get().then(|| Handle::ALL.map(|handle| handle_view(board, handle)).collect_view());
    view! {
        <div
            class="box"
            data-box=index
            class:selected=move || is_selected.get()
            class:at-top=move || bbox.get().zip(board.size.get()).is_some_and(|(bbox, size)| bbox.y1 * 12 < size.height)
            role="group"
            tabindex="0"
            aria-label=name
            style:left=move || edge(|bbox, size| (bbox.x1, size.width))
            style:top=move || edge(|bbox, size| (bbox.y1, size.height))
            style:width=move || edge(|bbox, size| (bbox.width(), size.width))
            style:height=move || edge(|bbox, size| (bbox.height(), size.height))
        >
            <span class="box-tag" aria-hidden="true">
                <b>{move || fill_numbers(state.t().box_n, &[index as u32 + 1])}</b>
                {move || {
                    let bbox = bbox.get().filter(|_| is_selected.get())?;
                    Some(view! { <span class="box-size">{format!("{} × {}", bbox.width(), bbox.height())}</span> })
                }}
            </span>
            {handles}
        </div>
    }
    .into_any()
}

fn handle_view(board: Board, handle: Handle) -> AnyView {
    let state = board.state;
    view! {
        <button
            type="button"
            class="handle"
            data-handle=handle.name()
            aria-label=move || handle_name(state.t(), handle)
        ></button>
    }
    .into_any()
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
