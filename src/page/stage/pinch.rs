//! Two fingers on the image: they zoom and shift it, where one finger draws.

use leptos::prelude::*;
use web_sys::PointerEvent;

use super::board::Board;
use super::press::point_of;
use super::zoom;
use crate::core::geometry::Point;

/// The fingers that are down.
#[derive(Default)]
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
pub fn press(board: Board, event: &PointerEvent) {
    if event.pointer_type() != "touch" {
        return;
    }
    let finger = (event.pointer_id(), point_of(event));
    let down = board.desk.try_update_value(|desk| {
        if event.is_primary() {
            desk.fingers = Fingers::default();
        }
        desk.fingers.down.push(finger);
        desk.fingers.down.clone()
    });
    let Some(down) = down.filter(|down| down.len() == 2) else { return };
    board.abort();
    let (middle, distance) = between(&down);
    let pinch = board.image().map(|image| {
        let rect = image.get_bounding_client_rect();
        let held = Point::new((middle.x - rect.left()) / rect.width(), (middle.y - rect.top()) / rect.height());
        Pinch { distance, percent: f64::from(board.shown_percent.get_untracked()), held }
    });
    board.desk.update_value(|desk| desk.fingers.pinch = pinch);
}

/// A finger moved.
pub fn drag(board: Board, event: &PointerEvent) {
    let moved = board.desk.try_update_value(|desk| {
        let fingers = &mut desk.fingers;
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
pub fn release(board: Board, event: &PointerEvent) {
    board.desk.update_value(|desk| {
        desk.fingers.down.retain(|(id, _)| *id != event.pointer_id());
        desk.fingers.pinch = None;
    });
}

/// The middle of two fingers and how far apart they are, CSS px.
fn between(down: &[(i32, Point)]) -> (Point, f64) {
    let (a, b) = (down[0].1, down[1].1);
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0), (dx * dx + dy * dy).sqrt())
}
