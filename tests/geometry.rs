//! Boxes stay where people put them: on any screen, at any zoom, for any picture.

use proptest::prelude::*;
use wan_edit::core::geometry::{BoundingBox, Handle, Orientation, Point, Size, View, image_from_view, view_from_image};

const PICTURE: Size = Size::new(1696, 960);

fn bbox(x1: u32, y1: u32, x2: u32, y2: u32) -> BoundingBox {
    BoundingBox { x1, y1, x2, y2 }
}

fn close(a: Point, b: Point, tolerance: f64) -> bool {
    (a.x - b.x).abs() <= tolerance && (a.y - b.y).abs() <= tolerance
}

#[test]
fn a_box_drawn_backwards_is_the_same_box() {
    let corner = Point::new(100.4, 200.6);
    let opposite = Point::new(40.0, 20.2);
    let drawn = BoundingBox::from_corners(corner, opposite, PICTURE);
    assert_eq!(drawn, Some(bbox(40, 20, 100, 201)));
    assert_eq!(drawn, BoundingBox::from_corners(opposite, corner, PICTURE));
}

#[test]
fn a_box_drawn_over_the_edge_ends_at_the_edge() {
    let drawn = BoundingBox::from_corners(Point::new(-5.0, 900.0), Point::new(9e99, 2e9), PICTURE);
    assert_eq!(drawn, Some(bbox(0, 900, 1696, 960)));
}

#[test]
fn a_click_and_a_box_outside_the_picture_are_no_boxes() {
    let at = |x1, y1, x2, y2| BoundingBox::from_corners(Point::new(x1, y1), Point::new(x2, y2), PICTURE);
    assert_eq!(at(10.0, 10.0, 10.4, 50.0), None);
    assert_eq!(at(1700.0, 0.0, 1800.0, 50.0), None);
    assert_eq!(at(f64::NAN, 0.0, 10.0, 10.0), None);
    assert_eq!(BoundingBox::normalized([5, 5, 5, 9], PICTURE), None);
    assert_eq!(BoundingBox::normalized([0, 0, 9, 9], Size::new(0, 0)), None);
}

#[test]
fn typed_numbers_may_come_in_any_order() {
    let typed = BoundingBox::normalized([1138, 515, 989, i64::MAX], PICTURE);
    assert_eq!(typed.map(BoundingBox::to_array), Some([989, 515, 1138, 960]));
}

#[test]
fn a_box_pushed_against_the_edge_keeps_its_size() {
    let moved = bbox(989, 515, 1138, 681).moved(5000, -5000, PICTURE);
    assert_eq!(moved, bbox(1547, 0, 1696, 166));
}

#[test]
fn an_edge_dragged_over_the_opposite_one_stops_a_pixel_before_it() {
    let start = bbox(100, 100, 200, 200);
    assert_eq!(start.resized(Handle::West, 500, 7, PICTURE), bbox(199, 100, 200, 200));
    assert_eq!(start.resized(Handle::SouthEast, -500, 60, PICTURE), bbox(100, 100, 101, 260));
    assert_eq!(start.resized(Handle::North, 9, -5000, PICTURE), bbox(100, 0, 200, 200));
}

#[test]
fn handles_have_the_names_of_css_cursors() {
    let names = Handle::ALL.map(Handle::name);
    assert_eq!(names, ["nw", "n", "ne", "e", "se", "s", "sw", "w"]);
}

#[test]
fn a_box_keeps_its_place_when_its_picture_is_sent_smaller() {
    let full = Size::new(9000, 6000);
    let sent = Size::new(8000, 5333);
    assert_eq!(bbox(900, 600, 9000, 6000).scaled(full, sent), bbox(800, 533, 8000, 5333));
    assert_eq!(bbox(8999, 0, 9000, 1).scaled(full, Size::new(10, 10)), bbox(9, 0, 10, 1));
}

