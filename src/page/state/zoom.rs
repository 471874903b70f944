//! How large the image on the stage is shown, and which part of it is seen. Percent are of the image's natural size.

use crate::core::geometry::{Point, Size, View};

/// Percent to stop at.
const STOPS: [u32; 17] = [5, 8, 12, 16, 25, 33, 50, 66, 80, 100, 125, 150, 200, 300, 400, 600, 800];
/// Widest that an image is shown, CSS px: browsers lose precision far above.
const MAX_WIDTH_PX: u32 = 20_000;
/// What stays free beside an image that fits, both sides together, CSS px.
const FREE_PX: i32 = 24;

/// The next stop above `percent`, or below it; `None` after the last one.
pub fn next_stop(percent: u32, is_larger: bool) -> Option<u32> {
    if is_larger {
        STOPS.into_iter().find(|stop| *stop > percent)
    } else {
        STOPS.into_iter().rev().find(|stop| *stop < percent)
    }
}

/// The largest percentage that an image may be shown at.
pub fn max_percent(image: Size) -> u32 {
    (u64::from(MAX_WIDTH_PX) * 100 / u64::from(image.width.max(1))) as u32
}

/// `percent` as far as the image may be shown at it.
pub fn clamped(percent: u32, image: Size) -> u32 {
    percent.min(max_percent(image)).max(1)
}

/// The CSS width of an image: as much as the stage has room for where `percent` is `None`.
pub fn photo_width(percent: Option<u32>, image: Size) -> String {
    let Size { width, height } = image;
    match percent {
        // Small pictures are enlarged a little, so that a box can be drawn with a finger.
        None => {
            format!("min(100cqw - {FREE_PX}px, (100cqh - {FREE_PX}px) * {width} / {height}, max({width}px, 30rem))")
        }
        Some(percent) => format!("calc({width}px * {percent} / 100)"),
    }
}

/// At how many percent an image of this natural width is shown, to the nearest.
pub fn shown_percent(shown_width_px: f64, natural_width_px: u32) -> u32 {
    (shown_width_px * 100.0 / f64::from(natural_width_px) + 0.5) as u32
}

/// The zoom for about `percent` in a window of these CSS pixels; `None` where the image fits into it.
pub fn zoom_at(percent: f64, image: Size, window_px: (i32, i32)) -> Option<u32> {
    let percent = percent.min(f64::from(max_percent(image))).max(1.0);
    let fits = |natural: u32, window: i32| f64::from(natural) * percent / 100.0 <= f64::from(window - FREE_PX);
    let is_fit = fits(image.width, window_px.0) && fits(image.height, window_px.1);
    (!is_fit).then_some((percent + 0.5) as u32)
}

/// The part, 0 to 1, of what scrolls that is in the middle of the window. All in CSS px.
pub fn middle(scrolled: i32, window: i32, all: i32) -> f64 {
    f64::from(scrolled * 2 + window) / f64::from(all.max(1) * 2)
}

/// How far to scroll to have that part in the middle. All in CSS px.
pub fn scroll_to_middle(part: f64, window: i32, all: i32) -> i32 {
    (part * f64::from(all)) as i32 - window / 2
}

/// How far to scroll further, CSS px, to have the `held` part of the image, 0 to 1, at a point of the window.
pub fn scroll_to_hold(view: View, held: Point, at: Point) -> (i32, i32) {
    let further = |start: f64, length: f64, part: f64, wanted: f64| (start + length * part - wanted) as i32;
    (further(view.left, view.width, held.x, at.x), further(view.top, view.height, held.y, at.y))
}
