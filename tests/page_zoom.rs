//! How large the image on the stage is shown, and what two fingers make of that.

use wan_edit::core::geometry::{Point, Size, View};
use wan_edit::page::state::pinch::{Fingers, Pinch, middle};
use wan_edit::page::state::zoom;

const IMAGE: Size = Size::new(3000, 4000);
const VIEW: View = View { left: 100.0, top: 50.0, width: 300.0, height: 400.0 };

fn point(x: f64, y: f64) -> Point {
    Point::new(x, y)
}

#[test]
fn larger_and_smaller_go_from_stop_to_stop() {
    assert_eq!(zoom::next_stop(10, true), Some(12));
    assert_eq!(zoom::next_stop(12, true), Some(16));
    assert_eq!(zoom::next_stop(12, false), Some(8));
    assert_eq!(zoom::next_stop(13, false), Some(12));
}

#[test]
fn there_is_no_stop_beyond_the_last_one() {
    assert_eq!(zoom::next_stop(800, true), None);
    assert_eq!(zoom::next_stop(5, false), None);
    assert_eq!(zoom::next_stop(2_000, false), Some(800));
}

#[test]
fn no_image_is_shown_wider_than_browsers_are_exact() {
    assert_eq!(zoom::max_percent(Size::new(8000, 8000)), 250);
    assert_eq!(zoom::clamped(800, Size::new(8000, 8000)), 250);
    assert_eq!(zoom::clamped(0, Size::new(8000, 8000)), 1);
    assert_eq!(zoom::clamped(100, Size::new(40_000, 10)), 50);
    assert_eq!(zoom::clamped(100, Size::new(3_000_000, 10)), 1, "shown at all");
    assert_eq!(zoom::max_percent(Size::new(0, 0)), 2_000_000);
}

#[test]
fn the_width_is_the_stage_or_percent_of_the_image() {
    let fit = "min(100cqw - 24px, (100cqh - 24px) * 3000 / 4000, max(3000px, 30rem))";
    assert_eq!(zoom::photo_width(None, IMAGE), fit);
    assert_eq!(zoom::photo_width(Some(33), IMAGE), "calc(3000px * 33 / 100)");
}

#[test]
fn the_percentage_shown_is_the_nearest_one() {
    assert_eq!(zoom::shown_percent(300.0, 3000), 10);
    assert_eq!(zoom::shown_percent(314.9, 3000), 10);
    assert_eq!(zoom::shown_percent(315.1, 3000), 11);
    assert_eq!(zoom::shown_percent(0.0, 3000), 0);
}

#[test]
fn an_image_that_fits_again_is_fitted() {
    assert_eq!(zoom::zoom_at(10.0, IMAGE, (400, 500)), None);
    assert_eq!(zoom::zoom_at(12.0, IMAGE, (400, 500)), Some(12), "480 px do not fit into 476");
    assert_eq!(zoom::zoom_at(20.4, IMAGE, (400, 500)), Some(20));
    assert_eq!(zoom::zoom_at(1e9, IMAGE, (400, 500)), Some(zoom::max_percent(IMAGE)));
    assert_eq!(zoom::zoom_at(-5.0, IMAGE, (400, 500)), None);
}

#[test]
fn the_middle_stays_in_the_middle() {
    let part = zoom::middle(700, 600, 3000);
    assert_eq!(zoom::scroll_to_middle(part, 600, 6000), 1700);
    assert_eq!(zoom::scroll_to_middle(part, 600, 3000), 700);
    assert_eq!(zoom::middle(0, 0, 0), 0.0);
}

#[test]
fn what_is_held_is_scrolled_to_the_fingers() {
    let held = point(0.5, 0.25);
    assert_eq!(zoom::scroll_to_hold(VIEW, held, point(250.0, 150.0)), (0, 0));
    assert_eq!(zoom::scroll_to_hold(VIEW, held, point(230.0, 160.0)), (20, -10));
}

#[test]
fn a_pinch_holds_the_part_between_the_fingers() {
    let pinch = Pinch::new([point(200.0, 150.0), point(300.0, 150.0)], VIEW, 10);
    assert_eq!(pinch, Pinch { distance: 100.0, percent: 10, held: point(0.5, 0.25) });
    assert_eq!(pinch.percent_at([point(100.0, 150.0), point(400.0, 150.0)]), 30.0);
    assert_eq!(pinch.percent_at([point(250.0, 100.0), point(250.0, 150.0)]), 5.0);
    assert_eq!(middle([point(0.0, 10.0), point(30.0, 20.0)]), point(15.0, 15.0));
}

#[test]
fn fingers_that_began_in_one_place_do_not_zoom_without_end() {
    let pinch = Pinch::new([point(200.0, 150.0), point(200.0, 150.0)], VIEW, 10);
    assert_eq!(pinch.percent_at([point(200.0, 150.0), point(200.0, 160.0)]), 100.0);
}

#[test]
fn two_fingers_pinch_until_one_goes_up() {
    let mut fingers = Fingers::default();
    let (a, b) = (point(200.0, 150.0), point(300.0, 150.0));
    assert_eq!(fingers.press(1, a, true), None);
    assert_eq!(fingers.drag(1, a), None, "one finger draws");
    assert_eq!(fingers.press(2, b, false), Some([a, b]));
    let pinch = Pinch::new([a, b], VIEW, 10);
    fingers.begin(Some(pinch));
    let moved = point(320.0, 150.0);
    assert_eq!(fingers.drag(2, moved), Some((pinch, [a, moved])));
    assert_eq!(fingers.drag(7, moved), None, "no finger of this pinch");
    fingers.release(1);
    assert_eq!(fingers.drag(2, moved), None);
}

#[test]
fn a_third_finger_and_forgotten_ones_do_not_pinch() {
    let mut fingers = Fingers::default();
    let at = point(200.0, 150.0);
    fingers.press(1, at, true);
    fingers.press(2, at, false);
    assert_eq!(fingers.press(3, at, false), None);
    // The first finger of a new touch: the browser has not told when the others went up.
    assert_eq!(fingers.press(4, at, true), None);
    assert_eq!(fingers.press(5, at, false), Some([at, at]));
}
