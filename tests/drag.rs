//! What a drag over the stage makes of the boxes.

use wan_edit::core::edit::drag::{Drag, Grip, centered};
use wan_edit::core::geometry::{BoundingBox, Handle, Point, Size};

const IMAGE: Size = Size::new(1000, 500);

fn bbox(x1: u32, y1: u32, x2: u32, y2: u32) -> BoundingBox {
    BoundingBox { x1, y1, x2, y2 }
}

#[test]
fn drawing_adds_a_box_after_the_others_whatever_the_direction() {
    let drag = Drag::new(Grip::New, Point::new(600.2, 400.4), vec![bbox(0, 0, 10, 10)], IMAGE);
    assert_eq!(drag.index(), 1);
    let drawn = drag.boxes(Point::new(300.0, 100.0));
    assert_eq!(drawn, [bbox(0, 0, 10, 10), bbox(300, 100, 600, 400)]);
}

#[test]
fn drawing_past_the_edge_stops_at_the_edge() {
    let drag = Drag::new(Grip::New, Point::new(900.0, 400.0), Vec::new(), IMAGE);
    assert_eq!(drag.boxes(Point::new(4000.0, -70.0)), [bbox(900, 0, 1000, 400)]);
}

#[test]
fn a_press_without_a_drag_draws_nothing() {
    let at = Point::new(20.3, 20.3);
    assert_eq!(Drag::new(Grip::New, at, Vec::new(), IMAGE).boxes(at), []);
}

#[test]
fn moving_keeps_the_size_and_the_other_box() {
    let before = vec![bbox(100, 100, 200, 150), bbox(0, 0, 10, 10)];
    let drag = Drag::new(Grip::Move(0), Point::new(111.0, 111.0), before, IMAGE);
    assert_eq!(drag.boxes(Point::new(131.4, 106.6)), [bbox(120, 96, 220, 146), bbox(0, 0, 10, 10)]);
    assert_eq!(drag.boxes(Point::new(-5000.0, 5000.0)), [bbox(0, 450, 100, 500), bbox(0, 0, 10, 10)]);
}

#[test]
fn moving_there_and_back_changes_nothing() {
    let before = vec![bbox(900, 0, 1000, 50)];
    let start = Point::new(950.0, 20.0);
    let drag = Drag::new(Grip::Move(0), start, before.clone(), IMAGE);
    assert_ne!(drag.boxes(Point::new(2000.0, 2000.0)), before);
    assert_eq!(drag.boxes(start), before);
}

#[test]
fn a_handle_pressed_off_its_middle_does_not_jump() {
    let before = vec![bbox(100, 100, 200, 200)];
    let start = Point::new(207.0, 196.0);
    let drag = Drag::new(Grip::Resize(0, Handle::SouthEast), start, before.clone(), IMAGE);
    assert_eq!(drag.boxes(start), before);
    assert_eq!(drag.boxes(Point::new(217.0, 186.0)), [bbox(100, 100, 210, 190)]);
}

#[test]
fn a_drag_of_a_box_that_is_gone_changes_nothing() {
    let drag = Drag::new(Grip::Move(3), Point::new(0.0, 0.0), Vec::new(), IMAGE);
    assert_eq!(drag.boxes(Point::new(9.0, 9.0)), []);
}

#[test]
fn boxes_made_by_keyboard_start_in_the_middle_and_apart() {
    let first = centered(&[], IMAGE).unwrap();
    assert_eq!(first, bbox(333, 166, 667, 334));
    let second = centered(&[first], IMAGE).unwrap();
    assert_ne!(second, first);
    assert!(second.is_valid(IMAGE));
    assert!(centered(&[], Size::new(1, 1)).unwrap().is_valid(Size::new(1, 1)));
}
