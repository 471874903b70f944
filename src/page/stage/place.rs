//! Where a box stands on the layer: in parts of the image's own size, so that no CSS size matters.

use crate::core::geometry::{BoundingBox, Size};

/// What of a box's rectangle is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// From the image's left edge.
    Left,
    /// From the image's upper edge.
    Top,
    /// The box's width.
    Width,
    /// The box's height.
    Height,
}

/// The CSS length of a box on an image of this size; empty while there is none.
pub(super) fn css_length(length: Length, bbox: Option<BoundingBox>, image: Option<Size>) -> String {
    let (Some(bbox), Some(image)) = (bbox, image) else { return String::new() };
    let (part, whole) = match length {
        Length::Left => (bbox.x1, image.width),
        Length::Top => (bbox.y1, image.height),
        Length::Width => (bbox.width(), image.width),
        Length::Height => (bbox.height(), image.height),
    };
    format!("calc(100% * {part} / {whole})")
}
