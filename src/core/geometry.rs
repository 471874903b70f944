//! Where things are: points, sizes and bounding boxes in image pixels, and the one crossing between the image and the
//! view. Boxes are what the service is told, so each function that makes one makes one the service accepts.
//!
//! Image pixels are natural pixels of the upright image, origin top left, x to the right, y down. View pixels are CSS
//! pixels of the window, as pointer events report them. Only [`image_from_view`] and [`view_from_image`] cross over.

/// A point in image pixels or in CSS pixels, as the function that takes it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// The point `x` to the right of and `y` below the origin.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// Width and height of an image in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Size {
    /// `width` × `height` pixels.
    #[must_use]
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Number of pixels.
    #[must_use]
    pub const fn area(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// Width divided by height; infinite or not a number when the height is 0.
    #[must_use]
    pub fn ratio(self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    /// Height and width exchanged.
    #[must_use]
    pub const fn transposed(self) -> Self {
        Self::new(self.height, self.width)
    }
}

/// A rectangle of whole image pixels: `0 <= x1 < x2 <= width` and `0 <= y1 < y2 <= height`.
///
/// The corners are those of the service's `bbox_list` (R27): `x1`, `y1` is the top left corner, `x2`, `y2` the bottom
/// right one, outside the last pixel. Every constructor and every change keeps the rule above for the image it is given,
/// as long as that image has at least one pixel; a box that does not fit that image is first pushed inside.
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
        self.x1 < self.x2
            && self.x2 <= within.width
            && self.y1 < self.y2
            && self.y2 <= within.height
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
    let start = clamped(
        i64::from(start).saturating_add(by),
        length.saturating_sub(extent),
    );
    (start, start + extent)
}

fn stretched(start: u32, end: u32, side: Side, by: i64, length: u32) -> (u32, u32) {
    match side {
        Side::Start => (clamped(i64::from(start).saturating_add(by), end - 1), end),
        Side::Neither => (start, end),
        Side::End => (
            start,
            clamped(i64::from(end).saturating_add(by), length).max(start + 1),
        ),
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

/// The rectangle in CSS pixels of the window that an image fills, as `getBoundingClientRect` of its element says.
///
/// It already contains zoom and scroll; the device's pixel ratio plays no part. An element that shows its image with
/// empty bands (`object-fit: contain`) is larger than this rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// From the left of the window; negative when scrolled out.
    pub left: f64,
    /// From the top of the window; negative when scrolled out.
    pub top: f64,
    /// Shown width.
    pub width: f64,
    /// Shown height.
    pub height: f64,
}

/// The point of the image, in image pixels, under a point of the window, in CSS pixels.
///
/// Not rounded and not cut at the image. A view without extent, not yet laid out, sends everything to the origin.
#[must_use]
pub fn image_from_view(point: Point, view: View, image: Size) -> Point {
    let along = |from_edge: f64, shown: f64, natural: u32| {
        if shown > 0.0 {
            from_edge * f64::from(natural) / shown
        } else {
            0.0
        }
    };
    Point {
        x: along(point.x - view.left, view.width, image.width),
        y: along(point.y - view.top, view.height, image.height),
    }
}

/// The point of the window, in CSS pixels, where a point of the image, in image pixels, is shown.
///
/// An image without pixels has all its points at the top left of the view.
#[must_use]
pub fn view_from_image(point: Point, view: View, image: Size) -> Point {
    let along = |edge: f64, natural: u32, shown: f64| {
        if natural > 0 {
            edge * shown / f64::from(natural)
        } else {
            0.0
        }
    };
    Point {
        x: view.left + along(point.x, image.width, view.width),
        y: view.top + along(point.y, image.height, view.height),
    }
}

/// How a camera held the picture it stored: the EXIF tag `Orientation`, 1 to 8 (JEITA CP-3451, tag 0x0112).
///
/// Stored pixels are those in the file; upright pixels are those that a browser shows and that bounding boxes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Orientation(u8);

impl Default for Orientation {
    fn default() -> Self {
        Self::UPRIGHT
    }
}

impl Orientation {
    /// Stored as shown: EXIF 1, and what a file without the tag means.
    pub const UPRIGHT: Self = Self(1);

    /// The orientation of an EXIF value; `None` outside 1 to 8.
    #[must_use]
    pub const fn from_exif(value: u16) -> Option<Self> {
        match value {
            1..=8 => Some(Self(value as u8)),
            _ => None,
        }
    }

    /// The EXIF value, 1 to 8.
    #[must_use]
    pub const fn to_exif(self) -> u16 {
        self.0 as u16
    }

    /// Whether the stored pixels are already upright.
    #[must_use]
    pub const fn is_upright(self) -> bool {
        self.0 == 1
    }

    /// The size shown for a stored size: width and height are exchanged for 5 to 8.
    #[must_use]
    pub const fn upright(self, stored: Size) -> Size {
        if self.is_transposed() {
            stored.transposed()
        } else {
            stored
        }
    }

    /// Where a point of the stored image is shown, both in image pixels.
    #[must_use]
    pub fn to_upright(self, point: Point, stored: Size) -> Point {
        let Point { x, y } = if self.is_transposed() {
            transposed(point)
        } else {
            point
        };
        self.mirrored(Point { x, y }, self.upright(stored))
    }

    /// Where a point of the upright image is stored, both in image pixels.
    #[must_use]
    pub fn from_upright(self, point: Point, stored: Size) -> Point {
        let point = self.mirrored(point, self.upright(stored));
        if self.is_transposed() {
            transposed(point)
        } else {
            point
        }
    }

    const fn is_transposed(self) -> bool {
        self.0 >= 5
    }

    fn mirrored(self, point: Point, upright: Size) -> Point {
        let left_right = matches!(self.0, 2 | 3 | 6 | 7);
        let top_bottom = matches!(self.0, 3 | 4 | 7 | 8);
        Point {
            x: if left_right {
                f64::from(upright.width) - point.x
            } else {
                point.x
            },
            y: if top_bottom {
                f64::from(upright.height) - point.y
            } else {
                point.y
            },
        }
    }
}

fn transposed(point: Point) -> Point {
    Point {
        x: point.y,
        y: point.x,
    }
}
