//! Work on boxes: copies, kept ratio, snapping, choosing through overlaps, other tools' files, masks.

use proptest::prelude::*;

use wan_edit::core::edit::drag::{Drag, DragRules, Grip, duplicate, next_under, under};
use wan_edit::core::edit::exchange::{BoxFormat, BoxedImage, BoxesError, read, write};
use wan_edit::core::edit::{Draft, ImageSource, SourceImage, mask};
use wan_edit::core::geometry::{BoundingBox, Handle, Point, Size};
use wan_edit::core::prompt::Prompt;

const IMAGE: Size = Size::new(1000, 500);

fn bbox(x1: u32, y1: u32, x2: u32, y2: u32) -> BoundingBox {
    BoundingBox { x1, y1, x2, y2 }
}

fn sized(width: u32, height: u32) -> SourceImage {
    let url = "https://example.com/a.png".to_owned();
    SourceImage { source: ImageSource::Url { url, size: Some(Size::new(width, height)) }, bboxes: Vec::new() }
}

fn boxed(name: &str, size: Size, bboxes: &[BoundingBox]) -> BoxedImage {
    BoxedImage { name: name.to_owned(), size, bboxes: bboxes.to_vec() }
}

// Copies.

#[test]
fn a_copy_does_not_hide_what_it_is_of() {
    assert_eq!(duplicate(bbox(100, 100, 180, 140), IMAGE), bbox(110, 105, 190, 145));
    assert_eq!(duplicate(bbox(920, 460, 1000, 500), IMAGE), bbox(910, 455, 990, 495));
    assert_eq!(duplicate(bbox(0, 0, 1000, 500), IMAGE), bbox(0, 0, 1000, 500), "there is no other place");
}

#[test]
fn a_box_goes_to_another_image_with_its_note_in_one_step() {
    let mut draft = Draft::default();
    let (a, b) = (draft.add("a", sized(1000, 500)), draft.add("b", sized(500, 500)));
    draft.add_bbox(a, bbox(100, 100, 200, 200), Prompt::parse("an apple", &[]));
    assert_eq!(draft.copy_bbox(a, 0, b), Some(0));
    assert_eq!(draft.image(b).unwrap().image.bboxes, [bbox(50, 100, 100, 200)]);
    assert_eq!(draft.image(b).unwrap().notes[0].note.text(&[]), "an apple");
    assert_ne!(draft.image(b).unwrap().notes[0].id, draft.image(a).unwrap().notes[0].id);
    draft.undo();
    assert_eq!(draft.move_bbox(a, 0, b), Some(0));
    assert!(draft.image(a).unwrap().image.bboxes.is_empty());
    draft.undo();
    assert_eq!(draft.image(a).unwrap().image.bboxes.len(), 1);
    assert!(draft.image(b).unwrap().image.bboxes.is_empty());
    assert_eq!(draft.copy_bbox(a, 7, b), None);
}

// Drags by rules.

#[test]
fn a_kept_ratio_holds_at_every_handle_and_at_the_edge() {
    let rules = DragRules { keeps_ratio: true, snap_px: 0 };
    let before = vec![bbox(400, 200, 600, 300)];
    for handle in Handle::ALL {
        for (dx, dy) in [(60.0, 10.0), (-60.0, 25.0), (4000.0, 4000.0), (-4000.0, -4000.0)] {
            let drag = Drag::new(Grip::Resize(0, handle), Point::new(0.0, 0.0), before.clone(), IMAGE);
            let resized = drag.boxes_by(Point::new(dx, dy), rules)[0];
            assert!(resized.is_valid(IMAGE), "{handle:?}");
            let is_point = resized.width() <= 2 || resized.height() <= 1;
            let off = (f64::from(resized.width()) - 2.0 * f64::from(resized.height())).abs();
            assert!(is_point || off <= 2.0, "{handle:?} {dx} {dy}: {resized:?}");
        }
    }
    let drag = Drag::new(Grip::Resize(0, Handle::SouthEast), Point::new(600.0, 300.0), before, IMAGE);
    assert_eq!(drag.boxes_by(Point::new(700.0, 310.0), rules), [bbox(400, 200, 700, 350)]);
}

