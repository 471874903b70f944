//! A pointer on the image: it draws a box, moves one, or resizes one.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, EventTarget, PointerEvent};

use super::board::Board;
use crate::core::edit::drag::{Drag, Grip};
use crate::core::geometry::{Handle, Point, Size, View, image_from_view};

/// How far a pointer moves before it is a drag and no longer a press, CSS px.
const DRAG_STARTS: f64 = 3.0;

/// A pointer that is down.
#[derive(Clone)]
pub(super) struct Press {
    pointer: i32,
    at: Point,
    drag: Drag,
    is_new: bool,
    has_moved: bool,
}

#[wasm_bindgen]
extern "C" {
    /// A pointer event with its whole precision: web-sys cuts `clientX` to whole CSS pixels.
    #[wasm_bindgen(extends = PointerEvent)]
    type PrecisePointer;
    #[wasm_bindgen(method, getter = clientX)]
    fn precise_x(this: &PrecisePointer) -> f64;
    #[wasm_bindgen(method, getter = clientY)]
    fn precise_y(this: &PrecisePointer) -> f64;
}

/// Where a pointer is, in CSS pixels of the window.
pub fn point_of(event: &PointerEvent) -> Point {
    let event: &PrecisePointer = event.unchecked_ref();
    Point::new(event.precise_x(), event.precise_y())
}

impl Board {
    /// A pointer went down on the layer.
    pub fn press(self, event: &PointerEvent) {
        if self.held().is_some() || event.button() != 0 || !event.is_primary() {
            return;
        }
        let at = point_of(event);
        let Some((start, size)) = self.image_point(at) else { return };
        let boxes = untrack(|| self.boxes());
        let (index, handle) = if event.alt_key() { (None, None) } else { grip_of(event.target()) };
        let grip = match (index, handle) {
            (Some(index), Some(handle)) => Grip::Resize(index, handle),
            (Some(index), None) => Grip::Move(index),
            (None, _) => Grip::New,
        };
        self.state.selected_box.set(index);
        if let Some(layer) = self.layer() {
            let _ = layer.set_pointer_capture(event.pointer_id());
        }
        let drag = Drag::new(grip, start, boxes, size);
        let is_new = grip == Grip::New;
        self.hold(Some(Press { pointer: event.pointer_id(), at, drag, is_new, has_moved: false }));
    }

    /// The pointer moved.
    pub fn drag(self, event: &PointerEvent) {
        let Some(mut press) = self.held_by(event) else { return };
        let at = point_of(event);
        if !press.has_moved {
            if (at.x - press.at.x).abs().max((at.y - press.at.y).abs()) < DRAG_STARTS {
                return;
            }
            if press.is_new && !self.may_add(press.drag.index()) {
                self.abort();
                return;
            }
            press.has_moved = true;
            self.hold(Some(press.clone()));
        }
        let Some((now, _)) = self.image_point(at) else { return };
        let boxes = press.drag.boxes(now);
        if boxes.len() > press.drag.index() {
            self.state.selected_box.set(Some(press.drag.index()));
        }
        self.preview.set(Some(boxes));
    }

    /// The pointer went up: what was dragged becomes one step.
    pub fn release(self, event: &PointerEvent) {
        self.drag(event);
        let Some(press) = self.held_by(event) else { return };
        self.hold(None);
        if let Some(boxes) = self.preview.get_untracked() {
            self.set_boxes(boxes);
            self.preview.set(None);
        }
        let index = press.drag.index();
        if index < untrack(|| self.boxes()).len() {
            self.select(index);
        }
    }

    /// Ends a drag as if it had never been; answers whether there was one.
    pub fn abort(self) -> bool {
        let Some(press) = self.held() else { return false };
        self.hold(None);
        self.preview.set(None);
        if press.is_new {
            self.state.selected_box.set(None);
        }
        if let Some(layer) = self.layer() {
            let _ = layer.release_pointer_capture(press.pointer);
        }
        true
    }

    fn held(self) -> Option<Press> {
        self.desk.with_value(|desk| desk.press.clone())
    }

    fn held_by(self, event: &PointerEvent) -> Option<Press> {
        self.held().filter(|press| press.pointer == event.pointer_id())
    }

    fn hold(self, press: Option<Press>) {
        self.desk.update_value(|desk| desk.press = press);
    }

    /// Where a point of the window lies in the image, and the image's size.
    fn image_point(self, at: Point) -> Option<(Point, Size)> {
        let rect = self.image()?.get_bounding_client_rect();
        let view = View { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() };
        let size = untrack(|| self.size())?;
        Some((image_from_view(at, view, size), size))
    }
}

/// The box and the handle that an event's target belongs to.
pub fn grip_of(target: Option<EventTarget>) -> (Option<usize>, Option<Handle>) {
    let attribute = |name: &str| {
        let element: &Element = target.as_ref()?.dyn_ref()?;
        element.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)
    };
    let index = attribute("data-box").and_then(|index| index.parse().ok());
    let handle = attribute("data-handle").and_then(|name| Handle::ALL.into_iter().find(|handle| handle.name() == name));
    (index, handle)
}
