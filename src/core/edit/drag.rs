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
        self.boxes_by(now, DragRules::default())
    }

    /// The same, by rules.
    #[must_use]
    pub fn boxes_by(&self, now: Point, rules: DragRules) -> Vec<BoundingBox> {
        let mut boxes = self.before.clone();
        let index = self.index();
        let lines = self.lines(index);
        let snap = |at: i64, lines: &[i64]| snapped(at, lines, i64::from(rules.snap_px)).unwrap_or(at);
        let (dx, dy) = (whole(now.x - self.start.x), whole(now.y - self.start.y));
        match self.grip {
            Grip::New if rules.keeps_ratio => {
                let side = (now.x - self.start.x).abs().max((now.y - self.start.y).abs());
                // As far as the image goes on both sides.
                let room = |from: f64, to: f64, length: u32| if to < from { from } else { f64::from(length) - from };
                let side = side.min(room(self.start.x, now.x, self.within.width)).min(room(
                    self.start.y,
                    now.y,
                    self.within.height,
                ));
                let corner = Point::new(
                    self.start.x + if now.x < self.start.x { -side } else { side },
                    self.start.y + if now.y < self.start.y { -side } else { side },
                );
                boxes.extend(BoundingBox::from_corners(self.start, corner, self.within));
            }
            Grip::New => {
                let corner =
                    |x: f64, y: f64| Point::new(snap(whole(x), &lines.x) as f64, snap(whole(y), &lines.y) as f64);
                let now = if rules.snap_px == 0 { now } else { corner(now.x, now.y) };
                boxes.extend(BoundingBox::from_corners(self.start, now, self.within));
            }
            Grip::Move(_) => {
                if let Some(bbox) = boxes.get_mut(index) {
                    let moved = bbox.moved(dx, dy, self.within);
                    let [x1, y1, x2, y2] = moved.to_array().map(i64::from);
                    let tolerance = i64::from(rules.snap_px);
                    let by_x = nearest_shift([x1, (x1 + x2) / 2, x2], &lines.x, tolerance);
                    let by_y = nearest_shift([y1, (y1 + y2) / 2, y2], &lines.y, tolerance);
                    *bbox = moved.moved(by_x, by_y, self.within);
                }
            }
            Grip::Resize(_, handle) if rules.keeps_ratio => {
                if let Some(bbox) = boxes.get_mut(index) {
                    *bbox = bbox.resized_in_ratio(handle, dx, dy, self.within);
                }
            }
            Grip::Resize(_, handle) => {
                if let Some(bbox) = boxes.get_mut(index) {
                    let before = bbox.to_array().map(i64::from);
                    let resized = bbox.resized(handle, dx, dy, self.within).to_array().map(i64::from);
                    let mut by = [0, 0];
                    for edge in 0..4 {
                        // Only an edge that follows the pointer snaps.
                        if resized[edge] != before[edge] {
                            let lines = if edge % 2 == 0 { &lines.x } else { &lines.y };
                            by[edge % 2] = snap(resized[edge], lines) - before[edge];
                        }
                    }
                    *bbox = bbox.resized(handle, by[0], by[1], self.within);
                }
            }
        }
        boxes
    }

    /// What the dragged box may snap to: edges and middles of the image and of the other boxes.
    fn lines(&self, index: usize) -> Lines {
        let Size { width, height } = self.within;
        let mut lines = Lines { x: vec![0, i64::from(width / 2), i64::from(width)], y: Vec::new() };
        lines.y.extend([0, i64::from(height / 2), i64::from(height)]);
        for (_, bbox) in self.before.iter().enumerate().filter(|(at, _)| *at != index) {
            let [x1, y1, x2, y2] = bbox.to_array().map(i64::from);
            lines.x.extend([x1, (x1 + x2) / 2, x2]);
            lines.y.extend([y1, (y1 + y2) / 2, y2]);
        }
        lines
    }
}

/// How a drag goes, while a key is down or a switch is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DragRules {
    /// A box keeps its ratio, and a new one is a square.
    pub keeps_ratio: bool,
    /// From how near it snaps to edges and middles, in image pixels; 0 for never.
    pub snap_px: u32,
}

struct Lines {
    x: Vec<i64>,
    y: Vec<i64>,
}

/// The line nearest to `at`, where one is within `tolerance`.
fn snapped(at: i64, lines: &[i64], tolerance: i64) -> Option<i64> {
    if tolerance == 0 {
        return None;
    }
    lines.iter().copied().filter(|line| (line - at).abs() <= tolerance).min_by_key(|line| (line - at).abs())
}

/// By how much to shift so that the nearest of `places` is on a line.
fn nearest_shift(places: [i64; 3], lines: &[i64], tolerance: i64) -> i64 {
    let shifts = places.into_iter().filter_map(|at| Some(snapped(at, lines, tolerance)? - at));
    shifts.min_by_key(|shift| shift.abs()).unwrap_or(0)
}

/// The boxes that a point of the image lies in, the smallest first: the one that is hardest to reach otherwise.
#[must_use]
pub fn under(boxes: &[BoundingBox], point: Point) -> Vec<usize> {
    let mut found: Vec<usize> = (0..boxes.len()).filter(|at| boxes[*at].contains(point)).collect();
    found.sort_by_key(|at| boxes[*at].size().area());
    found
}

/// The box to choose by a press on a point where `selected` is chosen already: the next one that lies under it.
#[must_use]
pub fn next_under(boxes: &[BoundingBox], point: Point, selected: Option<usize>) -> Option<usize> {
    let found = under(boxes, point);
    let at = found.iter().position(|index| Some(*index) == selected);
    let next = at.map_or(0, |at| (at + 1) % found.len());
    found.get(next).copied()
}

/// A copy of `bbox` that does not hide it: a little further right and down, or left and up at the image's end.
#[must_use]
pub fn duplicate(bbox: BoundingBox, within: Size) -> BoundingBox {
    let step = |extent: u32| i64::from(extent / 8).max(1);
    let (dx, dy) = (step(bbox.width()), step(bbox.height()));
    let copy = bbox.moved(dx, dy, within);
    if copy == bbox { bbox.moved(-dx, -dy, within) } else { copy }
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
