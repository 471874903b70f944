//! Places that were found by words become boxes as far as the image may have more.

use wan_edit::core::geometry::BoundingBox;
use wan_edit::page::state::found::{Accepted, accept};

fn bbox(x1: u32) -> BoundingBox {
    BoundingBox { x1, y1: 0, x2: x1 + 10, y2: 10 }
}

#[test]
fn one_of_two_becomes_a_box_and_the_other_is_still_offered() {
    let accepted = accept(Vec::new(), &[bbox(1), bbox(2)], 1, 1, 2);
    assert_eq!(accepted, Accepted { boxes: vec![bbox(2)], left: vec![bbox(1)], is_full: false });
}

#[test]
fn all_become_boxes_after_those_that_are_there() {
    let accepted = accept(vec![bbox(9)], &[bbox(1), bbox(2)], 0, usize::MAX, 3);
    assert_eq!(accepted, Accepted { boxes: vec![bbox(9), bbox(1), bbox(2)], left: vec![], is_full: false });
}

#[test]
fn as_many_as_there_is_room_for_and_the_rest_is_still_offered() {
    let accepted = accept(vec![bbox(9)], &[bbox(1), bbox(2)], 0, usize::MAX, 2);
    assert_eq!(accepted, Accepted { boxes: vec![bbox(9), bbox(1)], left: vec![bbox(2)], is_full: true });
}

#[test]
fn a_full_image_stays_as_it_is() {
    let accepted = accept(vec![bbox(8), bbox(9)], &[bbox(1)], 0, 1, 2);
    assert_eq!(accepted, Accepted { boxes: vec![bbox(8), bbox(9)], left: vec![bbox(1)], is_full: true });
}

#[test]
fn what_was_not_found_is_no_box() {
    let accepted = accept(vec![bbox(9)], &[bbox(1)], 5, 1, 2);
    assert_eq!(accepted, Accepted { boxes: vec![bbox(9)], left: vec![bbox(1)], is_full: false });
}
