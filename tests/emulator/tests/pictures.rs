//! What the results look like: size, number, what changed and what did not.

mod common;

use common::*;
use image::{Rgb, RgbImage, imageops};
use serde_json::{Value, json};

const KEY: &str = "sk-emu+delay=0+unlimited";

fn results(emulator: &Emulator, body: &Value) -> (Answer, Vec<RgbImage>) {
    let answer = emulator.submit(SYNC, KEY, &[], body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let pictures = answer.urls().iter().map(|url| picture(url)).collect();
    (answer, pictures)
}

#[test]
fn only_the_boxes_of_the_last_image_change() {
    let emulator = Emulator::start(&[]);
    let (first, last) = (sample(300, 300), sample(400, 300));
    let images = [data_uri(&png(&first)), data_uri(&png(&last))];
    let boxes = json!([[], [[40, 30, 120, 90], [200, 150, 400, 300]]]);
    let parameters = json!({"size": "1200*900", "bbox_list": boxes, "seed": 3});
    let (answer, pictures) = results(&emulator, &body("wan2.7-image-pro", &images, "hats", parameters));
    let plain = imageops::resize(&last, 1200, 900, imageops::FilterType::Triangle);
    assert_eq!(answer.json()["usage"]["size"], "1200*900");
    assert_eq!(pictures.len(), 1);
    for (x, y, pixel) in pictures[0].enumerate_pixels() {
        let inside = (120..360).contains(&x) && (90..270).contains(&y) || x >= 600 && y >= 450;
        let same = pixel == plain.get_pixel(x, y);
        assert_eq!(inside, !same, "at {x}, {y}");
    }
}

#[test]
fn a_box_is_filled_from_a_box_of_an_earlier_image() {
    let emulator = Emulator::start(&[]);
    let mut first = sample(300, 300);
    for (x, y) in (20..60).flat_map(|x| (20..60).map(move |y| (x, y))) {
        first.put_pixel(x, y, Rgb([250, 10, 20]));
    }
    let images = [first, sample(1024, 1024)].map(|image| data_uri(&png(&image)));
    let boxes = json!([[[20, 20, 60, 60]], [[100, 100, 300, 200]]]);
    let parameters = json!({"size": "1K", "bbox_list": boxes});
    let (_, pictures) = results(&emulator, &body("wan2.7-image", &images, "hats", parameters));
    let plain = sample(1024, 1024);
    for (x, y, pixel) in pictures[0].enumerate_pixels() {
        let inside = (100..300).contains(&x) && (100..200).contains(&y);
        let wanted = if inside { Rgb([250, 10, 20]) } else { *plain.get_pixel(x, y) };
        assert_eq!(*pixel, wanted, "at {x}, {y}");
    }
}

#[test]
fn without_boxes_on_the_last_image_all_of_it_changes() {
    let emulator = Emulator::start(&[]);
    let source = sample(1024, 1024);
    let image = data_uri(&png(&source));
    for (images, boxes) in
        [(vec![image.clone()], json!([[]])), (vec![image.clone(), image], json!([[[0, 0, 9, 9]], []]))]
    {
        let parameters = json!({"size": "1K", "bbox_list": boxes});
        let (_, pictures) = results(&emulator, &body("wan2.7-image", &images, "hats", parameters));
        let kept = pictures[0].pixels().zip(source.pixels());
        assert_eq!(kept.filter(|(one, other)| one == other).count(), 0);
    }
}

#[test]
fn the_service_fills_in_what_a_client_forgets() {
    let emulator = Emulator::start(&[]);
    let image = data_uri(&png(&sample(480, 320)));
    let mut old = body("wan2.6-image", std::slice::from_ref(&image), "a hat", json!({}));
    old.as_object_mut().unwrap().remove("parameters");
    let (answer, pictures) = results(&emulator, &old);
    assert_eq!(pictures.len(), 4, "wan2.6 makes four");
    assert_eq!(answer.json()["output"]["choices"].as_array().unwrap().len(), 4);
    // 1280² pixels in the ratio 3:2, in steps of 16.
    assert_eq!(pictures[0].dimensions(), (1568, 1040));
    let usage = &answer.json()["usage"];
    assert_eq!(usage["size"], "1568*1040");
    assert_eq!((&usage["image_count"], &usage["total_tokens"]), (&json!(4), &json!(0)));
    let (answer, pictures) = results(&emulator, &body("wan2.7-image", &[image], "a hat", json!({})));
    assert_eq!(pictures.len(), 1, "wan2.7 makes one");
    assert_eq!(pictures[0].dimensions(), (2508, 1672));
    assert!(answer.json()["usage"]["total_tokens"].as_u64() > Some(0));
    assert_eq!(answer.json()["output"]["finished"], true);
}

#[test]
fn seeds_count_up() {
    let emulator = Emulator::start(&[]);
    let seeded = |seed: u32, n: u32| {
        let parameters = json!({"size": "768*768", "seed": seed, "n": n});
        results(&emulator, &edit(parameters)).1
    };
    let three = seeded(10, 3);
    assert_ne!(three[0], three[1]);
    assert_eq!(three[1], seeded(11, 1)[0]);
    let dice = |_| results(&emulator, &edit(json!({"size": "768*768"}))).1.remove(0);
    let [one, two, three] = [1, 2, 3].map(dice);
    assert!(one != two || two != three, "no seed is a random seed");
}

#[test]
fn pictures_from_words() {
    let emulator = Emulator::start(&[]);
    let words =
        |prompt: &str, parameters: Value| results(&emulator, &body("wan2.7-image-pro", &[], prompt, parameters)).1;
    let square = words("a lake", json!({"size": "1K", "seed": 1}));
    assert_eq!(square[0].dimensions(), (1024, 1024));
    assert_eq!(square, words("a lake", json!({"size": "1K", "seed": 1})));
    assert_ne!(square, words("a fair", json!({"size": "1K", "seed": 1})));
    let wide = words("a lake", json!({"size": "1280*720", "n": 2}));
    assert_eq!(wide[1].dimensions(), (1280, 720));
    let set = json!({"size": "1K", "enable_sequential": true, "n": 3});
    let answer = emulator.submit(SYNC, KEY, &[], &body("wan2.7-image", &[], "a lake", set));
    assert_eq!(answer.json()["output"]["choices"].as_array().unwrap().len(), 1);
    assert_eq!(answer.urls().len(), 3);
}

#[test]
fn a_long_prompt_is_cut_not_refused() {
    let emulator = Emulator::start(&[]);
    let long = |tail: &str| "帽".repeat(5000) + tail;
    let drawn = |prompt: String| {
        let parameters = json!({"size": "1K", "seed": 1});
        results(&emulator, &body("wan2.7-image", &[], &prompt, parameters)).1
    };
    assert_eq!(drawn(long("one")), drawn(long("two")));
}

#[test]
fn a_watermark_is_at_the_bottom_right() {
    let emulator = Emulator::start(&[]);
    let source = sample(1024, 1024);
    let with = |mark: bool| {
        let boxes = json!([[[0, 0, 10, 10]]]);
        let parameters = json!({"size": "1K", "bbox_list": boxes, "watermark": mark, "seed": 1});
        let image = data_uri(&png(&source));
        results(&emulator, &body("wan2.7-image", &[image], "a hat", parameters)).1.remove(0)
    };
    let (plain, marked) = (with(false), with(true));
    let changed: Vec<_> = marked.enumerate_pixels().filter(|(x, y, pixel)| *pixel != plain.get_pixel(*x, *y)).collect();
    assert!(changed.len() > 1000);
    assert!(changed.iter().all(|(x, y, _)| *x > 800 && *y > 900));
}

#[test]
fn stored_pixels_count_not_the_orientation() {
    let emulator = Emulator::start(&[]);
    let picture = image::DynamicImage::ImageRgb8(sample(480, 320));
    let mut jpeg = encoded(&picture, image::ImageFormat::Jpeg);
    // An APP1 segment that asks for a quarter turn (orientation 6).
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    jpeg.splice(2..2, exif.iter().copied());
    let (_, pictures) = results(&emulator, &body("wan2.7-image", &[data_uri(&jpeg)], "a hat", json!({"size": "1K"})));
    let (width, height) = pictures[0].dimensions();
    assert!(width > height, "{width} × {height}");
}
