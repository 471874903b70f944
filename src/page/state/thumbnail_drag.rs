//! A thumbnail dragged to another place among the source images. A mouse drags it by moving, a finger by resting on it
//! first, because a finger that moves at once scrolls.

use std::time::Duration;

use crate::core::geometry::Point;

/// How far a mouse moves before it drags, CSS px.
const DRAG_DISTANCE_PX: f64 = 6.0;

/// How long a finger rests before it drags.
pub const REST: Duration = Duration::from_millis(300);

/// A pointer at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// Its id in pointer events.
    pub id: i32,
    /// Whether it is a mouse; a pen counts as a finger.
    pub is_mouse: bool,
    /// Whether it is pressed.
    pub is_down: bool,
    /// Where it is, in CSS px of the window.
    pub at: Point,
}

/// A thumbnail that a pointer holds: at first only pressed, then perhaps dragged.
#[derive(Clone, Debug, PartialEq)]
pub struct ThumbnailDrag {
    image: u32,
    pointer: i32,
    start: Point,
    from: usize,
    to: usize,
    count: usize,
    step: Point,
    moved: Point,
    is_dragging: bool,
}

impl ThumbnailDrag {
    /// `pointer` went down on the thumbnail of the image with the id `image`, which is at place `from` (from 0) of
    /// `count`. From one place to the next it is `step` CSS px.
    pub fn new(image: u32, from: usize, count: usize, step: Point, pointer: Pointer) -> Self {
        let moved = Point::new(0.0, 0.0);
        Self { image, pointer: pointer.id, start: pointer.at, from, to: from, count, step, moved, is_dragging: false }
    }

    /// The id of the image whose thumbnail it is.
    pub fn image(&self) -> u32 {
        self.image
    }

    /// Whether `pointer` holds it.
    pub fn is_held_by(&self, pointer: Pointer) -> bool {
        self.pointer == pointer.id
    }

    /// Whether the thumbnail follows the pointer.
    pub fn is_dragging(&self) -> bool {
        self.is_dragging
    }

    /// The pointer has rested for [`REST`].
    #[must_use]
    pub fn rested(self) -> Self {
        Self { is_dragging: true, ..self }
    }

    /// `pointer` has moved; `None` where that ends it: a finger scrolls, a mouse was released where nobody saw it.
    #[must_use]
    pub fn moved(mut self, pointer: Pointer) -> Option<Self> {
        if !self.is_held_by(pointer) {
            return Some(self);
        }
        if !pointer.is_down {
            return None;
        }
        let moved = Point::new(pointer.at.x - self.start.x, pointer.at.y - self.start.y);
        if !self.is_dragging {
            let is_far = moved.x.abs().max(moved.y.abs()) >= DRAG_DISTANCE_PX;
            if !is_far {
                return Some(self);
            }
            if !pointer.is_mouse {
                return None;
            }
            self.is_dragging = true;
        }
        let Point { x, y } = self.step;
        let places = (moved.x * x + moved.y * y) / (x * x + y * y).max(1.0);
        let to = self.from as i64 + places.round() as i64;
        self.to = to.clamp(0, self.count as i64 - 1) as usize;
        self.moved = moved;
        Some(self)
    }

    /// The place that the image gets if the pointer is released now; `None` where it was only pressed.
    pub fn target(&self) -> Option<usize> {
        self.is_dragging.then_some(self.to)
    }

    /// How far the thumbnail at place `at` is from its place, in CSS px: the dragged one follows the pointer, those on
    /// its way make room.
    pub fn offset(&self, at: usize) -> Option<Point> {
        if !self.is_dragging {
            None
        } else if at == self.from {
            Some(self.moved)
        } else if self.from < at && at <= self.to {
            Some(Point::new(-self.step.x, -self.step.y))
        } else if self.to <= at && at < self.from {
            Some(self.step)
        } else {
            None
        }
    }
}

/// Whether what is in both lists of ids stands in another order in `after` than in `before`.
pub fn is_reordered(before: &[u32], after: &[u32]) -> bool {
    let stayed = before.iter().filter(|id| after.contains(id));
    !stayed.eq(after.iter().filter(|id| before.contains(id)))
}