#[test]
fn a_new_box_with_a_kept_ratio_is_a_square_inside_the_image() {
    let rules = DragRules { keeps_ratio: true, snap_px: 0 };
    let drag = Drag::new(Grip::New, Point::new(300.0, 400.0), Vec::new(), IMAGE);
    assert_eq!(drag.boxes_by(Point::new(350.0, 390.0), rules), [bbox(300, 350, 350, 400)]);
    assert_eq!(drag.boxes_by(Point::new(900.0, 490.0), rules), [bbox(300, 400, 400, 500)]);
}

#[test]
fn what_is_dragged_snaps_to_edges_and_middles() {
    let rules = DragRules { keeps_ratio: false, snap_px: 8 };
    let before = vec![bbox(100, 100, 200, 200), bbox(700, 100, 800, 200)];
    let drag = Drag::new(Grip::Move(0), Point::new(150.0, 150.0), before.clone(), IMAGE);
    let moved = |x: f64, y: f64| drag.boxes_by(Point::new(x, y), rules)[0];
    assert_eq!(moved(55.0, 150.0), bbox(0, 100, 100, 200), "the image's left edge");
    assert_eq!(moved(495.0, 255.0), bbox(450, 200, 550, 300), "the image's middle, both ways");
    assert_eq!(moved(645.0, 145.0), bbox(600, 100, 700, 200), "the other box");
    assert_eq!(moved(300.0, 330.0), bbox(250, 280, 350, 380), "nothing is near");
    let drag = Drag::new(Grip::Resize(0, Handle::East), Point::new(200.0, 150.0), before.clone(), IMAGE);
    assert_eq!(drag.boxes_by(Point::new(495.0, 170.0), rules)[0], bbox(100, 100, 500, 200));
    let drag = Drag::new(Grip::New, Point::new(300.0, 300.0), before, IMAGE);
    assert_eq!(drag.boxes_by(Point::new(994.0, 495.0), rules)[2], bbox(300, 300, 1000, 500));
}

#[test]
fn presses_choose_through_boxes_that_lie_over_each_other() {
    let boxes = [bbox(0, 0, 100, 100), bbox(20, 20, 60, 60), bbox(50, 50, 90, 90)];
    let at = Point::new(55.0, 55.0);
    assert_eq!(under(&boxes, at), [1, 2, 0]);
    assert_eq!(next_under(&boxes, at, None), Some(1));
    assert_eq!(next_under(&boxes, at, Some(1)), Some(2));
    assert_eq!(next_under(&boxes, at, Some(2)), Some(0));
    assert_eq!(next_under(&boxes, at, Some(0)), Some(1));
    assert_eq!(next_under(&boxes, Point::new(200.0, 5.0), Some(0)), None);
}

// Other tools' files.

#[test]
fn the_documented_list_is_written_and_read() {
    let images = [
        boxed("1.png", Size::new(200, 200), &[bbox(0, 0, 12, 12), bbox(25, 25, 100, 100)]),
        boxed("2.png", Size::new(200, 200), &[]),
        boxed("3.png", Size::new(200, 200), &[bbox(10, 10, 50, 50)]),
    ];
    let text = write(BoxFormat::Pixels, &images);
    assert_eq!(text, "[[[0,0,12,12],[25,25,100,100]],[],[[10,10,50,50]]]", "R27");
    let wanted: Vec<_> = images.iter().map(|image| image.bboxes.clone()).collect();
    assert_eq!(read(&text, None, &images), Ok(wanted.clone()));
    assert_eq!(read(&format!("{{\"bbox_list\": {text}}}"), None, &images), Ok(wanted));
}

#[test]
fn every_form_reads_what_people_have() {
    let one = [boxed("cat.jpg", Size::new(800, 400), &[])];
    let wanted = Ok(vec![vec![bbox(80, 40, 400, 200)]]);
    let texts = [
        ("[80, 40, 400, 200]", None),
        ("[[400, 200, 80, 40]]", None),
        ("[[0.1, 0.1, 0.5, 0.5]]", None),
        ("[[100, 100, 500, 500]]", Some(BoxFormat::Thousandths)),
        ("0 0.3 0.3 0.4 0.4\n", None),
        ("# cat.jpg\n3 0.3 0.3 0.4 0.4 0.98\n", Some(BoxFormat::Yolo)),
        (
            r#"{"images":[{"id":7,"file_name":"cat.jpg","width":1600,"height":800}],
             "annotations":[{"id":1,"image_id":7,"bbox":[160,80,640,320],"category_id":1}]}"#,
            None,
        ),
    ];
    for (text, format) in texts {
        assert_eq!(read(text, format, &one), wanted, "{text}");
    }
    for text in ["", "no boxes", "{}", "[[1,2,3]]", "{\"annotations\":[{\"image_id\":1}]}", "1 2 3"] {
        assert_eq!(read(text, None, &one), Err(BoxesError::Unknown), "{text}");
    }
    assert_eq!(read("[[[1,2,30,40]],[[1,2,30,40]]]", None, &one), Err(BoxesError::TooManyImages(2)));
    assert_eq!(read("[[[9000,2,9001,40]]]", None, &one), Ok(vec![vec![]]), "outside the image is no box");
}

