//! The relay: the same models behind `/v1/responses`.

mod common;

use common::*;
use serde_json::{Value, json};

fn call_relay(emulator: &Emulator, authorization: &str, body: &Value) -> Answer {
    emulator.call("POST", RELAY, &[("Authorization", authorization)], &body.to_string())
}

/// Status, code, message and type of an error in its form.
fn error(answer: &Answer) -> (u16, String, String, String) {
    let body = answer.json();
    let text = |name: &str| body["error"][name].as_str().unwrap_or_default().to_owned();
    (answer.status, text("code"), text("message"), text("type"))
}

#[test]
fn answers_are_arrays_with_addresses_in_text() {
    let emulator = Emulator::start(&[]);
    let edit = edit(json!({"size": "768*768", "n": 2}));
    for authorization in ["sk-emu+delay=0", "Bearer sk-emu+delay=0"] {
        let answer = call_relay(&emulator, authorization, &edit);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let body = answer.json();
        let messages = body["output"].as_array().unwrap();
        assert_eq!(messages.len(), 2);
        let part = &messages[0]["content"][0];
        assert_eq!((&messages[0]["type"], &part["type"]), (&json!("message"), &json!("image")));
        assert_eq!(part.get("image"), None);
        assert_eq!(picture(part["text"].as_str().unwrap()).dimensions(), (768, 768));
        let usage = &body["usage"];
        assert_eq!((&usage["total_tokens"], &usage["output_tokens"]), (&json!(4000), &json!(4000)));
        assert_eq!(usage["input_tokens_details"], json!({"cached_tokens": 0}));
        assert!(usage.get("image_count").is_none() && usage.get("size").is_none());
        assert!(body["request_id"].is_string());
    }
    let hashes: Vec<_> = emulator.log().iter().filter(|entry| entry["path"] == RELAY).cloned().collect();
    assert_eq!(hashes[0]["key_hash"], hashes[1]["key_hash"], "one key in two spellings");
    assert!(!serde_json::to_string(&hashes).unwrap().contains("sk-emu"));
    assert_eq!(hashes[0]["billed"], 2);
}

#[test]
fn sets_and_prices() {
    let emulator = Emulator::start(&[]);
    let set = body("wan2.7-image-pro", &[], "cats", json!({"n": 3, "enable_sequential": true, "size": "768*768"}));
    let answer = call_relay(&emulator, "sk-emu+delay=0", &set).json();
    assert_eq!(answer["output"].as_array().unwrap().len(), 1);
    assert_eq!(answer["output"][0]["content"].as_array().unwrap().len(), 3);
    assert_eq!(answer["usage"]["total_tokens"], 15_000);
    let mut old = edit(json!({"size": "768*768", "n": 1}));
    old["model"] = "wan2.6-image".into();
    assert_eq!(call_relay(&emulator, "sk-emu+delay=0", &old).json()["usage"]["total_tokens"], 0);
}

fn story(stream: Value) -> Value {
    let mut body =
        body("wan2.6-image", &[], "画2张春天的风景画", json!({"enable_interleave": true, "n": 1, "seed": 1}));
    body["stream"] = stream;
    body
}

#[test]
fn interleaved_output_is_a_stream_that_says_when_it_is_done() {
    let emulator = Emulator::start(&[]);
    let answer = call_relay(&emulator, "sk-emu+delay=0+gap=0", &story(json!(true)));
    assert_eq!((answer.status, answer.whole), (200, true), "{}", answer.text());
    assert_eq!(answer.header("x-dashscope-finished"), None);
    let text = answer.text();
    let events: Vec<_> = text.strip_suffix("\n\n").unwrap().split("\n\n").collect();
    let (last, events) = events.split_last().unwrap();
    assert_eq!(*last, "data: [DONE]");
    let (mut words, mut images) = (String::new(), Vec::new());
    for event in events {
        let data: Value = serde_json::from_str(event.strip_prefix("data: ").unwrap()).unwrap();
        let content = data["output"][0]["content"].as_array().unwrap();
        assert_eq!(content.len(), 1);
        let told = content[0]["text"].as_str().unwrap().to_owned();
        if content[0]["type"] == "image" { images.push(told) } else { words += &told }
    }
    assert!(words.contains("春天的风景画"));
    assert_eq!((images.len(), picture(&images[1]).dimensions()), (2, (1280, 1280)));
    assert_eq!(emulator.log()[0]["unsupported"], json!([]));
    assert_eq!(emulator.log()[0]["billed"], 2);
    let silent = call_relay(&emulator, "sk-emu+delay=0", &story(json!(false)));
    assert_eq!((error(&silent).0, error(&silent).3.as_str()), (400, "dmx_api_error"));
    let midway = call_relay(&emulator, "sk-emu+delay=0+gap=0+sse=midway", &story(json!(true))).text();
    let last: Value =
        serde_json::from_str(&midway.trim_end()[midway.trim_end().rfind("data: ").unwrap() + 6..]).unwrap();
    assert_eq!((&last["error"]["code"], &last["error"]["type"]), (&json!("InternalError"), &json!("dmx_api_error")));
    assert!(!midway.contains("[DONE]"));
}

