//! One number of the selected box.

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::state::StageState;
use crate::core::geometry::BoundingBox;

/// An edge of the selected box, in image pixels.
#[component]
pub(super) fn BoxField(
    /// Which of the box's four numbers it is.
    edge: usize,
    /// What it is called: `x1`.
    name: &'static str,
) -> impl IntoView {
    let stage: StageState = expect_context();
    let shown = move || shown(stage, edge);
    let max = move || {
        let length = stage.size().map(|size| [size.width, size.height][edge % 2]);
        length.unwrap_or_default()
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
                prop:value=shown
                on:change=move |event| enter(stage, edge, &event)
            />
        </label>
    }
}

/// An edge of the selected box; tracked.
fn shown(stage: StageState, edge: usize) -> String {
    stage.selected().map(|(_, bbox)| bbox.to_array()[edge]).unwrap_or_default().to_string()
}

/// Moves an edge to the number that was typed; what makes no box is put back as it was.
fn enter(stage: StageState, edge: usize, event: &Event) {
    let input: HtmlInputElement = event_target(event);
    let selected = stage.draft.selected_box.get_untracked();
    if let (Some(index), Ok(number)) = (selected, input.value().trim().parse::<i64>()) {
        stage.change_box(index, &|bbox, size| {
            let mut edges = bbox.to_array().map(i64::from);
            edges[edge] = number;
            BoundingBox::normalized(edges, size)
        });
    }
    input.set_value(&untrack(|| shown(stage, edge)));
}
