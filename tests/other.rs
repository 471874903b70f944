//! What the table does not have: other models, and parameters that nobody here knows.

mod common;

use common::{header, json, photo, service};
use serde_json::{Value, json};
use wan_edit::core::edit::{Delivery, EditRequest, MODELS, ProblemKind, SourceImage, check};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::job::{Job, Step};
use wan_edit::core::service::{Endpoint, HttpRequest, pairing};

fn other() -> EditRequest {
    EditRequest::new("wan3.0-image", "a cat").with_any_model()
}

fn sent(request: EditRequest, delivery: Delivery) -> HttpRequest {
    let edit = check(request).unwrap_or_else(|problems| panic!("{problems:?}"));
    let sizes: Vec<_> = edit.request().images.iter().map(SourceImage::size).collect();
    match Job::new(&edit, &sizes, service(), delivery).step(Default::default()) {
        Step::Send(request) => request,
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_model_that_nobody_knows_is_asked_where_that_is_wanted() {
    let problems = check(EditRequest::new("wan3.0-image", "a cat")).unwrap_err();
    assert_eq!(problems[0].kind, ProblemKind::UnknownModel);
    assert_eq!(check(EditRequest::new("", "a cat").with_any_model()).unwrap_err()[0].kind, ProblemKind::UnknownModel);

    let request = sent(other(), Delivery::Task);
    assert_eq!(
        json(&request.body),
        json!({
            "model": "wan3.0-image",
            "input": { "messages": [{ "role": "user", "content": [{ "text": "a cat" }] }] },
            "parameters": { "n": 1, "watermark": false },
        })
    );
    assert_eq!(header(&request, "X-DashScope-Async"), Some("enable"));
}

#[test]
fn of_another_model_only_what_is_certain_is_checked() {
    let size = Size::new(60, 40_000);
    let bbox = BoundingBox { x1: 0, y1: 0, x2: 60, y2: 9 };
    let images = (0..20).map(|_| SourceImage::local(photo(size.width, size.height)).with_bboxes(vec![bbox; 3]));
    let request = images.fold(other(), EditRequest::with_image);
    let body =
        json(&sent(request.clone().with_n(50).with_thinking_mode(true).with_prompt_extend(true), Delivery::Sync).body);
    assert_eq!(body["parameters"]["n"], 50);
    assert_eq!(body["parameters"]["bbox_list"].as_array().unwrap().len(), 20);
    assert_eq!(body["parameters"]["thinking_mode"], true);
    assert_eq!(body["parameters"]["prompt_extend"], true);

    let outside = SourceImage::local(photo(100, 100)).with_bboxes(vec![BoundingBox { x1: 0, y1: 0, x2: 101, y2: 9 }]);
    let mut wrong = other().with_image(outside).with_image(SourceImage::url("cat.jpg")).with_n(0).with_seed(u32::MAX);
    wrong.prompt = " ".into();
    let paths: Vec<_> = check(wrong).unwrap_err().into_iter().map(|problem| problem.path).collect();
    assert_eq!(paths, ["prompt", "images[0].bboxes[0]", "images[1]", "n", "seed"]);
}

#[test]
fn another_model_is_asked_in_every_mode() {
    let parameters = |request: EditRequest| json(&sent(request, Delivery::Task).body)["parameters"].clone();
    assert_eq!(
        parameters(other().with_enable_sequential(true).with_n(30)),
        json!({ "enable_sequential": true, "n": 30, "watermark": false })
    );
    assert_eq!(
        parameters(other().with_enable_interleave(true)),
        json!({ "enable_interleave": true, "n": 1, "watermark": false })
    );
    let black = json!({ "colorPalette": [{ "hex": "#000000", "ratio": 100 }] });
    let palette = common::request(black).unwrap().color_palette.unwrap();
    assert_eq!(
        parameters(other().with_enable_interleave(true).with_max_images(9).with_color_palette(palette)),
        json!({
            "enable_interleave": true, "n": 1, "max_images": 9, "watermark": false,
            "color_palette": [{ "hex": "#000000", "ratio": "100.00%" }],
        })
    );
}

#[test]
fn another_model_may_run_anywhere_but_the_relay_has_no_tasks() {
    for base_url in ["https://dashscope-us.aliyuncs.com", "https://ws-1.eu-central-1.maas.aliyuncs.com"] {
        let service = wan_edit::core::service::Service { endpoint: Endpoint::parse(base_url).unwrap(), ..service() };
        assert_eq!(pairing::check(&other(), &service, Some(Delivery::Sync)), []);
    }
    let relay = wan_edit::core::service::Service { endpoint: Endpoint::parse("dmxapi.cn").unwrap(), ..service() };
    assert_eq!(pairing::check(&other(), &relay, None), []);
    assert_eq!(pairing::check(&other(), &relay, Some(Delivery::Task))[0].path, "delivery");
}

#[test]
fn parameters_that_nobody_knows_are_passed_on_as_they_are() {
    let style = json!({ "weights": [0.1, 1e-7, u64::MAX, null], "": "\"图" });
    for model in MODELS {
        let request = EditRequest::new(model.id, "a cat").with_image(SourceImage::url("https://example.com/a.png"));
        let request = request.with_extra("style \"1\"", style.clone()).with_extra("n", 3).with_n(2);
        let body = common::text(&sent(request, Delivery::Task).body);
        assert_eq!(body.matches("\"n\":").count(), 1, "{body}");
        let body: Value = serde_json::from_str(&body).unwrap();
        let parameters = &body["parameters"];
        assert_eq!((&parameters["n"], &parameters["style \"1\""]), (&json!(3), &style));
        assert_eq!(parameters["watermark"], false, "the others stay");
    }
}

#[test]
fn extra_parameters_are_an_object() {
    let request = common::request(json!({ "prompt": "a cat", "extra": { "style": [1, 0.5] } })).unwrap();
    assert_eq!(request, EditRequest::new("", "a cat").with_extra("style", json!([1, 0.5])));
    for wrong in [json!({ "extra": 1 }), json!({ "extra": [1] }), json!({ "extra": null })] {
        assert!(common::request(wrong).unwrap_err().starts_with("extra: "));
    }
}
