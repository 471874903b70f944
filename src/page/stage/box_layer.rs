//! What lies exactly over the image: pointers draw on it, and the boxes stand on it.

use leptos::prelude::*;
use web_sys::{FocusEvent, KeyboardEvent, PointerEvent};

use super::box_view::BoxView;
use super::drag::{self, grip_of};
use super::pinch;
use super::state::StageState;
use crate::page::i18n::{t, use_i18n};
use crate::page::keys::{Command, Scope, pressed};

/// The layer of boxes.
#[component]
pub(super) fn BoxLayer(
    /// What stands on it besides the boxes.
    children: Children,
) -> impl IntoView {
    let stage: StageState = expect_context();
    let i18n = use_i18n();
    let press = move |event: PointerEvent| {
        pinch::press(stage, &event);
        drag::press(stage, &event);
    };
    let follow = move |event: PointerEvent| {
        drag::drag(stage, &event);
        pinch::drag(stage, &event);
    };
    let release = move |event: PointerEvent| {
        pinch::release(stage, &event);
        drag::release(stage, &event);
    };
    let cancel = move |event: PointerEvent| {
        pinch::release(stage, &event);
        stage.abort();
    };
    let select_focused = move |event: FocusEvent| {
        if let (Some(index), _) = grip_of(event.target()) {
            stage.select_only(Some(index));
        }
    };
    view! {
        <div
            class="box-layer"
            class:drags=move || stage.is_dragging()
            class:draws=move || stage.box_count() < stage.max_boxes() as usize
            class:inert=move || stage.max_boxes() == 0
            id="box-layer"
            role="group"
            tabindex="-1"
            aria-label=t!(i18n, boxes)
            node_ref=stage.layer
            on:pointerdown=press
            on:pointermove=follow
            on:pointerup=release
            on:pointercancel=cancel
            on:lostpointercapture=move |event| drag::lose(stage, &event)
            on:keydown=move |event| on_key(stage, &event)
            on:focusin=select_focused
        >
            <For each=move || 0..stage.box_count() key=|index| *index let:index>
                <BoxView index />
            </For>
            {children()}
        </div>
    }
    .into_any()
}

/// Arrows move what has the focus, a box or a handle; Delete removes the box.
fn on_key(stage: StageState, event: &KeyboardEvent) {
    let (Some(index), handle) = grip_of(event.target()) else { return };
    match pressed(Scope::Box, event) {
        Some(Command::Nudge(dx, dy)) => stage.nudge(index, handle, dx, dy),
        Some(Command::Remove) => stage.remove_box(index),
        _ => return,
    }
    event.prevent_default();
}
