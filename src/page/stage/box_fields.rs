//! The selected box in numbers: they follow a drag, and typing in them moves the box.

use leptos::prelude::*;

use super::box_field::BoxField;
use super::box_menu::BoxMenu;
use super::state::StageState;
use crate::core::edit::Mode;
use crate::page::i18n::{I18n, t, t_string, use_i18n};
use crate::page::state::EditState;
use crate::page::ui::IconButton;

/// What the edges of a box are called, in the order of its numbers.
const NAMES: [&str; 4] = ["x1", "y1", "x2", "y2"];

/// Four fields, in image pixels, and a button that deletes the box; or what to do without one.
#[component]
pub(super) fn BoxFields() -> impl IntoView {
    let stage: StageState = expect_context();
    let edit: EditState = expect_context();
    let i18n = use_i18n();
    let is_selected = move || stage.selected_index().is_some();
    let index = move || stage.selected_index().unwrap_or_default();
    let name = move || t_string!(i18n, box_n, number = index() + 1);
    let delete = move |()| {
        if let Some(index) = stage.draft.selected_box.get_untracked() {
            stage.remove_box(index);
        }
    };
    view! {
        <div class="tools-box">
            <Show
                when=is_selected
                fallback=move || view! { <span class="draw-hint">{move || hint(stage, edit, i18n)}</span> }
            >
                <div class="box-fields" role="group" data-of=index aria-label=name>
                    <b class="box-fields-name">{name}</b>
                    {NAMES
                        .into_iter()
                        .enumerate()
                        .map(|(edge, name)| view! { <BoxField edge name /> })
                        .collect_view()}
                    <span class="unit" aria-hidden="true">
                        {"px"}
                    </span>
                    <IconButton id="delete-box" icon="icon-trash" label=t!(i18n, delete_box) on_press=delete />
                </div>
            </Show>
            <Show when=move || { stage.max_boxes() > 0 && stage.size().is_some() }>
                <BoxMenu />
            </Show>
        </div>
    }
    .into_any()
}

/// What to do with no box selected; tracked.
fn hint(stage: StageState, edit: EditState, i18n: I18n) -> String {
    if stage.size().is_none() {
        return t_string!(i18n, size_unknown);
    }
    let (count, max) = (stage.box_count(), stage.max_boxes());
    let is_image_set = || edit.row().is_some_and(|row| row.mode == Mode::ImageSet);
    match count {
        _ if max == 0 && is_image_set() => t_string!(i18n, unused_boxes),
        _ if max == 0 => t_string!(i18n, boxes_none),
        0 => t_string!(i18n, draw_hint),
        _ => t_string!(i18n, box_count, count = count, max = max),
    }
}
