//! Boxes and what people do to them. They are what the service is told, so each function that makes one makes one
//! that the service accepts.

use super::{Point, Size};

/// A rectangle of whole image pixels: `0 <= x1 < x2 <= width` and `0 <= y1 < y2 <= height`.
///
/// The corners are those of the service's `bbox_list` (R27): `x1`, `y1` is the top left corner, `x2`, `y2` the bottom
/// right one, outside the last pixel. Every constructor and every change keeps the rule above for the image it is given,
/// as long as that image has at least one pixel; a box that does not fit that image is first pushed inside.
///
/// ```
/// use wan_edit::core::geometry::{BoundingBox, Handle, Point, Size};
///
/// let image = Size::new(800, 600);
/// let drawn = BoundingBox::from_corners(Point::new(300.4, 200.0), Point::new(-5.0, 90.6), image).unwrap();
/// assert_eq!(drawn.to_array(), [0, 91, 300, 200]);
/// assert_eq!(drawn.moved(1000, 0, image).to_array(), [500, 91, 800, 200]);
/// assert_eq!(drawn.resized(Handle::East, -100, 0, image).to_array(), [0, 91, 200, 200]);
/// assert_eq!(drawn.scaled(image, Size::new(400, 300)).to_array(), [0, 46, 150, 100]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BoundingBox {
    /// Left edge.
    pub x1: u32,
    /// Top edge.
    pub y1: u32,
    /// Right edge, exclusive.
    pub x2: u32,
    /// Bottom edge, exclusive.
    pub y2: u32,
}

impl BoundingBox {
    /// The box between any two opposite corners in image pixels, rounded to the nearest pixel edge and cut at the image.
    ///
    /// `None` when less than one pixel wide or high is left, or when a coordinate is not a number.
    #[must_use]
    pub fn from_corners(a: Point, b: Point, within: Size) -> Option<Self> {
        if [a.x, a.y, b.x, b.y].iter().any(|edge| edge.is_nan()) {
            return None;
        }
        // A cast from f64 saturates, so a corner far outside stays outside.
        let corners = [a.x, a.y, b.x, b.y].map(|edge| (edge + 0.5).floor() as i64);
        Self::normalized(corners, within)
    }

    /// The box of four typed numbers `[x1, y1, x2, y2]`: corners in any order, cut at the image.
    ///
    /// `None` when less than one pixel wide or high is left.
    #[must_use]
    pub fn normalized([x1, y1, x2, y2]: [i64; 4], within: Size) -> Option<Self> {
        let bounds = Self {
            x1: clamped(x1.min(x2), within.width),
            y1: clamped(y1.min(y2), within.height),
            x2: clamped(x1.max(x2), within.width),
            y2: clamped(y1.max(y2), within.height),
        };
        bounds.is_valid(within).then_some(bounds)
    }

    /// Whether the box has at least one pixel and lies inside an image of this size.
    #[must_use]
    pub const fn is_valid(self, within: Size) -> bool {
        self.x1 < self.x2 && self.x2 <= within.width && self.y1 < self.y2 && self.y2 <= within.height
    }

    /// Pixels from left to right.
    #[must_use]
    pub const fn width(self) -> u32 {
        self.x2.saturating_sub(self.x1)
    }

    /// Pixels from top to bottom.
    #[must_use]
    pub const fn height(self) -> u32 {
        self.y2.saturating_sub(self.y1)
    }

    /// Width and height.
    #[must_use]
    pub const fn size(self) -> Size {
        Size::new(self.width(), self.height())
    }

    /// How many pixels it shares with another box.
    #[must_use]
    pub fn overlap(self, other: Self) -> u64 {
        let along = |a: (u32, u32), b: (u32, u32)| u64::from(a.1.min(b.1).saturating_sub(a.0.max(b.0)));
        along((self.x1, self.x2), (other.x1, other.x2)) * along((self.y1, self.y2), (other.y1, other.y2))
    }

    /// Whether a point of the image lies in it.
    #[must_use]
    pub fn contains(self, point: Point) -> bool {
        let is_in = |at: f64, from: u32, to: u32| (f64::from(from)..f64::from(to)).contains(&at);
        is_in(point.x, self.x1, self.x2) && is_in(point.y, self.y1, self.y2)
    }

    /// `[x1, y1, x2, y2]`, the order of the service.
    #[must_use]
    pub const fn to_array(self) -> [u32; 4] {
        [self.x1, self.y1, self.x2, self.y2]
    }

    /// The box of the same size, `dx` pixels further right and `dy` further down, stopped by the edges of the image.
    #[must_use]
    pub fn moved(self, dx: i64, dy: i64, within: Size) -> Self {
        let (x1, x2) = slid(self.x1, self.x2, dx, within.width);
        let (y1, y2) = slid(self.y1, self.y2, dy, within.height);
        Self { x1, y1, x2, y2 }
    }

    /// The box after its `handle` was dragged by `dx`, `dy` pixels: the edges at the handle follow, the others stay.
    ///
    /// An edge stops at the edge of the image, and one pixel before the opposite edge.
    #[must_use]
    pub fn resized(self, handle: Handle, dx: i64, dy: i64, within: Size) -> Self {
        let (horizontal, vertical) = handle.sides();
        let inside = self.moved(0, 0, within);
        let (x1, x2) = stretched(inside.x1, inside.x2, horizontal, dx, within.width);
        let (y1, y2) = stretched(inside.y1, inside.y2, vertical, dy, within.height);
        Self { x1, y1, x2, y2 }
    }

