//! One box on the layer.

use leptos::html;
use leptos::prelude::*;

use super::box_handle::BoxHandle;
use super::focus::{FocusTarget, follow_focus};
use super::place::{Length, css_length};
use super::state::StageState;
use crate::core::geometry::Handle;
use crate::page::i18n::{t, t_string, use_i18n};

/// A box with its name; it has its size and handles while it is selected.
#[component]
pub(super) fn BoxView(
    /// Its index, from 0.
    index: usize,
) -> impl IntoView {
    let stage: StageState = expect_context();
    let i18n = use_i18n();
    let node = NodeRef::<html::Div>::new();
    follow_focus(stage.focus, FocusTarget::Box(index), node);

    let bbox = Memo::new(move |_| stage.bbox(index));
    let length = move |length| css_length(length, bbox.get(), stage.size());
    let is_selected = move || stage.draft.selected_box.get() == Some(index);
    let is_at_top = move || {
        let placed = bbox.get().zip(stage.size());
        placed.is_some_and(|(bbox, image)| bbox.y1 * 12 < image.height)
    };
    let size_text = move || bbox.get().map(|bbox| format!("{} × {}", bbox.width(), bbox.height())).unwrap_or_default();
    // It says where the box is once that is decided, not at every step of a drag.
    let name = Memo::new(move |before: Option<&String>| match before {
        Some(before) if stage.is_dragging() => before.clone(),
        _ => bbox.get().map_or_else(String::new, |bbox| {
            let [left, top, right, bottom] = bbox.to_array();
            t_string!(i18n, box_name, number = index + 1, left = left, top = top, right = right, bottom = bottom)
        }),
    });
    view! {
        <div
            class="box"
            class:selected=is_selected
            class:at-top=is_at_top
            data-box=index
            role="group"
            tabindex="0"
            aria-label=name
            style:left=move || length(Length::Left)
            style:top=move || length(Length::Top)
            style:width=move || length(Length::Width)
            style:height=move || length(Length::Height)
            node_ref=node
        >
            <span class="box-tag" aria-hidden="true">
                <b>{t!(i18n, box_n, number = index + 1)}</b>
                <Show when=is_selected>
                    <span class="box-size">{size_text}</span>
                </Show>
            </span>
            <Show when=is_selected>
                {Handle::ALL.into_iter().map(|handle| view! { <BoxHandle handle /> }).collect_view()}
            </Show>
        </div>
    }
    .into_any()
}
