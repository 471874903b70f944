//! One thumbnail: pick it up, press it, remove it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{Order, lift, number};
use crate::page::dom::{El, button, el};
use crate::page::messages::fill;
use crate::page::stage::hide_broken;

/// The thumbnail of image `id`, wherever it stands.
pub(super) fn item(rail: Order, id: u32) -> El {
    let state = rail.state;
    let source = state.pictures.with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()));
    let name = rail.name_of(id);
    let is_on = move || state.selected_image.get() == Some(id);
    let at = move || state.draft.with(|draft| draft.position(id)).unwrap_or_default();
    let count =
        move || state.draft.with(|draft| draft.image(id).map_or(0, |image| image.image.bboxes.len())).to_string();
    let is_lifted = move || rail.lift.with(|lift| lift.as_ref().is_some_and(|lift| lift.from == at()));
    let offset = move || rail.lift.with(|lift| lift.as_ref().map(|lift| lift.offset_of(at())).unwrap_or_default());
    let title = name.clone();
    let label = move || {
        let (t, count) = (state.t(), count());
        fill(if count == "0" { t.thumbnail } else { t.thumbnail_boxes }, &[&number(state, at()), &name, &count])
    };
    let dots = move || {
        let count = count();
        (count != "0").then(|| el("span").class("rail-boxes").attr("data-count", &count))
    };
    let picture = el("img")
        .attr("alt", "")
        .attr("draggable", "false")
        .attr("decoding", "sync")
        .on("error", |event| hide_broken(&event))
        .attr("src", &source.unwrap_or_default());
    let thumbnail = button("thumbnail")
        .attr("title", &title)
        .attr_say("aria-label", label)
        .attr_say("aria-pressed", move || if is_on() { "true" } else { "false" })
        .attr("aria-describedby", "rail-keys")
        .attr("aria-keyshortcuts", "Alt+ArrowLeft Alt+ArrowRight Delete")
        .click(move || state.selected_image.set(Some(id)))
        .on("keydown", move |event| on_key(rail, id, event.unchecked_ref()))
        .on("pointerdown", move |event| lift::press(rail, untrack(at), event.unchecked_ref()))
        .on("pointermove", move |event| lift::drag(rail, event.unchecked_ref()))
        .on("pointerup", move |event| lift::release(rail, id, event.unchecked_ref()))
        .on("pointercancel", move |_| lift::abort(rail))
        .on("contextmenu", move |event| rail.keep_still(&event))
        .child(el("i").class("icon icon-picture"))
        .child(picture)
        .child(el("b").say(move || number(state, at())))
        .part(dots);
    let remove_label = move || fill(state.t().remove_image, &[&number(state, at())]);
    let remove = button("rail-remove")
        .attr_say("tabindex", move || if is_on() { "0" } else { "-1" })
        .attr_say("aria-label", remove_label)
        .attr_say("title", remove_label)
        .click(move || rail.remove(id))
        .child(el("i").class("icon icon-close"));
    el("li")
        .class("rail-item")
        .attr_say("data-source", move || at().to_string())
        .class_while("on", is_on)
        .class_while("lifted", is_lifted)
        .attr_say("style", offset)
        .child(thumbnail)
        .child(remove)
}

/// Alt and an arrow move the image, an arrow alone moves on to the next one, Delete takes the image out.
fn on_key(rail: Order, id: u32, event: &KeyboardEvent) {
    let (at, count) =
        rail.state.draft.with_untracked(|draft| (draft.position(id).unwrap_or_default(), draft.images().len()));
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
        super::focus_thumbnail(to.min(count.saturating_sub(1)));
    }
}
