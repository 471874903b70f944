//! Tasks, results, key words, the log, and what browsers are told.

mod common;

use common::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn quick() -> Value {
    edit(json!({"size": "768*768", "n": 2}))
}

fn billed(emulator: &Emulator) -> u64 {
    let log = emulator.log();
    log.iter().filter_map(|entry| entry["billed"].as_u64()).sum()
}

#[test]
fn a_task_waits_runs_and_ends() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=200";
    let id = emulator.create(key, &quick());
    let path = format!("/api/v1/tasks/{id}");
    let poll = || emulator.get(&path, "sk-another").json();
    assert_eq!(poll()["output"], json!({"task_id": id, "task_status": "PENDING"}));
    assert_eq!(poll()["output"], json!({"task_id": id, "task_status": "RUNNING"}));
    let late = emulator.submit(&format!("{path}/cancel"), key, &[], &json!(null)).refusal();
    assert_eq!((late.0, late.1.as_str()), (400, "UnsupportedOperation"));
    assert!(late.2.starts_with("Failed to cancel the task, please confirm"));
    let end = emulator.finish(key, &id);
    let body = end.json();
    assert_eq!(body["output"]["task_status"], "SUCCEEDED");
    assert_eq!(body["output"]["choices"].as_array().unwrap().len(), 2);
    assert_eq!(body["usage"]["image_count"], 2);
    assert_eq!(body["output"].get("task_metrics"), None);
    let time = body["output"]["submit_time"].as_str().unwrap();
    assert_eq!((time.len(), &time[10..11], &time[19..20]), (23, " ", "."));
    assert_eq!(end.header("x-request-id"), body["request_id"].as_str());
    assert_eq!(picture(&end.urls()[1]).dimensions(), (768, 768));
    assert_eq!(billed(&emulator), 2);
}

#[test]
fn only_a_pending_task_can_be_cancelled() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+pending=60000";
    let id = emulator.create(key, &quick());
    assert_eq!(billed(&emulator), 2);
    let path = format!("/api/v1/tasks/{id}");
    for _ in 0..3 {
        assert_eq!(emulator.get(&path, key).json()["output"]["task_status"], "PENDING");
    }
    let cancel = || emulator.submit(&format!("{path}/cancel"), key, &[], &json!({}));
    let done = cancel();
    assert_eq!(done.status, 200);
    assert!(done.json()["request_id"].is_string());
    assert_eq!(emulator.get(&path, key).json()["output"]["task_status"], "CANCELED");
    assert_eq!(cancel().status, 400);
    assert_eq!(billed(&emulator), 0);
}

#[test]
fn unknown_tasks_and_the_list() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=0";
    let nobody = emulator.get("/api/v1/tasks/no-such-id", key);
    let wanted = json!({"task_id": "no-such-id", "task_status": "UNKNOWN"});
    assert_eq!((nobody.status, &nobody.json()["output"]), (200, &wanted));
    let first = emulator.create(key, &quick());
    let second = emulator.create(key, &quick());
    emulator.finish(key, &first);
    let list = |query: &str| emulator.get(&format!("/api/v1/tasks/{query}"), key).json();
    let all = list("?page_size=1");
    assert_eq!(
        [&all["total"], &all["total_page"], &all["page_no"], &all["page_size"]],
        [&json!(2), &json!(2), &json!(1), &json!(1)]
    );
    assert_eq!(all["data"].as_array().unwrap().len(), 1);
    let done = list("?status=SUCCEEDED");
    assert_eq!(done["data"][0]["task_id"], json!(first));
    assert!(done["data"][0]["end_time"].is_u64());
    let waiting = list("?status=PENDING&model_name=wan2.7-image");
    assert_eq!((&waiting["total"], &waiting["data"][0]["task_id"]), (&json!(1), &json!(second)));
    assert_eq!(list("?model_name=wan2.6-image")["total"], 0);
    let id = emulator.create("sk-emu+unknown", &quick());
    let answer = emulator.get(&format!("/api/v1/tasks/{id}"), "sk-emu+unknown");
    assert_eq!(answer.json()["output"]["task_status"], "UNKNOWN");
}

#[test]
fn failed_tasks_in_three_forms() {
    let emulator = Emulator::start(&[]);
    for form in ["A", "B", "C"] {
        let key = format!("sk-emu+delay=0+taskfail={form}:DataInspectionFailed");
        let id = emulator.create(&key, &quick());
        let answer = emulator.finish(&key, &id);
        let body = answer.json();
        let place = if form == "A" { &body["output"] } else { &body };
        assert_eq!(place["code"], "DataInspectionFailed", "{form}");
        assert!(place["message"].as_str().unwrap().contains("inappropriate"));
        let status = body.pointer("/output/task_status");
        assert_eq!(status.is_some(), form != "C");
        assert!(status.is_none_or(|status| status == "FAILED"));
    }
    assert_eq!(billed(&emulator), 0);
}