/// Corners of the stored picture, clockwise from its top left, as they are shown: EXIF 1 to 8.
#[test]
fn each_orientation_shows_the_stored_corners_where_exif_says() {
    let stored = Size::new(3, 2);
    let expected = [
        [(0, 0), (3, 0), (3, 2), (0, 2)],
        [(3, 0), (0, 0), (0, 2), (3, 2)],
        [(3, 2), (0, 2), (0, 0), (3, 0)],
        [(0, 2), (3, 2), (3, 0), (0, 0)],
        [(0, 0), (0, 3), (2, 3), (2, 0)],
        [(2, 0), (2, 3), (0, 3), (0, 0)],
        [(2, 3), (2, 0), (0, 0), (0, 3)],
        [(0, 3), (0, 0), (2, 0), (2, 3)],
    ];
    for (value, shown) in (1..=8).zip(expected) {
        let orientation = Orientation::from_exif(value).unwrap();
        assert_eq!(orientation.to_exif(), value);
        assert_eq!(orientation.is_upright(), value == 1);
        for ((x, y), (shown_x, shown_y)) in [(0, 0), (3, 0), (3, 2), (0, 2)].into_iter().zip(shown) {
            let point = orientation.to_upright(Point::new(x.into(), y.into()), stored);
            assert_eq!(point, Point::new(shown_x.into(), shown_y.into()), "EXIF {value}");
        }
    }
    assert_eq!(Orientation::from_exif(0), None);
    assert_eq!(Orientation::from_exif(9), None);
}

#[test]
fn a_view_not_yet_laid_out_has_only_an_origin() {
    let view = View { left: 8.0, top: 8.0, width: 0.0, height: 0.0 };
    assert_eq!(image_from_view(Point::new(50.0, 50.0), view, PICTURE), Point::new(0.0, 0.0));
}

fn sizes() -> impl Strategy<Value = Size> {
    (1u32..=8000, 1u32..=8000).prop_map(|(width, height)| Size::new(width, height))
}

fn orientations() -> impl Strategy<Value = Orientation> {
    (1u16..=8).prop_map(|value| Orientation::from_exif(value).unwrap())
}

/// An image in the window: zoomed, scrolled, and laid out at the fractions of a CSS pixel that device ratios make.
fn views() -> impl Strategy<Value = (Size, View)> {
    let scroll = -20_000.0..2_000.0;
    let device_ratio = prop::sample::select(vec![1.0, 1.25, 1.5, 1.75, 2.0, 2.625, 3.0]);
    (sizes(), 0.05f64..8.0, scroll.clone(), scroll, device_ratio).prop_map(|(image, zoom, left, top, device_ratio)| {
        let snapped = |length: f64| (length * device_ratio).round() / device_ratio;
        let shown = |natural: u32| snapped(f64::from(natural) * zoom).max(1.0 / device_ratio);
        let (width, height) = (shown(image.width), shown(image.height));
        (image, View { left: snapped(left), top: snapped(top), width, height })
    })
}

fn boxes() -> impl Strategy<Value = (Size, BoundingBox)> {
    sizes().prop_flat_map(|within| {
        (0..within.width, 0..within.height)
            .prop_flat_map(move |(x1, y1)| (Just((x1, y1)), x1 + 1..=within.width, y1 + 1..=within.height))
            .prop_map(move |((x1, y1), x2, y2)| (within, bbox(x1, y1, x2, y2)))
    })
}

