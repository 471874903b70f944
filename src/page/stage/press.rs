//! A pointer that is down on the image.

use crate::core::edit::drag::{Drag, Grip};
use crate::core::geometry::Point;

/// How far a pointer moves before it drags, CSS px.
const DRAG_STARTS_PX: f64 = 3.0;

/// A press, which may become a drag.
#[derive(Clone)]
pub(super) struct Press {
    /// The pointer's id.
    pub pointer: i32,
    /// What becomes of the boxes.
    pub drag: Drag,
    /// Whether a new box is drawn.
    pub is_new: bool,
    /// Whether it is a drag by now.
    pub has_moved: bool,
    /// The box that was selected before it.
    pub selected_before: Option<usize>,
    /// Where it began, CSS px of the window.
    at: Point,
}

impl Press {
    /// The pointer with this id went down at a point of the window, and holds `grip`, from which `drag` goes on.
    /// `selected_before` is the box that was selected then.
    pub fn new(pointer: i32, at: Point, grip: Grip, drag: Drag, selected_before: Option<usize>) -> Self {
        Self { pointer, drag, is_new: grip == Grip::New, has_moved: false, selected_before, at }
    }

    /// Where it began, CSS px of the window.
    pub fn start(&self) -> Point {
        self.at
    }

    /// Whether it drags once it is at this point of the window.
    pub fn is_drag_at(&self, at: Point) -> bool {
        self.has_moved || (at.x - self.at.x).abs().max((at.y - self.at.y).abs()) >= DRAG_STARTS_PX
    }
}
