//! From the pixels in a file to the pixels people see.

use super::{Point, Size};

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
        if self.is_transposed() { stored.transposed() } else { stored }
    }

    /// Where a point of the stored image is shown, both in image pixels.
    #[must_use]
    pub fn to_upright(self, point: Point, stored: Size) -> Point {
        let Point { x, y } = if self.is_transposed() { transposed(point) } else { point };
        self.mirrored(Point { x, y }, self.upright(stored))
    }

    /// Where a point of the upright image is stored, both in image pixels.
    #[must_use]
    pub fn from_upright(self, point: Point, stored: Size) -> Point {
        let point = self.mirrored(point, self.upright(stored));
        if self.is_transposed() { transposed(point) } else { point }
    }

    const fn is_transposed(self) -> bool {
        self.0 >= 5
    }

    fn mirrored(self, point: Point, upright: Size) -> Point {
        let left_right = matches!(self.0, 2 | 3 | 6 | 7);
        let top_bottom = matches!(self.0, 3 | 4 | 7 | 8);
        Point {
            x: if left_right { f64::from(upright.width) - point.x } else { point.x },
            y: if top_bottom { f64::from(upright.height) - point.y } else { point.y },
        }
    }
}

fn transposed(point: Point) -> Point {
    Point { x: point.y, y: point.x }
}