fn corners() -> impl Strategy<Value = Point> {
    let edge = prop_oneof![-20_000.0..20_000.0, prop::num::f64::ANY];
    (edge.clone(), edge).prop_map(|(x, y)| Point::new(x, y))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_point_comes_back_from_the_image((image, view) in views(), across in 0.0..=1.0, down in 0.0..=1.0) {
        let pointer = Point::new(view.left + across * view.width, view.top + down * view.height);
        let there = image_from_view(pointer, view, image);
        prop_assert!(close(view_from_image(there, view, image), pointer, 1e-6));
        prop_assert!(there.x >= -1e-6 && there.x <= f64::from(image.width) + 1e-6);

        // Rounded to whole image pixels, it is off by at most half of one, as shown.
        let rounded = Point::new(there.x.round(), there.y.round());
        let back = view_from_image(rounded, view, image);
        let half = Point::new(view.width, view.height);
        prop_assert!((back.x - pointer.x).abs() <= half.x / f64::from(image.width) / 2.0 + 1e-6);
        prop_assert!((back.y - pointer.y).abs() <= half.y / f64::from(image.height) / 2.0 + 1e-6);
    }

    #[test]
    fn a_box_comes_back_from_the_view((image, view) in views(), shares in [0.0..=1.0, 0.0..=1.0, 0.0..=1.0, 0.0..=1.0]) {
        let [x1, y1, x2, y2] = shares;
        let (width, height) = (f64::from(image.width), f64::from(image.height));
        let corners = [Point::new(x1 * width, y1 * height), Point::new(x2 * width, y2 * height)];
        if let Some(drawn) = BoundingBox::from_corners(corners[0], corners[1], image) {
            let edges = [(drawn.x1, drawn.y1), (drawn.x2, drawn.y2)]
                .map(|(x, y)| view_from_image(Point::new(x.into(), y.into()), view, image))
                .map(|point| image_from_view(point, view, image));
            prop_assert_eq!(BoundingBox::from_corners(edges[0], edges[1], image), Some(drawn));
        }
    }

    #[test]
    fn what_is_drawn_is_valid_or_nothing(a in corners(), b in corners(), within in sizes()) {
        if let Some(drawn) = BoundingBox::from_corners(a, b, within) {
            prop_assert!(drawn.is_valid(within));
            prop_assert_eq!(drawn.size(), Size::new(drawn.width(), drawn.height()));
        }
    }

    #[test]
    fn what_is_typed_is_valid_or_nothing(corners: [i64; 4], within in sizes()) {
        prop_assert!(BoundingBox::normalized(corners, within).is_none_or(|typed| typed.is_valid(within)));
    }

    #[test]
    fn a_moved_box_keeps_its_size_inside((within, start) in boxes(), dx: i64, dy: i64, x in -9000i64..9000, y in -9000i64..9000) {
        for (dx, dy) in [(dx, dy), (x, y)] {
            let moved = start.moved(dx, dy, within);
            prop_assert!(moved.is_valid(within));
            prop_assert_eq!(moved.size(), start.size());
        }
        prop_assert_eq!(start.moved(0, 0, within), start);
    }

    #[test]
    fn a_resized_box_keeps_the_other_edges((within, start) in boxes(), dx: i64, dy: i64, x in -9000i64..9000, y in -9000i64..9000) {
        for handle in Handle::ALL {
            for (dx, dy) in [(dx, dy), (x, y)] {
                let resized = start.resized(handle, dx, dy, within);
                prop_assert!(resized.is_valid(within));
                let name = handle.name();
                prop_assert!(name.contains('w') || resized.x1 == start.x1);
                prop_assert!(name.contains('e') || resized.x2 == start.x2);
                prop_assert!(name.contains('n') || resized.y1 == start.y1);
                prop_assert!(name.contains('s') || resized.y2 == start.y2);
            }
        }
    }

    #[test]
    fn a_scaled_box_is_valid_and_within_half_a_pixel((from, start) in boxes(), to in sizes()) {
        let scaled = start.scaled(from, to);
        prop_assert!(scaled.is_valid(to));
        prop_assert_eq!(start.scaled(from, from), start);
        let factor = f64::from(to.width) / f64::from(from.width);
        if f64::from(start.width()) * factor >= 1.0 {
            prop_assert!((f64::from(scaled.x1) - f64::from(start.x1) * factor).abs() <= 0.5 + 1e-9);
            prop_assert!((f64::from(scaled.x2) - f64::from(start.x2) * factor).abs() <= 1.0);
        }
    }

    #[test]
    fn a_box_of_another_image_is_pushed_inside(numbers: [u32; 4], within in sizes(), dx: i64) {
        let [x1, y1, x2, y2] = numbers;
        let foreign = bbox(x1, y1, x2, y2);
        prop_assert!(foreign.moved(dx, dx, within).is_valid(within));
        prop_assert!(foreign.scaled(within, Size::new(640, 480)).is_valid(Size::new(640, 480)));
        for handle in Handle::ALL {
            prop_assert!(foreign.resized(handle, dx, dx, within).is_valid(within));
        }
    }

    #[test]
    fn orientations_are_undone_exactly(orientation in orientations(), stored in sizes(), x in 0.0..8000.0, y in 0.0..8000.0) {
        let point = Point::new(x, y);
        let upright = orientation.to_upright(point, stored);
        prop_assert!(close(orientation.from_upright(upright, stored), point, 1e-9));
        prop_assert_eq!(orientation.upright(stored).area(), stored.area());

        let (width, height) = (f64::from(stored.width), f64::from(stored.height));
        let shown = orientation.upright(stored);
        let corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)];
        for (x, y) in corners {
            let corner = orientation.to_upright(Point::new(x, y), stored);
            prop_assert!(corner.x == 0.0 || corner.x == f64::from(shown.width));
            prop_assert!(corner.y == 0.0 || corner.y == f64::from(shown.height));
        }
    }
}