    /// The same as [`resized`](Self::resized), with the ratio of the sides kept, as well as whole pixels allow.
    ///
    /// What is opposite to the handle stays where it is: a corner, or the middle of an edge.
    #[must_use]
    pub fn resized_in_ratio(self, handle: Handle, dx: i64, dy: i64, within: Size) -> Self {
        let before = self.moved(0, 0, within);
        let freely = self.resized(handle, dx, dy, within);
        let (width, height) = (f64::from(before.width()), f64::from(before.height()));
        let (horizontal, vertical) = handle.sides();
        let (by_width, by_height) = (f64::from(freely.width()) / width, f64::from(freely.height()) / height);
        let wanted = match (horizontal, vertical) {
            (Side::Neither, _) => by_height,
            (_, Side::Neither) => by_width,
            _ if (by_width - 1.0).abs() > (by_height - 1.0).abs() => by_width,
            _ => by_height,
        };
        // As far as the image goes from what stays.
        let room = |side: Side, start: u32, end: u32, length: u32| {
            let (before, after) = (f64::from(end), f64::from(length) - f64::from(start));
            match side {
                Side::Start => before,
                Side::End => after,
                Side::Neither => {
                    let middle = f64::from(start + end) / 2.0;
                    2.0 * middle.min(f64::from(length) - middle)
                }
            }
        };
        let most = (room(horizontal, before.x1, before.x2, within.width) / width)
            .min(room(vertical, before.y1, before.y2, within.height) / height);
        let scale = wanted.min(most);
        let along = |side: Side, start: u32, end: u32, length: u32| {
            let extent = (f64::from(end - start) * scale).round().max(1.0) as u32;
            let start = match side {
                Side::Start => end.saturating_sub(extent),
                Side::End => start,
                Side::Neither => (start + end).saturating_sub(extent) / 2,
            };
            (start, (start + extent).min(length))
        };
        let (x1, x2) = along(horizontal, before.x1, before.x2, within.width);
        let (y1, y2) = along(vertical, before.y1, before.y2, within.height);
        Self { x1, y1, x2, y2 }
    }

    /// The same part of the picture when its image of size `from` is scaled to size `to`.
    ///
    /// Edges are rounded to the nearest pixel; a box that would vanish keeps one pixel.
    #[must_use]
    pub fn scaled(self, from: Size, to: Size) -> Self {
        let (x1, x2) = rescaled(self.x1, self.x2, from.width, to.width);
        let (y1, y2) = rescaled(self.y1, self.y2, from.height, to.height);
        Self { x1, y1, x2, y2 }
    }
}

fn clamped(edge: i64, length: u32) -> u32 {
    edge.clamp(0, i64::from(length)) as u32
}

fn slid(start: u32, end: u32, by: i64, length: u32) -> (u32, u32) {
    let extent = end.saturating_sub(start).clamp(1, length.max(1));
    let start = clamped(i64::from(start).saturating_add(by), length.saturating_sub(extent));
    (start, start + extent)
}

fn stretched(start: u32, end: u32, side: Side, by: i64, length: u32) -> (u32, u32) {
    match side {
        Side::Start => (clamped(i64::from(start).saturating_add(by), end - 1), end),
        Side::Neither => (start, end),
        Side::End => (start, clamped(i64::from(end).saturating_add(by), length).max(start + 1)),
    }
}

fn rescaled(start: u32, end: u32, from: u32, to: u32) -> (u32, u32) {
    let from = u64::from(from.max(1));
    let edge = |edge: u32| {
        let nearest = (u64::from(edge) * u64::from(to) + from / 2) / from;
        nearest.min(u64::from(to)) as u32
    };
    let start = edge(start).min(to.saturating_sub(1));
    (start, edge(end).max(start + 1))
}

/// What is dragged to resize a box: a corner or the middle of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Handle {
    /// Top left corner.
    NorthWest,
    /// Top edge.
    North,
    /// Top right corner.
    NorthEast,
    /// Right edge.
    East,
    /// Bottom right corner.
    SouthEast,
    /// Bottom edge.
    South,
    /// Bottom left corner.
    SouthWest,
    /// Left edge.
    West,
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    Neither,
    End,
}

impl Handle {
    /// All eight, clockwise from the top left corner.
    pub const ALL: [Self; 8] = [
        Self::NorthWest,
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
    ];

    /// The compass name that CSS uses: `nw` for the cursor `nw-resize`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        ["nw", "n", "ne", "e", "se", "s", "sw", "w"][self as usize]
    }

    const fn sides(self) -> (Side, Side) {
        use Side::{End, Neither, Start};
        match self {
            Self::NorthWest => (Start, Start),
            Self::North => (Neither, Start),
            Self::NorthEast => (End, Start),
            Self::East => (End, Neither),
            Self::SouthEast => (End, End),
            Self::South => (Neither, End),
            Self::SouthWest => (Start, End),
            Self::West => (Start, Neither),
        }
    }
}
