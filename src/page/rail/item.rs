//! One thumbnail: pick it up, press it, remove it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{Order, lift, number};
use crate::page::messages::fill;
use crate::page::stage::hide_broken;

/// The thumbnail of image `id` at place `at`.
#[component]
pub fn Item(rail: Order, at: usize, id: u32, name: String) -> impl IntoView {
    let state = rail.state;
    let source = state.pictures.with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()));
    let is_on = Memo::new(move |_| state.selected_image.get() == Some(id));
    let is_lifted = move || rail.lift.with(|lift| lift.as_ref().is_some_and(|lift| lift.from == at));
    let offset = move || rail.lift.with(|lift| lift.as_ref().map(|lift| lift.offset_of(at)).unwrap_or_default());
    let boxes =
        Memo::new(move |_| state.draft.with(|draft| draft.image(id).map_or(0, |image| image.image.bboxes.len())));
    let label = {
        let name = name.clone();
        move || {
            let (t, count) = (state.t(), boxes.get());
            let template = if count > 0 { t.thumbnail_boxes } else { t.thumbnail };
            fill(template, &[&number(at), &name, &count.to_string()])
        }
    };
    let remove_label = move || fill(state.t().remove_image, &[&number(at)]);
    view! {
        <li class="rail-item" data-source=at class:on=move || is_on.get() class:lifted=is_lifted style:transform=offset>
            <button
                type="button"
                class="thumbnail"
                title=name
                aria-label=label
                aria-pressed=move || if is_on.get() { "true" } else { "false" }
                aria-describedby="rail-keys"
                aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
                on:click=move |_| state.selected_image.set(Some(id))
                on:keydown=move |event| on_key(rail, at, id, &event)
                on:pointerdown=move |event| lift::press(rail, at, &event)
                on:pointermove=move |event| lift::drag(rail, &event)
                on:pointerup=move |event| lift::release(rail, id, &event)
                on:pointercancel=move |_| lift::abort(rail)
                on:contextmenu=move |event| {
                    if rail.lift.with_untracked(Option::is_some) {
                        event.prevent_default();
                    }
                }
            >
                <i class="icon icon-picture"></i>
                <img src=source alt="" draggable="false" decoding="sync" on:error=move |event| hide_broken(&event)/>
                <b>{number(at)}</b>
                {move || {
                    let count = boxes.get();
                    (count > 0).then(|| view! { <span class="rail-boxes" data-count=count></span> })
                }}
            </button>
            <button
                type="button"
                class="rail-remove"
                tabindex=move || if is_on.get() { "0" } else { "-1" }
                aria-label=remove_label
                title=remove_label
                on:click=move |_| rail.remove(id)
            >
                <i class="icon icon-close"></i>
            </button>
        </li>
    }
    .into_any()
}

/// Alt and an arrow move the image, an arrow alone moves on to the next one, Delete takes the image out.
fn on_key(rail: Order, at: usize, id: u32, event: &KeyboardEvent) {
    let to = match event.key().as_str() {
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "ArrowRight" | "ArrowDown" => at + 1,
        "Home" => 0,
        "End" => usize::MAX,
        "Delete" | "Backspace" => {
            event.prevent_default();
            rail.remove(id);
            return;
        }
        "Escape" => return lift::abort(rail),
        _ => return,
    };
    event.prevent_default();
    if event.alt_key() {
        rail.reorder(id, to);
    } else {
        let last = rail.state.draft.with_untracked(|draft| draft.images().len()).saturating_sub(1);
        super::focus_thumbnail(to.min(last));
    }
}
