//! A pointer on the image: it draws a box, moves one, or resizes one.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, PointerEvent};

use super::press::Press;
use super::state::StageState;
use crate::core::edit::drag::{Drag, DragRules, Grip, next_under};
use crate::core::geometry::{Handle, Point, Size, image_from_view};
use crate::page::pointer::point_of;

/// From how near a box snaps, CSS px.
const SNAP_PX: f64 = 8.0;
/// The first button in an event's `buttons`.
const PRIMARY: u16 = 1;

/// A pointer went down on the image, or beside it.
pub(super) fn press(stage: StageState, event: &PointerEvent) {
    if press_of(stage, event).is_some() {
        // It went up where nobody saw it.
        finish(stage);
    }
    if stage.press.with_value(Option::is_some) || event.button() != 0 || !event.is_primary() {
        return;
    }
    let at = point_of(event);
    let Some((start, size)) = image_point(stage, at) else { return };
    let (index, handle) = if event.alt_key() { (None, None) } else { grip_of(event.target()) };
    let grip = match (index, handle) {
        (Some(index), Some(handle)) => Grip::Resize(index, handle),
        (Some(index), None) => Grip::Move(index),
        (None, _) => Grip::New,
    };
    let selected_before = stage.draft.selected_box.get_untracked();
    stage.select_only(index);
    if let Some(layer) = stage.layer.get_untracked() {
        let _ = layer.set_pointer_capture(event.pointer_id());
    }
    let drag = Drag::new(grip, start, untrack(|| stage.boxes()), size);
    stage.press.set_value(Some(Press::new(event.pointer_id(), at, grip, drag, selected_before)));
}

/// A pointer moved.
pub(super) fn drag(stage: StageState, event: &PointerEvent) {
    let Some(press) = press_of(stage, event) else { return };
    if event.pointer_type() == "mouse" && event.buttons() & PRIMARY == 0 {
        // Its button went up where nobody saw it: what is shown stays.
        return finish(stage);
    }
    drag_to(stage, press, event);
}

/// A pointer went up: what was dragged becomes one step.
pub(super) fn release(stage: StageState, event: &PointerEvent) {
    if let Some(press) = press_of(stage, event) {
        drag_to(stage, press, event);
        finish(stage);
    }
}

/// The layer hears nothing more of a pointer: what it dragged is as it was.
pub(super) fn lose(stage: StageState, event: &PointerEvent) {
    // A box may lose a finger to the layer.
    let is_of_layer = event.target() == event.current_target();
    if is_of_layer && press_of(stage, event).is_some() {
        stage.abort();
    }
}

fn drag_to(stage: StageState, mut press: Press, event: &PointerEvent) {
    let at = point_of(event);
    if !press.is_drag_at(at) {
        return;
    }
    let index = press.drag.index();
    if !press.has_moved {
        if press.is_new && !stage.may_add(index) {
            stage.abort();
            return;
        }
        press.has_moved = true;
        stage.press.set_value(Some(press.clone()));
    }
    let Some((now, size)) = image_point(stage, at) else { return };
    let boxes = press.drag.boxes_by(now, rules(stage, event, size));
    if index < boxes.len() {
        stage.select_only(Some(index));
    }
    stage.preview.set(Some(boxes));
}

/// How a drag goes: as the switches say, and for the time being the other way with Shift or Ctrl.
fn rules(stage: StageState, event: &PointerEvent, image: Size) -> DragRules {
    let keeps_ratio = stage.keeps_ratio.get_untracked() != event.shift_key();
    let snaps = stage.snaps.get_untracked() != (event.ctrl_key() || event.meta_key());
    let px_per_view = stage.view().map_or(0.0, |view| f64::from(image.width) / view.width.max(1.0));
    DragRules { keeps_ratio, snap_px: if snaps { (SNAP_PX * px_per_view).ceil() as u32 } else { 0 } }
}

/// What was dragged becomes one step. A press on a box that was selected already chooses the one under it.
fn finish(stage: StageState) {
    let Some(press) = stage.end_press() else { return };
    let is_pressed_again = !press.has_moved && press.selected_before == Some(press.drag.index());
    if is_pressed_again
        && let Some((at, _)) = image_point(stage, press.start())
        && let Some(next) = next_under(&untrack(|| stage.boxes()), at, press.selected_before)
    {
        return stage.select(next);
    }
    if let Some(boxes) = stage.preview.get_untracked() {
        stage.set_boxes(boxes);
        stage.preview.set(None);
    }
    let index = press.drag.index();
    if index < untrack(|| stage.box_count()) {
        stage.select(index);
    }
}

/// The press of the event's pointer.
fn press_of(stage: StageState, event: &PointerEvent) -> Option<Press> {
    stage.press.get_value().filter(|press| press.pointer == event.pointer_id())
}

/// Where a point of the window lies in the image, and the image's size.
fn image_point(stage: StageState, at: Point) -> Option<(Point, Size)> {
    let size = untrack(|| stage.size())?;
    Some((image_from_view(at, stage.view()?, size), size))
}

/// The box and the handle that an event's target belongs to.
pub(super) fn grip_of(target: Option<EventTarget>) -> (Option<usize>, Option<Handle>) {
    let attribute = |name: &str| {
        let element: &Element = target.as_ref()?.dyn_ref()?;
        element.closest(&format!("[{name}]")).ok()??.get_attribute(name)
    };
    let index = attribute("data-box").and_then(|index| index.parse().ok());
    let handle = attribute("data-handle").and_then(|name| Handle::ALL.into_iter().find(|handle| handle.name() == name));
    (index, handle)
}