#[test]
fn a_coco_file_finds_its_images_by_name() {
    let images = [boxed("a.jpg", Size::new(100, 100), &[]), boxed("b.jpg", Size::new(100, 100), &[])];
    let file = r#"{"images":[{"id":1,"file_name":"b.jpg"}],"annotations":[{"image_id":1,"bbox":[1.4,2,3,4]}]}"#;
    assert_eq!(read(file, None, &images), Ok(vec![vec![], vec![bbox(1, 2, 4, 6)]]));
}

fn any_image() -> impl Strategy<Value = BoxedImage> {
    (200..8000_u32, 200..8000_u32).prop_flat_map(|(width, height)| {
        let one = (0..width - 100, 0..height - 100, 20..100_u32, 20..100_u32);
        let boxes = prop::collection::vec(one, 0..3);
        boxes.prop_map(move |boxes| {
            let bboxes = boxes.into_iter().map(|(x, y, w, h)| bbox(x, y, x + w, y + h)).collect();
            BoxedImage { name: format!("{width}x{height}.png"), size: Size::new(width, height), bboxes }
        })
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(images in prop::collection::vec(any_image(), 1..4)) {
        for format in BoxFormat::ALL {
            // YOLO without a box and without a name says nothing at all.
            if format == BoxFormat::Yolo && images.len() == 1 && images[0].bboxes.is_empty() {
                continue;
            }
            let again = read(&write(format, &images), Some(format), &images).unwrap();
            for (image, boxes) in images.iter().zip(again) {
                prop_assert_eq!(image.bboxes.len(), boxes.len());
                for (wanted, found) in image.bboxes.iter().zip(boxes) {
                    // A thousandth of 8000 px is 8 px, the last one is 999.
                    let most = if format == BoxFormat::Thousandths { 8 } else { 0 };
                    for (a, b) in wanted.to_array().into_iter().zip(found.to_array()) {
                        prop_assert!(a.abs_diff(b) <= most, "{:?}: {:?} {:?}", format, wanted, found);
                    }
                }
            }
        }
    }

    #[test]
    fn no_text_makes_a_box_outside_the_image(text in "\\PC{0,60}|[\\[\\], 0-9.e-]{0,60}") {
        let images = [boxed("a", Size::new(30, 20), &[])];
        for boxes in read(&text, None, &images).into_iter().flatten().flatten() {
            prop_assert!(boxes.is_valid(Size::new(30, 20)));
        }
    }
}

// Masks.

#[test]
fn spots_of_a_mask_become_boxes_the_largest_first() {
    let (width, height) = (200_usize, 100_usize);
    let mut pixels = vec![0_u8; width * height];
    let mut fill = |x1: usize, y1: usize, x2: usize, y2: usize, value: u8| {
        for y in y1..y2 {
            pixels[y * width + x1..y * width + x2].fill(value);
        }
    };
    fill(10, 10, 30, 30, 255);
    fill(100, 20, 160, 80, 200);
    fill(180, 90, 190, 95, 255);
    fill(0, 0, 2, 2, 255); // dust
    fill(50, 50, 90, 90, 90); // grey
    let size = Size::new(width as u32, height as u32);
    let (large, small, third) = (bbox(100, 20, 160, 80), bbox(10, 10, 30, 30), bbox(180, 90, 190, 95));
    assert_eq!(mask::boxes(&pixels, size, 5), [large, small, third]);
    assert_eq!(mask::boxes(&pixels, size, 2), [large, bbox(10, 10, 190, 95)], "the last holds what is left");
    assert_eq!(mask::boxes(&pixels, size, 0), []);
    assert_eq!(mask::boxes(&[0; 20], Size::new(5, 4), 2), []);
    assert_eq!(mask::boxes(&[255; 3], Size::new(5, 4), 2), [], "too few bytes");
}
