//! Boxes from a mask: a picture in which what is meant is white.

use crate::core::geometry::{BoundingBox, Size};

/// From which value on a pixel is meant.
const MEANT: u8 = 128;
/// A spot under this share of the mask is dust, in parts of a thousand.
const DUST_PER_MILLE: usize = 1;

/// The boxes around the spots of a mask, the largest spot first; at most `most`, of which the last holds all that is left.
///
/// `mask` has a byte for each pixel of `size`, row by row. A box may be scaled to the image that the mask is of.
///
/// ```
/// use wan_edit::core::edit::mask;
/// use wan_edit::core::geometry::Size;
///
/// let white = |at: usize| if matches!(at, 11 | 12 | 21 | 22) { 255 } else { 0 };
/// let mask: Vec<u8> = (0..100).map(white).collect();
/// assert_eq!(mask::boxes(&mask, Size::new(10, 10), 2)[0].to_array(), [1, 1, 3, 3]);
/// ```
#[must_use]
pub fn boxes(mask: &[u8], size: Size, most: usize) -> Vec<BoundingBox> {
    let (width, height) = (size.width as usize, size.height as usize);
    if mask.len() < width * height || most == 0 {
        return Vec::new();
    }
    let mut is_seen = vec![false; width * height];
    let mut spots: Vec<(usize, BoundingBox)> = Vec::new();
    let mut open = Vec::new();
    for start in 0..width * height {
        if is_seen[start] || mask[start] < MEANT {
            continue;
        }
        is_seen[start] = true;
        open.push(start);
        let (mut count, mut edges) = (0, [width, height, 0, 0]);
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            count += 1;
            edges = [edges[0].min(x), edges[1].min(y), edges[2].max(x + 1), edges[3].max(y + 1)];
            // Corners touch as well: a thin slanted line is one spot.
            for near_y in y.saturating_sub(1)..(y + 2).min(height) {
                for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                    let near = near_y * width + near_x;
                    if !is_seen[near] && mask[near] >= MEANT {
                        is_seen[near] = true;
                        open.push(near);
                    }
                }
            }
        }
        let [x1, y1, x2, y2] = edges.map(|edge| edge as u32);
        spots.push((count, BoundingBox { x1, y1, x2, y2 }));
    }
    let largest = spots.iter().map(|(count, _)| *count).max().unwrap_or(0);
    let dust = (width * height * DUST_PER_MILLE / 1000).min(largest.saturating_sub(1));
    spots.retain(|(count, _)| *count > dust);
    spots.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let mut boxes: Vec<BoundingBox> = spots.into_iter().map(|(_, bbox)| bbox).collect();
    if boxes.len() > most {
        let rest = boxes.split_off(most - 1);
        boxes.extend(rest.into_iter().reduce(around));
    }
    boxes
}

fn around(a: BoundingBox, b: BoundingBox) -> BoundingBox {
    BoundingBox { x1: a.x1.min(b.x1), y1: a.y1.min(b.y1), x2: a.x2.max(b.x2), y2: a.y2.max(b.y2) }
}
