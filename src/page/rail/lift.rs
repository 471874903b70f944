//! A thumbnail lifted out of the rail and dragged to another place. A mouse lifts it by moving, a finger by resting on
//! it first, because a finger that moves at once scrolls.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::Order;
use crate::core::geometry::Point;
use crate::page::messages::fill;
use crate::page::root;
use crate::page::stage::point_of;

/// How far a mouse moves before it lifts, CSS px.
const LIFT_DISTANCE: f64 = 6.0;
/// How long a finger rests before it lifts.
const LIFT_PAUSE: Duration = Duration::from_millis(300);

/// The thumbnail in the air.
#[derive(Clone, Debug, PartialEq)]
pub struct Lift {
    /// Its place in the rail.
    pub from: usize,
    /// Where it would go now.
    to: usize,
    count: usize,
    pointer: i32,
    start: Point,
    moved: Point,
    /// From one place to the next, CSS px.
    step: Point,
    /// Whether it is off the rail: before, it is only pressed.
    is_up: bool,
}

impl Lift {
    /// The style that displaces the thumbnail at `at`: the lifted one follows the pointer, the others make room.
    pub fn offset_of(&self, at: usize) -> String {
        if !self.is_up {
            return String::new();
        }
        let Point { x, y } = if at == self.from {
            self.moved
        } else if (self.from < at) && (at <= self.to) {
            Point::new(-self.step.x, -self.step.y)
        } else if (self.to <= at) && (at < self.from) {
            self.step
        } else {
            return String::new();
        };
        fill("transform: translate({0}px, {1}px)", &[&(x as i32).to_string(), &(y as i32).to_string()])
    }
}

/// The pointer went down on the thumbnail at `at`.
pub fn press(rail: Order, at: usize, event: &PointerEvent) {
    let count = rail.state.draft.with_untracked(|draft| draft.images().len());
    if event.button() != 0 || !event.is_primary() || count < 2 {
        return;
    }
    let Some(step) = step() else { return };
    let pointer = event.pointer_id();
    let start = point_of(event);
    let moved = Point::new(0.0, 0.0);
    rail.lift.set(Some(Lift { from: at, to: at, count, pointer, start, moved, step, is_up: false }));
    if event.pointer_type() != "mouse" {
        set_timeout(
            move || {
                let is_pressed = |lift: &Lift| lift.pointer == pointer && lift.start == start;
                if rail.lift.with_untracked(|lift| lift.as_ref().is_some_and(is_pressed)) {
                    rail.lift.update(|lift| {
                        if let Some(lift) = lift {
                            lift.is_up = true;
                        }
                    });
                }
            },
            LIFT_PAUSE,
        );
    }
}

/// The pointer moved.
pub fn drag(rail: Order, event: &PointerEvent) {
    let Some(mut lift) = rail.lift.get_untracked().filter(|lift| lift.pointer == event.pointer_id()) else { return };
    let at = point_of(event);
    lift.moved = Point::new(at.x - lift.start.x, at.y - lift.start.y);
    let far = lift.moved.x.abs().max(lift.moved.y.abs()) >= LIFT_DISTANCE;
    if !lift.is_up {
        if event.pointer_type() != "mouse" {
            if far {
                rail.lift.set(None);
            }
            return;
        }
        if !far {
            return;
        }
        lift.is_up = true;
    }
    if let Some(thumbnail) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        let _ = thumbnail.set_pointer_capture(lift.pointer);
    }
    let Point { x, y } = lift.step;
    let places = (lift.moved.x * x + lift.moved.y * y) / (x * x + y * y).max(1.0);
    let to = lift.from as i64 + (places + 0.5).floor() as i64;
    lift.to = to.clamp(0, lift.count as i64 - 1) as usize;
    rail.lift.set(Some(lift));
}

/// The pointer went up: the image goes where it was dragged.
pub fn release(rail: Order, id: u32, event: &PointerEvent) {
    let Some(lift) = rail.lift.get_untracked().filter(|lift| lift.pointer == event.pointer_id()) else { return };
    rail.lift.set(None);
    if lift.is_up {
        rail.reorder(id, lift.to);
    }
}

/// Puts it back.
pub fn abort(rail: Order) {
    rail.lift.set(None);
}

/// From the first thumbnail to the second, in either direction of the rail.
fn step() -> Option<Point> {
    let place = |selector: &str| {
        let rect = root::find(selector)?.get_bounding_client_rect();
        Some(Point::new(rect.left(), rect.top()))
    };
    let (first, second) = (place("[data-source='0']")?, place("[data-source='1']")?);
    Some(Point::new(second.x - first.x, second.y - first.y))
}
