//! Interleaved output of wan2.6: as a stream of events, and as a task.

mod common;

use common::*;
use serde_json::{Value, json};
use std::io::Read;
use std::time::{Duration, Instant};

const PROMPT: &str = "给我一个3张图辣椒炒肉教程";

fn recipe(more: Value) -> Value {
    let mut parameters = json!({"enable_interleave": true, "stream": true, "seed": 5, "size": "768*768"});
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body("wan2.6-image", &[], PROMPT, parameters)
}

fn tell(emulator: &Emulator, words: &str, body: &Value) -> Answer {
    emulator.submit(SYNC, &format!("sk-emu+delay=0+gap=0+unlimited+{words}"), &[SSE], body)
}

/// One event: its id, its name, the status in its comment, its data.
type Event = (String, String, String, Value);

/// Reads the exact framing; panics on any other line.
fn events(text: &str) -> Vec<Event> {
    let blocks = text.strip_suffix("\n\n").expect("an empty line at the end").split("\n\n");
    let fields = |block: &str| {
        let lines: Vec<_> = block.split('\n').collect();
        let [id, event, status, data] = lines[..] else { panic!("not an event: {block}") };
        let id = id.strip_prefix("id:").expect("an id").to_owned();
        let event = event.strip_prefix("event:").expect("a name").to_owned();
        let status = status.strip_prefix(":HTTP_STATUS/").expect("a status").to_owned();
        let data = data.strip_prefix("data:{").expect("data, without a space");
        (id, event, status, serde_json::from_str(&format!("{{{data}")).expect("JSON"))
    };
    blocks.map(fields).collect()
}

/// The one part of an event, its text or its address.
fn part(data: &Value) -> (&str, &str) {
    let content = data["output"]["choices"][0]["message"]["content"].as_array().unwrap();
    assert_eq!(content.len(), 1, "{data}");
    let kind = content[0]["type"].as_str().unwrap();
    (kind, content[0][kind].as_str().unwrap())
}

fn billed(emulator: &Emulator) -> Value {
    emulator.log().pop().unwrap()["billed"].clone()
}

#[test]
fn a_stream_tells_its_story_part_by_part() {
    let emulator = Emulator::start(&[]);
    let answer = tell(&emulator, "", &recipe(json!({})));
    assert_eq!(answer.header("content-type"), Some("text/event-stream;charset=UTF-8"));
    assert!(answer.status == 200 && answer.whole && answer.header("x-request-id").is_some());
    let events = events(&answer.text());
    let (mut words, mut images, mut tokens) = (String::new(), Vec::new(), -1);
    for (index, (id, name, status, data)) in events.iter().enumerate() {
        let last = index + 1 == events.len();
        assert_eq!((id.as_str(), name.as_str(), status.as_str()), ((index + 1).to_string().as_str(), "result", "200"));
        assert_eq!(data["output"]["choices"][0]["finish_reason"], if last { "stop" } else { "null" });
        assert_eq!(data["output"]["finished"], last);
        match part(data) {
            ("text", text) => words += text,
            (_, url) => images.push(url.to_owned()),
        }
        let size = if images.is_empty() { "0*0" } else { "768*768" };
        assert_eq!((&data["usage"]["image_count"], &data["usage"]["size"]), (&json!(images.len()), &json!(size)));
        let now = data["usage"]["output_tokens"].as_i64().unwrap();
        assert!(now > tokens, "usage grows");
        tokens = now;
        assert_eq!(answer.header("x-request-id"), data["request_id"].as_str());
    }
    assert_eq!(part(&events[events.len() - 1].3).0, "image");
    assert!(events.len() > 20, "text comes in fragments");
    assert_eq!(words.matches("辣椒炒肉").count(), 3, "{words}");
    assert_eq!(images.len(), 3, "as the prompt asks");
    let pictures: Vec<_> = images.iter().map(|url| picture(url)).collect();
    assert!(pictures.iter().all(|picture| picture.dimensions() == (768, 768)));
    assert_ne!(pictures[0], pictures[1]);
    assert_eq!(emulator.log()[0]["billed"], 3);
}

