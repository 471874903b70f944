//! wan2.5: an endpoint, a body and results of its own.

mod common;

use common::*;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use serde_json::{Value, json};

const MODEL: &str = "wan2.5-i2i-preview";

fn old(images: &[String], parameters: Value) -> Value {
    json!({"model": MODEL, "input": {"prompt": "a lace dress", "images": images}, "parameters": parameters})
}

fn one() -> Vec<String> {
    vec![data_uri(&png(&sample(800, 600)))]
}

fn refused(emulator: &Emulator, body: &Value) -> (u16, String, String) {
    emulator.submit(IMAGE2IMAGE, "sk-emu+unlimited", &[ENABLE], body).refusal()
}

#[test]
fn results_prompts_and_metrics() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=200";
    let id = emulator.create(key, &old(&one(), json!({"n": 2, "seed": 7})));
    let poll = || emulator.get(&format!("/api/v1/tasks/{id}"), key).json();
    assert_eq!(poll()["output"], json!({"task_id": id, "task_status": "PENDING"}));
    let running = poll();
    assert_eq!(running["output"]["task_status"], "RUNNING");
    assert_eq!(running["output"]["task_metrics"], json!({"TOTAL": 2, "SUCCEEDED": 0, "FAILED": 0}));
    let end = emulator.finish(key, &id).json();
    let output = &end["output"];
    assert_eq!(output["task_metrics"], json!({"TOTAL": 2, "SUCCEEDED": 2, "FAILED": 0}));
    assert_eq!(end["usage"], json!({"image_count": 2}));
    assert!(output.get("choices").is_none() && output.get("finished").is_none());
    let results = output["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        assert_eq!(result["orig_prompt"], "a lace dress");
        let actual = result["actual_prompt"].as_str().unwrap();
        assert!(actual.starts_with("a lace dress") && actual.len() > 30);
        assert_eq!(picture(result["url"].as_str().unwrap()).dimensions(), (1478, 1109));
    }
    for name in ["submit_time", "scheduled_time", "end_time"] {
        assert_eq!(output[name].as_str().unwrap().len(), 23, "{name}");
    }
    let list = emulator.get("/api/v1/tasks/", key).json();
    let wanted = "apikey:v1:aigc:image2image:image-synthesis:wan2.5-i2i-preview";
    assert_eq!(list["data"][0]["user_api_unique_key"], wanted);
    assert_eq!(emulator.log()[0]["billed"], 2);
    assert_eq!(emulator.log()[0]["unsupported"], json!([]));
}

#[test]
fn defaults() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=0";
    let body = json!({"model": MODEL, "input": {"prompt": "x", "images": one(), "negative_prompt": "y"}});
    let end = emulator.finish(key, &emulator.create(key, &body)).json();
    assert_eq!(end["output"]["results"].as_array().unwrap().len(), 4);
    let plain = old(&one(), json!({"n": 1, "prompt_extend": false, "size": "1000*700"}));
    let end = emulator.finish(key, &emulator.create(key, &plain)).json();
    assert_eq!(end["output"]["results"][0].get("actual_prompt"), None);
    let url = end["output"]["results"][0]["url"].as_str().unwrap();
    assert_eq!(picture(url).dimensions(), (1000, 700));
}

#[test]
fn some_of_the_images_fail() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=0+partial=1:InternalError.Timeout";
    let end = emulator.finish(key, &emulator.create(key, &old(&one(), json!({"n": 3})))).json();
    let results = end["output"]["results"].as_array().unwrap();
    assert_eq!(end["output"]["task_status"], "SUCCEEDED");
    assert!(results[0]["url"].is_string() && results[2]["url"].is_string());
    assert_eq!((&results[1]["code"], results[1].get("url")), (&json!("InternalError.Timeout"), None));
    assert_eq!(end["output"]["task_metrics"], json!({"TOTAL": 3, "SUCCEEDED": 2, "FAILED": 1}));
    assert_eq!(end["usage"]["image_count"], 2);
    assert_eq!(emulator.log()[0]["billed"], 2);
    let key = "sk-emu+delay=0+partial=9";
    let end = emulator.finish(key, &emulator.create(key, &old(&one(), json!({"n": 2})))).json();
    assert_eq!(end["usage"]["image_count"], 1, "one image succeeds");
    assert_eq!(end["output"]["results"][1]["code"], "DataInspectionFailed");
    let key = "sk-emu+delay=0+taskfail=A:InvalidParameter";
    let end = emulator.finish(key, &emulator.create(key, &old(&one(), json!({"n": 4})))).json();
    assert_eq!(end["output"]["task_metrics"], json!({"TOTAL": 4, "SUCCEEDED": 0, "FAILED": 4}));
}

#[test]
fn its_endpoint_is_its_own() {
    let emulator = Emulator::start(&[]);
    let url_error = "url error, please check url！";
    let fine = old(&one(), json!({"n": 1}));
    for (path, header) in [(SYNC, &[][..]), (ASYNC, &[ENABLE][..])] {
        let (status, code, message) = emulator.submit(path, "sk-emu", header, &fine).refusal();
        assert_eq!((status, code.as_str()), (400, "InvalidParameter"));
        assert!(message.starts_with(url_error), "{message}");
    }
    let newer = refused(&emulator, &edit(json!({})));
    assert!(newer.2.starts_with(url_error), "{}", newer.2);
    let sync = emulator.submit(IMAGE2IMAGE, "sk-emu", &[], &fine).refusal();
    assert_eq!(sync, (403, "AccessDenied".into(), "current user api does not support synchronous calls".into()));
}

#[test]
fn its_limits() {
    let emulator = Emulator::start(&[]);
    let refuse = |body: &Value, message: &str| {
        let (status, code, said) = refused(&emulator, body);
        assert_eq!((status, code.as_str()), (400, "InvalidParameter"), "{said}");
        assert!(said.contains(message), "{said} lacks {message}");
    };
    let without = |name: &str| {
        let mut body = old(&one(), json!({}));
        body["input"].as_object_mut().unwrap().remove(name);
        body
    };
    refuse(&without("prompt"), "Field required: prompt");
    refuse(&without("images"), "Field required: images");
    refuse(&old(&[], json!({})), "1~3 image content items. Got 0");
    refuse(&old(&vec![one().remove(0); 4], json!({})), "1~3 image content items. Got 4");
    let size = "the size of input image is too small or too large.";
    for (width, height) in [(383, 500), (5001, 1300), (400, 1601)] {
        refuse(&old(&[data_uri(&png(&sample(width, height)))], json!({})), size);
    }
    for size in ["1K", "2K", "1300*1300", "700*700", "2000*400"] {
        refuse(&old(&one(), json!({"size": size})), "size");
    }
    refuse(&old(&one(), json!({"n": 5})), "Range of n should be [1, 4]");
    let mut body = old(&one(), json!({}));
    body["input"]["negative_prompt"] = 3.into();
    refuse(&body, "");
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(400, 400, Rgba([1, 2, 3, 9])));
    let clear = data_uri(&encoded(&clear, ImageFormat::Png));
    emulator.create("sk-emu+delay=0", &old(&[clear], json!({"n": 1})));
}
