//! A pointer dragged over the stage, and what it makes of the boxes. Without a DOM: the page only says where it is.

use crate::core::geometry::{BoundingBox, Handle, Point, Size};

/// What the pointer took hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// Nothing: a new box is drawn.
    New,
    /// The box with this index, to move it.
    Move(usize),
    /// A handle of the box with this index, to resize it.
    Resize(usize, Handle),
}

/// A drag in progress, from the press to the release.
///
/// ```
/// use wan_edit::core::edit::drag::{Drag, Grip};
/// use wan_edit::core::geometry::{Point, Size};
///
/// let drag = Drag::new(Grip::New, Point::new(10.0, 20.0), Vec::new(), Size::new(800, 600));
/// assert_eq!(drag.boxes(Point::new(110.0, 70.0))[0].to_array(), [10, 20, 110, 70]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    grip: Grip,
    start: Point,
    before: Vec<BoundingBox>,
    within: Size,
}

impl Drag {
    /// A press at `start`, in image pixels, on an image of size `within` that has the boxes `before`.
    #[must_use]
    pub const fn new(grip: Grip, start: Point, before: Vec<BoundingBox>, within: Size) -> Self {
        Self { grip, start, before, within }
    }

    /// The index of the box that is dragged; a new box comes last.
    #[must_use]
    pub const fn index(&self) -> usize {
        match self.grip {
            Grip::New => self.before.len(),
            Grip::Move(index) | Grip::Resize(index, _) => index,
        }
    }

    /// The boxes with the pointer at `now`, in image pixels, inside the image or not.
    ///
    /// A new box under one pixel is not there yet. What was pressed off centre stays off centre.
    #[must_use]
    pub fn boxes(&self, now: Point) -> Vec<BoundingBox> {
        let mut boxes = self.before.clone();
        let (dx, dy) = (whole(now.x - self.start.x), whole(now.y - self.start.y));
        match self.grip {
            Grip::New => boxes.extend(BoundingBox::from_corners(self.start, now, self.within)),
            Grip::Move(index) => {
                if let Some(bbox) = boxes.get_mut(index) {
                    *bbox = bbox.moved(dx, dy, self.within);
                }
            }
            Grip::Resize(index, handle) => {
                if let Some(bbox) = boxes.get_mut(index) {
                    *bbox = bbox.resized(handle, dx, dy, self.within);
                }
            }
        }
        boxes
    }
}

/// A box in the middle of an image of size `within`, a third of its sides: where one begins without a pointer.
///
/// With `boxes` there already it stands off their middles, so that it does not hide the one before it.
#[must_use]
pub fn centered(boxes: &[BoundingBox], within: Size) -> Option<BoundingBox> {
    let (width, height) = (i64::from(within.width), i64::from(within.height));
    let (x, y) = (width / 3, height / 3);
    let middle = BoundingBox::normalized([x, y, width - x, height - y], within)?;
    let step = boxes.len() as i64;
    Some(middle.moved(step * width / 12, step * height / 12, within))
}

/// To the nearest whole pixel, halves up; 0 where it is not a number.
fn whole(distance: f64) -> i64 {
    (distance + 0.5).floor() as i64
}