#[test]
fn prompt_and_seed_decide_the_story_and_a_task_tells_the_same() {
    let emulator = Emulator::start(&[]);
    let words = |body: &Value| {
        let events = events(&tell(&emulator, "", body).text());
        let text = events.iter().map(|event| part(&event.3)).filter(|(kind, _)| *kind == "text");
        text.map(|(_, text)| text).collect::<String>()
    };
    let first = words(&recipe(json!({})));
    assert_eq!(first, words(&recipe(json!({}))));
    assert_ne!(first, words(&recipe(json!({"seed": 6}))));
    let mut quiet = recipe(json!({}));
    quiet["parameters"].as_object_mut().unwrap().remove("stream");
    let key = "sk-emu+delay=0+last=text";
    let end = emulator.finish(key, &emulator.create(key, &quiet));
    let body = end.json();
    assert_eq!(body["output"]["choices"].as_array().unwrap().len(), 1);
    let parts = body["output"]["choices"][0]["message"]["content"].as_array().unwrap();
    let kinds: Vec<_> = parts.iter().map(|part| part["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["text", "image", "text", "image", "text", "image", "text"]);
    let told: String = parts[..6].iter().filter_map(|part| part["text"].as_str()).collect();
    assert_eq!(told, first);
    assert_eq!((&body["usage"]["image_count"], end.urls().len()), (&json!(3), 3));
}

#[test]
fn the_number_of_images_and_their_size() {
    let emulator = Emulator::start(&[]);
    let count = |more: Value| {
        let mut body = recipe(more);
        body["input"]["messages"][0]["content"][0]["text"] = "a cat".into();
        let answer = tell(&emulator, "", &body);
        let last = events(&answer.text()).pop().unwrap().3;
        last["usage"]["image_count"].as_u64().unwrap()
    };
    assert_eq!(count(json!({"max_images": 1})), 1);
    let counts: Vec<_> = (0..6).map(|seed| count(json!({"seed": seed, "max_images": 3}))).collect();
    assert!(counts.contains(&2) && counts.contains(&3) && counts.iter().all(|count| (2..=3).contains(count)));
    let source = data_uri(&png(&sample(800, 640)));
    let parameters = json!({"enable_interleave": true, "stream": true, "max_images": 1});
    let answer = tell(&emulator, "", &body("wan2.6-image", &[source], "a cat", parameters));
    assert_eq!(events(&answer.text()).pop().unwrap().3["usage"]["size"], "800*640");
}

#[test]
fn what_an_interleaved_request_may_not_be() {
    let emulator = Emulator::start(&[]);
    let refuse = |more: Value, message: &str| {
        let (status, code, said) = tell(&emulator, "", &recipe(more)).refusal();
        assert_eq!((status, code.as_str()), (400, "InvalidParameter"));
        assert!(said.contains(message), "{said}");
    };
    refuse(json!({"n": 2}), "num_images_per_prompt must be 1");
    refuse(json!({"max_images": 6}), "Range of max_images should be [1, 5]");
    refuse(json!({"size": "1K"}), "size");
    refuse(json!({"size": "1281*1280"}), "size");
    let one = data_uri(&png(&sample(300, 240)));
    let two = body("wan2.6-image", &[one.clone(), one], "a cat", json!({"enable_interleave": true, "stream": true}));
    assert!(tell(&emulator, "", &two).refusal().2.contains("0~1 image content items. Got 2"));
    let plain = emulator.submit(SYNC, "sk-emu+delay=0", &[], &recipe(json!({}))).refusal();
    assert_eq!((plain.0, plain.1.as_str()), (400, "InvalidParameter"));
    assert!(emulator.log().pop().unwrap()["reason"].as_str().unwrap().contains("stream"));
    assert_eq!(
        events(&tell(&emulator, "", &recipe(json!({"stream": false}))).text()).pop().unwrap().3["usage"]["image_count"],
        3
    );
    emulator.submit(ASYNC, "sk-emu", &[ENABLE], &recipe(json!({})));
    assert_eq!(emulator.log().pop().unwrap()["unsupported"], json!(["stream"]), "tasks do not stream");
}

#[test]
fn chunks_heartbeats_and_other_framings() {
    let emulator = Emulator::start(&[]);
    let strip = |text: &str| {
        let events = events(text);
        events.iter().map(|event| part(&event.3).1.split('/').next().unwrap().to_owned()).collect::<String>()
    };
    let plain = strip(&tell(&emulator, "", &recipe(json!({}))).text());
    let cut = tell(&emulator, "chunk=7", &recipe(json!({})));
    assert!(cut.chunks.iter().all(|chunk| chunk.len() <= 7) && cut.chunks.len() > 500);
    assert!(cut.chunks.iter().any(|chunk| std::str::from_utf8(chunk).is_err()), "characters are split");
    assert_eq!(strip(&cut.text()), plain);
    let alive = tell(&emulator, "heartbeat", &recipe(json!({}))).text();
    assert!(alive.matches(":heartbeat\n\n").count() > 20);
    assert_eq!(strip(&alive.replace(":heartbeat\n\n", "")), plain);
    let crlf = tell(&emulator, "sse-crlf", &recipe(json!({}))).text();
    assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
    assert_eq!(strip(&crlf.replace("\r\n", "\n")), plain);
    let old = tell(&emulator, "sse-old", &recipe(json!({}))).text();
    assert!(old.starts_with("id: 1\nevent: result\nstatus: 200\ndata: {"), "{}", &old[..80]);
    assert!(old.ends_with("\n\nevent: done\ndata: [DONE]\n\n"));
    assert!(old.contains("\"finish_reason\":null") && !old.contains("\"finished\":false"));
    let ended = events(&tell(&emulator, "last=text", &recipe(json!({}))).text());
    assert_eq!(part(&ended[ended.len() - 1].3).0, "text");
}

#[test]
fn errors_before_the_first_result() {
    let emulator = Emulator::start(&[]);
    let inside = tell(&emulator, "sse=error:InvalidParameter", &recipe(json!({})));
    assert_eq!((inside.status, inside.header("x-dashscope-finished")), (200, Some("true")));
    assert_eq!(inside.header("content-type"), Some("text/event-stream;charset=UTF-8"));
    let event = events(&inside.text()).remove(0);
    assert_eq!((event.0.as_str(), event.1.as_str(), event.2.as_str()), ("1", "error", "400"));
    assert_eq!(event.3["code"], "InvalidParameter");
    assert_eq!(emulator.log().pop().unwrap()["code"], "InvalidParameter");
    let framed = tell(&emulator, "sse=framed", &recipe(json!({})));
    assert_eq!((framed.status, framed.header("content-type")), (400, Some("application/json")));
    assert_eq!(events(&framed.text())[0].3["code"], "DataInspectionFailed");
    let plain = tell(&emulator, "fail=DataInspectionFailed", &recipe(json!({})));
    assert_eq!(plain.refusal().1, "DataInspectionFailed");
    let empty = tell(&emulator, "sse=empty", &recipe(json!({})));
    assert_eq!((empty.status, empty.body.len()), (200, 0));
    assert!(emulator.log().iter().all(|entry| entry["billed"] == 0));
}

#[test]
fn errors_midway_and_broken_connections() {
    let emulator = Emulator::start(&[]);
    let midway = tell(&emulator, "sse=midway:InternalError.Timeout", &recipe(json!({})));
    let told = events(&midway.text());
    let (error, before) = told.split_last().unwrap();
    assert_eq!((error.1.as_str(), error.2.as_str()), ("error", "500"));
    assert_eq!(error.3["code"], "InternalError.Timeout");
    assert!(before.iter().any(|event| part(&event.3).0 == "text"));
    assert_eq!(before.iter().filter(|event| part(&event.3).0 == "image").count(), 1);
    assert_eq!(billed(&emulator), 1);
    let cut = tell(&emulator, "sse=cut:2", &recipe(json!({})));
    assert!(cut.status == 200 && !cut.whole);
    assert_eq!(cut.text().matches("\n\n").count(), 2, "{}", cut.text());
    assert!(!cut.text().ends_with("\n\n"));
    for (words, status) in [("cut=after", 0), ("html504", 504), ("garbage", 200)] {
        let broken = tell(&emulator, words, &recipe(json!({})));
        assert_eq!(broken.status, status, "{words}");
        assert!(!broken.text().contains("\"stop\""));
        assert_eq!(billed(&emulator), 3, "{words}");
    }
}

#[test]
fn a_stalled_stream_waits_for_its_client_to_go() {
    let emulator = Emulator::start(&[]);
    let headers = [("Authorization", "Bearer sk-emu+delay=0+gap=0+sse=stall:4"), SSE];
    let mut stream = ask(&emulator.api, "POST", SYNC, &headers, recipe(json!({})).to_string().as_bytes());
    stream.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes);
    assert!(ended.is_err(), "it is still open");
    assert_eq!(events(&answer(bytes).text()).len(), 4);
    assert_eq!(emulator.log()[0]["reason"], Value::Null);
    drop(stream);
    let begin = Instant::now();
    while emulator.log()[0]["reason"].is_null() {
        assert!(begin.elapsed() < Duration::from_secs(5), "it does not notice");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(emulator.log()[0]["reason"].as_str().unwrap().contains("the client left"));
}

#[test]
fn a_stream_takes_its_time() {
    let emulator = Emulator::start(&[]);
    let headers = [("Authorization", "Bearer sk-emu+delay=900+gap=20"), SSE];
    let begin = Instant::now();
    let body = recipe(json!({})).to_string();
    let mut stream = ask(&emulator.api, "POST", SYNC, &headers, body.as_bytes());
    let mut some = [0; 4000];
    let mut bytes = Vec::new();
    while !bytes.windows(5).any(|five| five == b"data:") {
        let length = stream.read(&mut some).unwrap();
        bytes.extend(&some[..length]);
    }
    let first = begin.elapsed();
    stream.read_to_end(&mut bytes).unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(1200), "{:?}", begin.elapsed());
    assert!(first < begin.elapsed() / 2, "the first event comes early: {first:?}");
}
