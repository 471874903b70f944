//! The selected box in numbers: they follow a drag, and typing in them moves the box.

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::board::Board;
use crate::core::geometry::BoundingBox;
use crate::page::messages::fill_numbers;

const NAMES: [&str; 4] = ["x1", "y1", "x2", "y2"];

/// Four fields, in image pixels, and a button that deletes the box.
#[component]
pub fn BoxFields(board: Board) -> impl IntoView {
    let state = board.state;
    let index = Memo::new(move |_| board.selected().map(|(index, _)| index));
    let fields = move || {
        let Some(index) = index.get() else {
            return view! { <span class="draw-hint">{move || hint(board)}</span> }.into_any();
        };
        let fields = NAMES.map(|name| field(board, index, name)).collect_view();
        view! {
            <div class="box-fields" role="group" data-of=index aria-label=move || fill_numbers(state.t().box_n, &[index as u32 + 1])>
                <b class="box-fields-name">{move || fill_numbers(state.t().box_n, &[index as u32 + 1])}</b>
                {fields}
                <span class="unit" aria-hidden="true">"px"</span>
                <button
                    type="button"
                    id="delete-box"
                    class="tool"
                    title=move || state.t().delete_box
                    aria-label=move || state.t().delete_box
                    on:click=move |_| board.remove_box(index)
                >
                    <i class="icon icon-trash"></i>
                </button>
            </div>
        }
        .into_any()
    };
    view! { {fields} }.into_any()
}

/// What to do with no box selected.
fn hint(board: Board) -> String {
    let t = board.state.t();
    if board.size.with(Option::is_none) {
        return t.size_unknown.into();
    }
    let (count, max) = (board.boxes.with(Vec::len) as u32, board.max_boxes.get());
    match count {
        _ if max == 0 => t.boxes_none.into(),
        0 => t.draw_hint.into(),
        _ => fill_numbers(t.box_count, &[count, max]),
    }
}

fn field(board: Board, index: usize, name: &'static str) -> AnyView {
    let edge = NAMES.iter().position(|other| *other == name).unwrap_or_default();
    let value = move || {
        let shown = board.boxes.with(|boxes| boxes.get(index).map(|bbox| bbox.to_array()[edge]));
        shown.unwrap_or_default().to_string()
    };
    let max = move || {
        let size = board.size.get()?;
        Some(if edge % 2 == 0 { size.width } else { size.height })
    };
    view! {
        <label class="box-field">
            <span>{name}</span>
            <input
                type="number"
                id=format!("box-{name}")
                inputmode="numeric"
                min="0"
                max=max
                step="1"
                prop:value=value
                on:change=move |event| typed(board, index, edge, &event)
            />
        </label>
    }
    .into_any()
}

/// Takes a typed number; what cannot be a box is put back as it was.
fn typed(board: Board, index: usize, edge: usize, event: &Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    if let Ok(number) = input.value().trim().parse::<i64>() {
        board.change_box(index, |bbox, size| {
            let mut edges = bbox.to_array().map(i64::from);
            edges[edge] = number;
            BoundingBox::normalized(edges, size)
        });
    }
    let shown = board.boxes.with_untracked(|boxes| boxes.get(index).map(|bbox| bbox.to_array()[edge]));
    input.set_value(&shown.unwrap_or_default().to_string());
}
