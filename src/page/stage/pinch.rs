//! Fingers on the image: one draws, two zoom and shift.

use leptos::prelude::*;
use web_sys::PointerEvent;

use super::state::StageState;
use super::zoom;
use crate::page::pointer::point_of;
use crate::page::state::pinch::{Pinch, middle};

/// A finger came down; the second one ends whatever the first one drew.
pub(super) fn press(stage: StageState, event: &PointerEvent) {
    if event.pointer_type() != "touch" {
        return;
    }
    let (id, at, is_primary) = (event.pointer_id(), point_of(event), event.is_primary());
    let both = stage.fingers.try_update_value(|fingers| fingers.press(id, at, is_primary)).flatten();
    let Some(both) = both else { return };
    stage.abort();
    let pinch = stage.view().map(|view| Pinch::new(both, view, stage.shown_percent.get_untracked()));
    stage.fingers.update_value(|fingers| fingers.begin(pinch));
}

/// A finger moved.
pub(super) fn drag(stage: StageState, event: &PointerEvent) {
    let (id, at) = (event.pointer_id(), point_of(event));
    let moved = stage.fingers.try_update_value(|fingers| fingers.drag(id, at)).flatten();
    if let Some((pinch, both)) = moved {
        zoom::hold(stage, pinch.percent_at(both), pinch.held, middle(both));
    }
}

/// A finger went up.
pub(super) fn release(stage: StageState, event: &PointerEvent) {
    stage.fingers.update_value(|fingers| fingers.release(event.pointer_id()));
}
