//! Where things are: points, sizes and bounding boxes in image pixels, and the one crossing between image and view.
//!
//! Image pixels are natural pixels of the upright image, origin top left, x to the right, y down. View pixels are CSS
//! pixels of the window, as pointer events report them. Only [`image_from_view`] and [`view_from_image`] cross over.

mod bounding_box;
mod orientation;

use serde::Deserialize;

pub use bounding_box::{BoundingBox, Handle};
pub use orientation::Orientation;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
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

    /// Whether both have about the same ratio of width to height.
    #[must_use]
    pub fn has_shape_of(self, other: Self) -> bool {
        (self.ratio() / other.ratio() - 1.0).abs() < 0.05
    }

    /// Height and width exchanged.
    #[must_use]
    pub const fn transposed(self) -> Self {
        Self::new(self.height, self.width)
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
///
/// ```
/// use wan_edit::core::geometry::{Point, Size, View, image_from_view};
///
/// let view = View { left: 20.0, top: 10.0, width: 400.0, height: 300.0 };
/// let image = Size::new(4000, 3000);
/// assert_eq!(image_from_view(Point::new(120.0, 60.0), view, image), Point::new(1000.0, 500.0));
/// ```
#[must_use]
pub fn image_from_view(point: Point, view: View, image: Size) -> Point {
    let along = |from_edge: f64, shown: f64, natural: u32| {
        if shown > 0.0 { from_edge * f64::from(natural) / shown } else { 0.0 }
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
        if natural > 0 { edge * shown / f64::from(natural) } else { 0.0 }
    };
    Point {
        x: view.left + along(point.x, image.width, view.width),
        y: view.top + along(point.y, image.height, view.height),
    }
}
