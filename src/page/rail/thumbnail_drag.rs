//! What pointers do to thumbnails; what that means is decided in [`crate::page::state::thumbnail_drag`].

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use super::order::Order;
use crate::core::geometry::Point;
use crate::page::pointer::point_of;
use crate::page::state::thumbnail_drag::{Pointer, REST, ThumbnailDrag};

impl From<&PointerEvent> for Pointer {
    fn from(event: &PointerEvent) -> Self {
        Self {
            id: event.pointer_id(),
            is_mouse: event.pointer_type() == "mouse",
            is_down: event.buttons() != 0,
            at: point_of(event),
        }
    }
}

impl Order {
    /// A pointer went down on the thumbnail of the image with this id.
    pub fn press(self, id: u32, event: &PointerEvent) {
        let (from, count) = self.place(id);
        if event.button() != 0 || !event.is_primary() || count < 2 {
            return;
        }
        let Some(step) = self.step() else { return };
        let pointer = Pointer::from(event);
        self.drag.set(Some(ThumbnailDrag::new(id, from, count, step, pointer)));
        let rest = (!pointer.is_mouse).then(|| {
            Timeout::new(REST.as_millis() as u32, move || {
                self.change_drag(|drag| if drag.is_held_by(pointer) { Some(drag.rested()) } else { Some(drag) });
            })
        });
        self.rest.set_value(rest);
    }

    /// A pointer moved over a thumbnail, or anywhere while it drags one.
    pub fn drag(self, event: &PointerEvent) {
        let pointer = Pointer::from(event);
        self.change_drag(|drag| drag.moved(pointer));
        let is_dragging = |drag: &ThumbnailDrag| drag.is_held_by(pointer) && drag.is_dragging();
        let thumbnail = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(thumbnail) = thumbnail
            && self.drag.with_untracked(|drag| drag.as_ref().is_some_and(is_dragging))
        {
            let _ = thumbnail.set_pointer_capture(pointer.id);
        }
    }

    /// A pointer went up: the image goes where it was dragged.
    pub fn release(self, event: &PointerEvent) {
        let pointer = Pointer::from(event);
        let Some(drag) = self.drag.get_untracked().filter(|drag| drag.is_held_by(pointer)) else { return };
        self.drag.set(None);
        if let Some(to) = drag.target() {
            self.reorder(drag.image(), to);
        }
    }

    /// Puts the thumbnail back; answers whether one was held.
    pub fn abort(self) -> bool {
        let is_held = self.drag.with_untracked(Option::is_some);
        if is_held {
            self.drag.set(None);
        }
        is_held
    }

    /// The thumbnail of the image with this id is gone.
    pub fn forget(self, id: u32) {
        self.change_drag(|drag| (drag.image() != id).then_some(drag));
    }

    /// Keeps the browser from scrolling and from its menu while a thumbnail is dragged.
    pub fn keep_still(self, event: &Event) {
        if self.drag.with_untracked(|drag| drag.as_ref().is_some_and(ThumbnailDrag::is_dragging)) {
            event.prevent_default();
        }
    }

    /// Changes what is held. Nothing happens where nothing is, or where the page is gone.
    fn change_drag(self, change: impl FnOnce(ThumbnailDrag) -> Option<ThumbnailDrag>) {
        let Some(Some(before)) = self.drag.try_get_untracked() else { return };
        let after = change(before.clone());
        if after.as_ref() != Some(&before) {
            self.drag.set(after);
        }
    }

    /// From the first thumbnail to the second, in either direction of the rail.
    fn step(self) -> Option<Point> {
        let items = self.list.get_untracked()?.children();
        let place = |at| {
            let rect = items.item(at)?.get_bounding_client_rect();
            Some(Point::new(rect.left(), rect.top()))
        };
        let (first, second) = (place(0)?, place(1)?);
        Some(Point::new(second.x - first.x, second.y - first.y))
    }
}