#[test]
fn its_own_errors() {
    let emulator = Emulator::start(&[]);
    let fine = edit(json!({"size": "768*768"}));
    for authorization in ["", "pk-1", "Bearer", "Bearer pk-1", "sk-sp-1"] {
        let (status, code, message, kind) = error(&call_relay(&emulator, authorization, &fine));
        assert_eq!((status, code.as_str(), kind.as_str()), (401, "", "rix_api_error"), "{authorization}");
        assert!(message.starts_with("Invalid Token (request id: "), "{message}");
    }
    for (name, status, code) in [
        ("400", 400, ""),
        ("401", 401, ""),
        ("403", 403, ""),
        ("403:quota", 403, ""),
        ("404", 404, ""),
        ("413", 413, ""),
        ("429", 429, "rate_limit_exceeded"),
        ("477", 477, "empty_response"),
        ("500", 500, ""),
        ("503", 503, "model_not_found"),
    ] {
        let answer = call_relay(&emulator, &format!("sk-emu+delay=0+dmx={name}"), &fine);
        let (got, said, _, kind) = error(&answer);
        assert_eq!((got, said.as_str(), kind.as_str()), (status, code, "rix_api_error"), "{name}");
        assert_eq!(emulator.log().pop().unwrap()["billed"], u64::from(name == "477"), "{name}");
    }
    let quota = call_relay(&emulator, "sk-emu+dmx=quota", &fine);
    let wanted = json!({"code": "quota_not_enough", "message": "user quota is not enough", "data": null});
    assert_eq!((quota.status, quota.json()), (403, wanted));
    for status in [504, 524] {
        let late = call_relay(&emulator, &format!("sk-emu+delay=0+dmx={status}"), &fine);
        assert_eq!((late.status, late.header("content-type")), (status, Some("text/html")));
        assert_eq!(emulator.log().pop().unwrap()["billed"], 1);
    }
    let elsewhere = emulator.get("/v1/tasks/x", "sk-emu");
    assert_eq!(
        (elsewhere.status, elsewhere.json()["error"]["message"].as_str()),
        (404, Some("Invalid URL (GET /v1/tasks/x)"))
    );
    let unknown = call_relay(&emulator, "sk-emu", &json!({"model": "wan9"}));
    assert_eq!(error(&unknown).1, "model_not_found");
    assert!(error(&unknown).2.contains("wan9"));
    let older = call_relay(&emulator, "sk-emu", &json!({"model": "wan2.5-i2i-preview"}));
    assert_eq!((error(&older).0, error(&older).2.contains("Model not support")), (400, true));
}

#[test]
fn the_services_errors_pass_through_it() {
    let emulator = Emulator::start(&[]);
    let many = call_relay(&emulator, "sk-emu", &edit(json!({"n": 9})));
    let (status, code, message, kind) = error(&many);
    assert_eq!((status, code.as_str(), kind.as_str()), (400, "InvalidParameter", "dmx_api_error"));
    assert!(message.starts_with("Range of n should be [1, 4] (request id: "), "{message}");
    let inspected = call_relay(&emulator, "sk-emu+fail=DataInspectionFailed", &edit(json!({})));
    assert_eq!(error(&inspected).1, "DataInspectionFailed");
}

#[test]
fn its_models_are_told_to_a_key_and_to_nobody_else() {
    let emulator = Emulator::start(&[]);
    let ask = |authorization| emulator.call("GET", "/v1/models", &[("Authorization", authorization)], "");
    let list = ask("sk-emu").json();
    assert!(list["data"].as_array().unwrap().iter().any(|model| model["id"] == "wan2.7-image"));
    assert_eq!(error(&ask("nonsense")).0, 401);
}
