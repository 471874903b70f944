//! What becomes of a thumbnail that a pointer holds.

use wan_edit::core::geometry::Point;
use wan_edit::page::state::thumbnail_drag::{Pointer, ThumbnailDrag, is_reordered};

/// From one thumbnail to the next in a column.
const DOWN: Point = Point::new(0.0, 78.0);

/// Four images, whose ids are 10 to 13, each a place below the other.
fn pressed(from: usize, pointer: Pointer) -> ThumbnailDrag {
    ThumbnailDrag::new(10 + from as u32, from, 4, DOWN, pointer)
}

fn mouse(x: f64, y: f64) -> Pointer {
    Pointer { id: 1, is_mouse: true, is_down: true, at: Point::new(x, y) }
}

fn finger(x: f64, y: f64) -> Pointer {
    Pointer { id: 7, is_mouse: false, is_down: true, at: Point::new(x, y) }
}

fn offsets(drag: &ThumbnailDrag) -> Vec<Option<(f64, f64)>> {
    (0..4).map(|at| drag.offset(at).map(|Point { x, y }| (x, y))).collect()
}

#[test]
fn a_press_moves_nothing() {
    let drag = pressed(1, mouse(30.0, 100.0));
    assert_eq!((drag.image(), drag.is_dragging(), drag.target()), (11, false, None));
    assert_eq!(offsets(&drag), [None; 4]);
    let trembled = drag.clone().moved(mouse(35.9, 94.1));
    assert_eq!(trembled, Some(drag), "less than 6 px is a press");
}

#[test]
fn a_mouse_drags_from_6_px_on_and_the_others_make_room() {
    let drag = pressed(0, mouse(30.0, 100.0)).moved(mouse(36.0, 100.0)).unwrap();
    assert!(drag.is_dragging());
    assert_eq!(drag.target(), Some(0));
    assert_eq!(offsets(&drag), [Some((6.0, 0.0)), None, None, None]);

    let drag = drag.moved(mouse(30.0, 100.0 + 1.6 * 78.0)).unwrap();
    assert_eq!(drag.target(), Some(2));
    let up = Some((0.0, -78.0));
    assert_eq!(offsets(&drag)[1..], [up, up, None]);
}

#[test]
fn a_thumbnail_dragged_back_goes_before_the_others() {
    let drag = pressed(3, mouse(30.0, 300.0)).moved(mouse(30.0, 300.0 - 2.0 * 78.0)).unwrap();
    assert_eq!(drag.target(), Some(1));
    assert_eq!(offsets(&drag), [None, Some((0.0, 78.0)), Some((0.0, 78.0)), Some((0.0, -156.0))]);
}

#[test]
fn no_drag_goes_past_the_ends() {
    let drag = pressed(1, mouse(0.0, 0.0));
    assert_eq!(drag.clone().moved(mouse(0.0, 9000.0)).unwrap().target(), Some(3));
    assert_eq!(drag.moved(mouse(0.0, -9000.0)).unwrap().target(), Some(0));
}

#[test]
fn in_a_row_it_goes_by_the_way_to_the_right() {
    let right = Point::new(66.0, 0.0);
    let drag = ThumbnailDrag::new(10, 0, 4, right, mouse(0.0, 0.0)).moved(mouse(70.0, 500.0)).unwrap();
    assert_eq!(drag.target(), Some(1));
}

#[test]
fn thumbnails_at_one_place_are_no_division_by_zero() {
    let nowhere = Point::new(0.0, 0.0);
    let drag = ThumbnailDrag::new(10, 2, 4, nowhere, mouse(0.0, 0.0)).moved(mouse(70.0, 500.0)).unwrap();
    assert_eq!(drag.target(), Some(2));
}

#[test]
fn a_finger_that_moves_at_once_scrolls() {
    let drag = pressed(1, finger(30.0, 100.0));
    assert_eq!(drag.clone().moved(finger(30.0, 105.0)), Some(drag.clone()));
    assert_eq!(drag.moved(finger(30.0, 106.0)), None);
}

#[test]
fn a_finger_that_rests_drags() {
    let drag = pressed(1, finger(30.0, 100.0)).rested();
    assert!(drag.is_dragging());
    assert_eq!(drag.target(), Some(1), "released at once, it stays");
    let drag = drag.moved(finger(30.0, 100.0 + 78.0)).unwrap();
    assert_eq!(drag.target(), Some(2));
}

#[test]
fn another_pointer_changes_nothing() {
    let drag = pressed(1, finger(30.0, 100.0)).rested();
    assert!(!drag.is_held_by(mouse(30.0, 100.0)));
    assert_eq!(drag.clone().moved(mouse(30.0, 900.0)), Some(drag));
}

#[test]
fn a_pointer_that_comes_back_released_ends_it() {
    let released = |at| Pointer { is_down: false, ..at };
    let drag = pressed(1, mouse(30.0, 100.0));
    assert_eq!(drag.clone().moved(released(mouse(31.0, 100.0))), None, "pressed only");
    let drag = drag.moved(mouse(30.0, 140.0)).unwrap();
    assert_eq!(drag.moved(released(mouse(30.0, 150.0))), None, "dragged");
}

#[test]
fn an_order_is_that_of_what_stays() {
    assert!(is_reordered(&[1, 2, 3], &[2, 1, 3]));
    assert!(is_reordered(&[1, 2, 3], &[3, 1]));
    assert!(is_reordered(&[1, 2], &[2, 9, 1]));
    for after in [&[1, 2, 3][..], &[1, 3], &[3], &[], &[1, 9, 2, 3], &[4]] {
        assert!(!is_reordered(&[1, 2, 3], after), "{after:?}");
    }
    assert!(!is_reordered(&[], &[1, 2]));
}
