//! Two fingers on the image: they zoom and shift it, where one finger draws.

use leptos::prelude::*;
use web_sys::PointerEvent;

use super::board::Board;
use super::press::point_of;
use super::zoom;
use crate::core::geometry::Point;

/// The fingers that are down.
#[derive(Clone, Default)]
pub struct Fingers {
    down: Vec<(i32, Point)>,
    pinch: Option<Pinch>,
}

/// How a pinch began.
#[derive(Clone, Copy)]
struct Pinch {
    distance: f64,
    percent: f64,
    /// The part of the image between the fingers, 0 to 1 in both directions.
    held: Point,
}

/// A finger came down; the second one ends whatever the first one drew.
pub fn press(board: Board, fingers: StoredValue<Fingers>, event: &PointerEvent) {
    if event.pointer_type() != "touch" {
        return;
    }
    fingers.update_value(|fingers| {
        if event.is_primary() {
            *fingers = Fingers::default();
        }
        fingers.down.push((event.pointer_id(), point_of(event)));
        if fingers.down.len() == 2 {
            board.abort();
            let (middle, distance) = between(&fingers.down);
            fingers.pinch = board.image.get_untracked().map(|image| {
                let rect = image.get_bounding_client_rect();
                let held = Point::new((middle.x - rect.left()) / rect.width(), (middle.y - rect.top()) / rect.height());
                Pinch { distance, percent: f64::from(board.shown_percent.get_untracked()), held }
            });
        }
    });
}

/// A finger moved.
pub fn drag(board: Board, fingers: StoredValue<Fingers>, event: &PointerEvent) {
    let moved = fingers.try_update_value(|fingers| {
        let finger = fingers.down.iter_mut().find(|(id, _)| *id == event.pointer_id())?;
        finger.1 = point_of(event);
        let pinch = fingers.pinch.filter(|_| fingers.down.len() == 2)?;
        Some((pinch, between(&fingers.down)))
    });
    if let Some((pinch, (middle, distance))) = moved.flatten() {
        zoom::hold(board, pinch.percent * distance / pinch.distance.max(1.0), pinch.held, middle);
    }
}

/// A finger went up.
pub fn release(fingers: StoredValue<Fingers>, event: &PointerEvent) {
    fingers.update_value(|fingers| {
        fingers.down.retain(|(id, _)| *id != event.pointer_id());
        fingers.pinch = None;
    });
}

/// The middle of two fingers and how far apart they are, CSS px.
fn between(down: &[(i32, Point)]) -> (Point, f64) {
    let (a, b) = (down[0].1, down[1].1);
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0), (dx * dx + dy * dy).sqrt())
}
