//! Whatever a vision model writes, a person gets boxes inside the picture, or is told that there are none.

use proptest::prelude::*;
use serde_json::{Value, json};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::service::locate::{LocateError, MODEL, instructions, parse};

const PICTURE: Size = Size::new(2048, 1024);

fn wire(name: &str) -> Value {
    let path = format!("{}/tests/wire/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn found(answer: &str, image: Size) -> Vec<[u32; 4]> {
    let boxes = parse(answer, image).unwrap_or_else(|error| panic!("{answer}: {error}"));
    boxes.into_iter().map(BoundingBox::to_array).collect()
}

#[test]
fn the_documented_answer_becomes_a_box() {
    let answer = &wire("qwen36_bbox_response.json")["output"]["choices"][0]["message"]["content"][0]["text"];
    let expected = [412 * 2048 / 1000, 318 * 1024 / 1000, 655 * 2048 / 1000, 702 * 1024 / 1000];
    assert_eq!(found(answer.as_str().unwrap(), PICTURE), [expected]);
}

/// The recommended wording, but for the unit: the newest guide counts from 0 to 999, and says what nothing looks like.
#[test]
fn the_question_is_the_recommended_one() {
    let request = wire("qwen36_bbox_request_recommended.json");
    assert_eq!(request["model"], MODEL);
    let documented = request["input"]["messages"][0]["content"][1]["text"].as_str().unwrap();
    let ours = instructions("  咖啡杯\n");
    let only = |a: &str, b: &str| a.lines().filter(|line| !b.lines().any(|other| other == *line)).count();
    assert_eq!(only(documented, &ours), 1, "{ours}");
    assert_eq!(only(&ours, documented), 2, "{ours}");
    assert!(
        ours.starts_with("咖啡杯\n") && ours.contains("0-999") && ours.contains("[]") && !ours.contains("绝对像素")
    );
    assert!(instructions("the red mug").starts_with("the red mug\n"));
}

#[test]
fn the_same_box_is_read_in_every_shape() {
    let answers = [
        "[100, 200, 300, 400]",
        "[[100, 200, 300, 400]]",
        "[[[100, 200, 300, 400]]]",
        "```json\n[[100, 200, 300, 400]]\n```",
        "```\n[[100,200,300,400]]\n```",
        "```JSON\n[[100,200,300,400]]\n```",
        "```json [[100,200,300,400]]```",
        "The mug is at [[100, 200, 300, 400]]. Anything else?",
        "根据描述，坐标为：\n[[100, 200, 300, 400]]",
        "In image [1] of [2], it is here: [100, 200, 300, 400].",
        "\"[[100, 200, 300, 400]]\"",
        "[[100, 200, 300, 400]",
        "[{\"bbox_2d\": [100, 200, 300, 400], \"label\": \"mug\"}]",
        "{\"bbox_2d\": [100, 200, 300, 400], \"label\": \"mug\"}",
        "{\"bbox\": [100, 200, 300, 400]}",
        "{\"bbox\": [[100, 200, 300, 400]]}",
        "{\"objects\": [{\"label\": \"mug\", \"bbox\": [100, 200, 300, 400], \"color\": [1, 2, 3, 4]}]}",
        "{\"result\": {\"count\": 1, \"boxes\": [[100, 200, 300, 400]]}}",
        "Sure! {\"coordinates\": [100, 200, 300, 400]}",
        "[{\"x1\": 100, \"y1\": 200, \"x2\": 300, \"y2\": 400}]",
        "[[100.0, 200.0, 300.1, 400.9e0]]",
        "[[\"100\", \" 200\", \"300\", \"400.0\"]]",
        "[[300, 400, 100, 200]]",
        "[[300, 200, 100, 400]]",
        "[[100, 200, 300, 400], [1, 2, 3], [1, 2, 3, 4, 5], null, \"mug\"]",
        "[[100, 200, 300, 400], [500, 500, 500, 600], [500, 500, 600, 500]]",
    ];
    for answer in answers {
        assert_eq!(found(answer, Size::new(1000, 1000)), [[100, 200, 300, 400]], "{answer}");
        assert_eq!(found(answer, Size::new(4000, 500)), [[400, 100, 1200, 200]], "{answer}");
    }
}

#[test]
fn at_most_two_boxes_are_kept_in_order() {
    let boxes = [[10, 20, 30, 40], [50, 60, 70, 80], [100, 110, 120, 130]];
    let size = Size::new(1000, 1000);
    let list = json!(boxes).to_string();
    assert_eq!(found(&list, size), boxes[..2]);
    let objects = json!(boxes.map(|bbox| json!({ "bbox_2d": bbox, "label": "mug" }))).to_string();
    assert_eq!(found(&objects, size), boxes[..2]);
    let lines = boxes.map(|bbox| json!({ "bbox_2d": bbox }).to_string()).join("\n");
    assert_eq!(found(&lines, size), boxes[..2]);
    assert_eq!(found("First [10, 20, 30, 40], then [50, 60, 70, 80].", size), boxes[..2]);
    // A box without a pixel takes no place.
    assert_eq!(found("[[5, 5, 5, 9], [10, 20, 30, 40], [50, 60, 70, 80]]", size), boxes[..2]);
}

#[test]
fn shares_are_of_the_original_and_rounded_down() {
    assert_eq!(found("[[0, 0, 999, 999]]", Size::new(1696, 960)), [[0, 0, 1694, 959]]);
    assert_eq!(found("[[0, 0, 1000, 1000]]", Size::new(1696, 960)), [[0, 0, 1696, 960]]);
    assert_eq!(found("[[1, 1, 999, 999]]", Size::new(8000, 240)), [[8, 0, 7992, 239]]);
    assert_eq!(found("[[290, 290, 580, 580]]", Size::new(100, 100)), [[29, 29, 58, 58]]);
}

#[test]
fn values_above_a_thousand_are_pixels_where_the_picture_has_them() {
    assert_eq!(found("[[989, 515, 1138, 681]]", Size::new(1696, 960)), [[989, 515, 1138, 681]]);
    assert_eq!(found("[[10, 20, 30.9, 40], [989, 515, 1138, 681]]", Size::new(1696, 960))[0], [10, 20, 30, 40]);
    assert_eq!(found("[[989, 515, 1696, 960]]", Size::new(1696, 960)), [[989, 515, 1696, 960]]);
    // One value does not fit: shares, cut at the edge.
    assert_eq!(found("[[500, 500, 1010, 700]]", Size::new(800, 600)), [[400, 300, 800, 420]]);
    assert_eq!(found("[[500, 500, 1697, 700]]", Size::new(1696, 960)), [[848, 480, 1696, 672]]);
    assert_eq!(found("[[-1, 500, 1100, 700]]", Size::new(2000, 2000)), [[0, 1000, 2000, 1400]]);
    assert_eq!(found("[[-20, -30, 500, 1e300]]", Size::new(800, 600)), [[0, 0, 400, 600]]);
}

#[test]
fn an_empty_list_says_that_nothing_was_found() {
    for answer in ["[]", "[[]]", "```json\n[]\n```", "Nothing matches: []", "{\"boxes\": []}", "[{\"bbox_2d\": []}]"] {
        assert_eq!(parse(answer, PICTURE), Ok(vec![]), "{answer}");
    }
    assert_eq!(parse("[[1, 1, 1, 1]]", PICTURE), Ok(vec![]), "less than a pixel");
    assert_eq!(parse("[[1, 1, 900, 900]]", Size::new(0, 0)), Ok(vec![]), "no picture");
}

#[test]
fn words_without_boxes_are_an_error() {
    let answers = [
        "",
        "There is no mug in this picture.",
        "null",
        "42",
        "{}",
        "{\"label\": \"mug\"}",
        "[\"mug\"]",
        "[1, 2, 3]",
        "[[x1, y1, x2, y2]]",
        "[[1, 2, 3, NaN]]",
        "[[\"inf\", 1, 2, 3]]",
        "[[1, 2, 3, \"nan\"]]",
        "[[1, 2, 3, null]]",
        "[",
        "]",
        "][",
        "[[100, 200, 300",
        "{\"a\": [1, 2, 3, 4], \"b\": [5, 6, 7, 8]}",
        "see [1] and [2]",
    ];
    for answer in answers {
        assert_eq!(parse(answer, PICTURE), Err(LocateError::NoList), "{answer}");
    }
    assert_eq!(LocateError::NoList.to_string(), "the model answered without a list of boxes");
}

#[test]
fn a_monstrous_answer_takes_no_monstrous_time() {
    let start = std::time::Instant::now();
    for piece in ["[", "{\"a\":[", "[1,", "[\"", "[0,[0],", "{\"bbox\":", "[[1,2,3,4],", "]["] {
        let _ = parse(&piece.repeat(20_000), PICTURE);
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

fn sizes() -> impl Strategy<Value = Size> {
    (1..9000_u32, 1..9000_u32).prop_map(|(width, height)| Size::new(width, height))
}

/// Pieces of answers, whole and broken.
fn soup() -> impl Strategy<Value = String> {
    let words = "[ [[ ] ]] { } , : \" \"bbox_2d\": \"bbox\": \"label\": \"x\": 1 412 0.5 -3 1e999 99999 \"7\" NaN null \
                 ```json ``` 杯子 [1,2,3,4] [[5,6,700,800]]";
    let words: Vec<_> = words.split(' ').chain([" ", "\n"]).collect();
    prop::collection::vec(prop::sample::select(words), 0..30).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn boxes_always_lie_in_the_picture(answer in prop_oneof![soup(), ".*", "\\PC*"], image in sizes()) {
        let boxes = parse(&answer, image);
        prop_assert_eq!(&boxes, &parse(&answer, image));
        for bbox in boxes.iter().flatten() {
            prop_assert!(bbox.is_valid(image), "{bbox:?} in {image:?}");
        }
        prop_assert!(boxes.map_or(0, |boxes| boxes.len()) <= 2);
    }

    #[test]
    fn each_share_lands_on_its_pixel(corners in prop::array::uniform4(0..=1000_u32), image in sizes()) {
        let [x1, y1, x2, y2] = corners;
        let along = |value: u32, length: u32| value * length / 1000;
        let (left, right) = (along(x1.min(x2), image.width), along(x1.max(x2), image.width));
        let (top, bottom) = (along(y1.min(y2), image.height), along(y1.max(y2), image.height));
        let expected: Vec<_> = (left < right && top < bottom).then_some([left, top, right, bottom]).into_iter().collect();
        prop_assert_eq!(found(&json!([corners]).to_string(), image), expected.clone());
        prop_assert_eq!(found(&format!("```json\n{}\n```", json!([{ "bbox_2d": corners }])), image), expected.clone());
        prop_assert_eq!(found(&json!(corners.map(|value| value.to_string())).to_string(), image), expected);
    }
}
