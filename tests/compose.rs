//! A prompt and notes on boxes as one text, as JavaScript hands them over.

use serde_json::{Value, json};
use wan_edit::js::compose::{ComposeRequest, Composed};

fn compose(request: &Value) -> Composed {
    ComposeRequest::read(request).unwrap().compose()
}

fn found(request: &Value) -> Vec<(&'static str, String, Option<u32>)> {
    compose(request).findings.into_iter().map(|finding| (finding.kind, finding.path, finding.number)).collect()
}

const BOX: [u32; 4] = [10, 20, 300, 200];
const OTHER: [u32; 4] = [400, 20, 600, 200];

#[test]
fn notes_become_sentences_and_names_become_numbers() {
    let request = json!({
        "prompt": "Keep the light",
        "images": [
            { "bboxes": [BOX, OTHER], "notes": ["put the apple of {fruit} here", null] },
            { "name": "fruit" },
        ],
    });
    let composed = compose(&request);
    assert_eq!(composed.prompt, "Keep the light. Selected area 1 of image 1: put the apple of image 2 here.");
    let pieces: Vec<_> = composed.pieces.iter().map(|piece| (piece.text.as_str(), piece.path.as_str())).collect();
    assert_eq!(
        pieces,
        [
            ("Keep the light. ", "prompt"),
            ("Selected area 1 of image 1: put the apple of image 2 here.", "images[0].bboxes[0]"),
        ]
    );
    assert_eq!(found(&request), [("box-unmentioned", "images[0].bboxes[1]".to_owned(), None)]);
}

#[test]
fn a_name_follows_its_image_in_the_language_of_the_text() {
    let text = |images: Value| compose(&json!({ "prompt": "把{cat}放进{room}", "images": images })).prompt;
    assert_eq!(text(json!([{ "name": "cat" }, { "name": "room" }])), "把图1放进图2");
    assert_eq!(text(json!([{ "name": "room" }, {}, { "name": "cat" }])), "把图3放进图1");
    assert_eq!(text(json!([{ "name": "cat" }])), "把图1放进{room}", "no image has this name");
}

#[test]
fn what_is_odd_has_its_place() {
    assert_eq!(
        found(&json!({ "prompt": "put image 3 into image 1", "images": [{}, {}] })),
        [("image-missing", "prompt".to_owned(), Some(3))]
    );
    let notes = json!([{ "bboxes": [BOX], "notes": ["an apple"] }]);
    assert_eq!(found(&json!({ "model": "wan2.7-image", "prompt": "", "images": notes })), []);
    let there = compose(&json!({ "model": "wan2.6-image", "prompt": "Make it night", "images": notes }));
    assert_eq!(there.prompt, "Make it night", "a model without boxes");
    assert_eq!(there.findings[0].kind, "boxes-unused");
    let long = json!({ "model": "wan2.7-image", "prompt": "x".repeat(5003), "images": [{}] });
    assert_eq!(found(&long), [("too-long", "prompt".to_owned(), Some(3))]);
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    let path = |request: &Value| ComposeRequest::read(request).unwrap_err().path;
    assert_eq!(path(&json!({ "images": [{}, { "bboxes": [[1, 2, 3]] }] })), "images[1].bboxes[0]");
    assert_eq!(path(&json!({ "images": [{ "bboxes": [null] }] })), "images[0].bboxes[0]");
    assert_eq!(path(&json!({ "images": [{ "bboxes": [BOX], "notes": [7] }] })), "images[0].notes[0]");
    assert_eq!(path(&json!({ "prompt": 7, "images": [] })), "prompt");
}
