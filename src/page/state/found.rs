//! Places that were found by words, and what becomes of them when a person wants them as boxes.

use crate::core::geometry::BoundingBox;

/// What comes of wanting found places as boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The image's boxes then.
    pub boxes: Vec<BoundingBox>,
    /// What was found and nobody has decided about yet.
    pub left: Vec<BoundingBox>,
    /// Whether more were wanted than the image may have.
    pub is_full: bool,
}

/// Makes `count` of the places `found`, from `first` on, boxes beside `boxes`, of which an image has at most `max`.
pub fn accept(mut boxes: Vec<BoundingBox>, found: &[BoundingBox], first: usize, count: usize, max: usize) -> Accepted {
    let wanted = found.len().saturating_sub(first).min(count);
    let room = max.saturating_sub(boxes.len());
    let mut left = found.to_vec();
    if wanted > 0 {
        boxes.extend(left.drain(first..first + wanted.min(room)));
    }
    Accepted { boxes, left, is_full: wanted > room }
}