#[test]
fn throttling_counts_per_exact_key() {
    let emulator = Emulator::start(&[]);
    let submit = |key: &str| emulator.submit(SYNC, key, &[], &quick());
    let key = "sk-emu+delay=0+throttle=2+retry-after=7";
    for _ in 0..2 {
        let answer = submit(key);
        assert_eq!(answer.refusal().1, "Throttling.RateQuota");
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    }
    assert_eq!(submit(key).status, 200);
    let other = submit("sk-emu+delay=0+throttle=1+x");
    assert_eq!((other.status, other.header("retry-after")), (429, None));
}

#[test]
fn each_documented_error_on_demand() {
    let emulator = Emulator::start(&[]);
    for (name, status, code, message) in [
        ("DataInspectionFailed", 400, "DataInspectionFailed", "Input data may contain"),
        ("DataInspectionFailed:output", 400, "DataInspectionFailed", "Output data may contain"),
        ("Arrearage", 400, "Arrearage", "good standing"),
        ("NotAuthorized", 401, "NOT AUTHORIZED", "Access denied"),
        ("AllocationQuota.FreeTierOnly", 403, "AllocationQuota.FreeTierOnly", "free tier"),
        ("PrepaidBillOverdue", 429, "PrepaidBillOverdue", "overdue"),
        ("InternalError", 500, "InternalError", "internal error"),
        ("ModelUnavailable", 503, "ModelUnavailable", "unavailable"),
    ] {
        let key = format!("sk-emu+fail={name}");
        let answer = emulator.submit(SYNC, &key, &[], &quick()).refusal();
        assert_eq!((answer.0, answer.1.as_str()), (status, code));
        assert!(answer.2.contains(message), "{}", answer.2);
    }
    let key = "sk-emu+fail=Throttling.AllocationQuota:plan";
    let answer = emulator.submit(ASYNC, key, &[ENABLE], &quick());
    assert_eq!(answer.header("retry-after"), Some("1849295"));
    assert_eq!(billed(&emulator), 0);
}

#[test]
fn cut_connections() {
    let emulator = Emulator::start(&[]);
    for (path, headers) in [(SYNC, &[][..]), (ASYNC, &[ENABLE][..])] {
        let before = emulator.submit(path, "sk-emu+delay=0+cut=before", headers, &quick());
        assert_eq!((before.status, before.body.len()), (0, 0));
        assert_eq!(billed(&emulator), 0);
        let after = emulator.submit(path, "sk-emu+delay=0+cut=after", headers, &quick());
        assert_eq!((after.status, after.body.len()), (0, 0));
        assert_eq!(billed(&emulator), 2);
        let last = emulator.log().pop().unwrap();
        assert_eq!(last["status"], Value::Null);
        assert_eq!(last["task_id"].is_string(), path == ASYNC);
        emulator.call("DELETE", "/emulator/requests", &[], "");
    }
}

#[test]
fn gateways_and_failing_polls() {
    let emulator = Emulator::start(&[]);
    let answer = emulator.submit(SYNC, "sk-emu+delay=0+html504", &[], &quick());
    assert_eq!((answer.status, answer.header("content-type")), (504, Some("text/html")));
    assert!(answer.text().starts_with("<html>"));
    assert_eq!(billed(&emulator), 2, "the work behind the gateway went on");
    let key = "sk-emu+delay=0+pollfail=2";
    let path = format!("/api/v1/tasks/{}", emulator.create(key, &quick()));
    let polls = [1, 2, 3].map(|_| emulator.get(&path, key).status);
    assert_eq!(polls, [500, 503, 200]);
    let key = "sk-emu+delay=0+html504=poll";
    let path = format!("/api/v1/tasks/{}", emulator.create(key, &quick()));
    let polls = [1, 2].map(|_| emulator.get(&path, key).status);
    assert_eq!(polls, [504, 200]);
    let broken = emulator.submit(SYNC, "sk-emu+delay=0+garbage", &[], &quick());
    assert_eq!(broken.status, 200);
    assert!(serde_json::from_slice::<Value>(&broken.body).is_err());
}

#[test]
fn results_and_their_signatures() {
    let emulator = Emulator::start(&[]);
    let urls = |key: &str| emulator.submit(SYNC, key, &[], &quick()).urls();
    let url = urls("sk-emu+delay=0").remove(0);
    assert!(url.starts_with(&format!("http://{}/", emulator.results)));
    let good = fetch(&url);
    let length = good.body.len().to_string();
    assert_eq!((good.status, good.header("content-length")), (200, Some(length.as_str())));
    assert!(good.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
    let bare = fetch(url.split('?').next().unwrap());
    assert_eq!((bare.status, bare.header("content-type")), (403, Some("application/xml")));
    let wrong = fetch(&url.replace("Signature=", "Signature=x"));
    assert!(wrong.status == 403 && wrong.text().contains("SignatureDoesNotMatch"));
    let later = fetch(&url.replace("Expires=", "Expires=1"));
    assert_eq!(later.status, 403, "another expiry needs another signature");
    let expired = fetch(&urls("sk-emu+delay=0+expired").remove(0));
    assert_eq!(expired.status, 403);
    assert!(expired.text().contains("<Code>AccessDenied</Code>"));
    assert!(expired.text().contains("<Message>Request has expired.</Message>"));
    let failing = urls("sk-emu+delay=0+resultfail=2");
    let statuses = [0, 0, 0].map(|index: usize| fetch(&failing[index]).status);
    assert_eq!(statuses, [500, 500, 200]);
    let corrupt = fetch(&urls("sk-emu+delay=0+corrupt").remove(0));
    assert!(corrupt.status == 200 && image::load_from_memory(&corrupt.body).is_err());
}

#[test]
fn fewer_and_slower() {
    let emulator = Emulator::start(&[]);
    let begin = Instant::now();
    let answer = emulator.submit(SYNC, "sk-emu+delay=700+fewer=1+slowresult=300", &[], &quick());
    assert!(begin.elapsed() >= Duration::from_millis(700));
    assert_eq!((answer.urls().len(), &answer.json()["usage"]["image_count"]), (1, &json!(1)));
    let begin = Instant::now();
    assert_eq!(fetch(&answer.urls()[0]).status, 200);
    assert!(begin.elapsed() >= Duration::from_millis(300));
}

#[test]
fn browsers_are_turned_away_unless_asked_for() {
    let asks = [("Origin", "http://localhost:1"), ("Access-Control-Request-Method", "POST")];
    let cors = |answer: &Answer| answer.header("access-control-allow-origin").is_some();
    let real = Emulator::start(&[]);
    let preflight = real.call("OPTIONS", SYNC, &asks, "");
    assert_eq!(preflight.status, 401);
    assert!(preflight.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
    assert!(!cors(&real.call("POST", SYNC, &asks, "")));
    let open = Emulator::start(&["--cors"]);
    let preflight = open.call("OPTIONS", SYNC, &asks, "");
    assert!(preflight.status == 204 && cors(&preflight));
    let allowed = preflight.header("access-control-allow-headers").unwrap();
    assert!(allowed.contains("authorization") && allowed.contains("x-dashscope-async"));
    assert!(cors(&open.call("POST", SYNC, &asks, "")), "errors too");
    assert!(cors(&call(&open.results, "GET", "/x.png", &asks, "")));
}

#[test]
fn the_log_tells_all_but_the_key() {
    let emulator = Emulator::start(&[]);
    let bytes = png(&sample(300, 240));
    let parameters = json!({"size": "768*768", "negative_prompt": "x", "bbox_list": [[[0, 0, 9, 9]]]});
    let mut body = body("wan2.7-image", &[data_uri(&bytes)], "a hat", parameters);
    body["stream"] = false.into();
    let urls = emulator.submit(SYNC, "sk-emu+delay=0", &[], &body).urls();
    let leak = [("Authorization", "Bearer sk-emu+delay=0")];
    let path = &urls[0]["http://".len() + emulator.results.len()..];
    call(&emulator.results, "GET", path, &leak, "");
    emulator.submit(SYNC, "sk-other", &[], &json!({}));
    let log = emulator.log();
    assert_eq!(log.len(), 3);
    let text = serde_json::to_string(&log).unwrap();
    assert!(!text.contains("sk-emu") && !text.contains("base64"));
    let submit = &log[0];
    assert_eq!(submit["headers"]["authorization"], "Bearer sk-***");
    assert_eq!(submit["unsupported"], json!(["$.stream", "negative_prompt"]));
    assert_eq!((&submit["status"], &submit["billed"]), (&json!(200), &json!(1)));
    let image = &submit["body"]["input"]["messages"][0]["content"][0]["image"];
    assert_eq!((&image["mime"], &image["bytes"]), (&json!("image/png"), &json!(bytes.len())));
    assert_eq!((&image["width"], &image["height"]), (&json!(300), &json!(240)));
    assert_eq!(image["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(log[1]["listener"], "results");
    assert_eq!(log[1]["headers"]["authorization"], "Bearer sk-***");
    assert_eq!((&log[2]["code"], &log[2]["status"]), (&json!("BadRequest.EmptyModel"), &json!(400)));
    let hash = submit["key_hash"].as_str().unwrap();
    assert_eq!(hash.len(), 12);
    let mine = emulator.call("GET", &format!("/emulator/requests?key_hash={hash}"), &[], "");
    assert_eq!(mine.json().as_array().unwrap().len(), 2);
    assert_eq!(emulator.call("DELETE", "/emulator/requests", &[], "").status, 204);
    assert!(emulator.log().is_empty());
    let health = emulator.call("GET", "/emulator/health", &[], "").json();
    let results = format!("http://{}", emulator.results);
    assert_eq!(health, json!({"emulator": "wan", "results": results}));
}

#[test]
fn it_listens_on_this_machine_only() {
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_wan-emulator");
        let output = std::process::Command::new(program).args(arguments).output();
        let output = output.expect("it runs");
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(run(&["--listen", "0.0.0.0:0"]).contains("not a loopback address"));
    assert!(run(&["--results", "192.0.2.1:0", "--listen", "127.0.0.1:0"]).contains("loopback"));
    let taken = Emulator::start(&[]);
    let message = run(&["--listen", &taken.api]);
    assert!(message.contains(&taken.api) && message.contains("in use"), "{message}");
}
