//! Whatever a service writes back, in whatever form: no key of it is shown, thrown or exported, and no text of it is
//! endless or changes how other text reads.

mod common;

use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;
use wan_edit::core::edit::{Delivery, EditRequest, check};
use wan_edit::core::job::shown::{LONGEST_MESSAGE, LONGEST_RAW, LONGEST_WORD};
use wan_edit::core::job::{Error, Job, Outcome, OutcomePart, Progress, Step, answer};
use wan_edit::core::service::{Credential, Reply, Service};

const ID: &str = "0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let digits = bytes.chunks(3).flat_map(|chunk| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let digit = move |at: usize| BASE64[(bits >> (18 - 6 * at) & 63) as usize] as char;
        (0..4).map(move |at| if at <= chunk.len() { digit(at) } else { '=' })
    });
    digits.collect()
}

/// Every form that a key is looked for in.
fn forms(key: &str) -> Vec<(&'static str, String)> {
    let each = |form: &dyn Fn(u8) -> String| key.bytes().map(form).collect::<String>();
    let signs = |form: &dyn Fn(u8) -> String| {
        key.bytes()
            .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { form(byte) })
            .collect()
    };
    let every = |signs: usize, between: &str| {
        let chunks: Vec<String> =
            key.as_bytes().chunks(signs).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
        chunks.join(between)
    };
    let url = |text: String| text.replace('+', "-").replace('/', "_");
    let wrapped = |text: String, between: &str| {
        text.as_bytes().chunks(10).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join(between)
    };
    let mut forms = vec![
        ("as it is", key.to_owned()),
        ("in capitals", key.to_uppercase()),
        ("in small letters", key.to_lowercase()),
        ("with Bearer", format!("Bearer {key}")),
        ("percent-encoded", signs(&|byte| format!("%{byte:02X}"))),
        ("percent-encoded, all of it", each(&|byte| format!("%{byte:02x}"))),
        ("percent-encoded twice", signs(&|byte| format!("%25{byte:02X}"))),
        ("escaped as JSON", signs(&|byte| format!("\\u{byte:04x}"))),
        ("escaped as JSON, all of it", each(&|byte| format!("\\u{byte:04X}"))),
        ("escaped as JSON in JSON", signs(&|byte| format!("\\\\u{byte:04X}"))),
        ("escaped as JavaScript", each(&|byte| format!("\\x{byte:02x}"))),
        ("with escaped slashes", key.replace('/', "\\/")),
        ("as HTML", signs(&|byte| format!("&#{byte};"))),
        ("as HTML, in hexadecimal", each(&|byte| format!("&#x{byte:x};"))),
        ("in hexadecimal", each(&|byte| format!("{byte:02x}"))),
        ("in hexadecimal capitals", each(&|byte| format!("{byte:02X}"))),
        ("in hexadecimal, with colons left out", each(&|byte| format!("{byte:02x} "))),
        ("broken by lines", every(7, "\n")),
        ("broken by lines and indented", every(5, "\r\n    ")),
        ("spaced out", every(1, " ")),
        ("with invisible spaces", every(3, "\u{200b}")),
        ("with escaped line ends", every(9, "\\n")),
    ];
    for before in ["", "a", "ab", "Bearer ", "user:", "{\"key\":\""] {
        for after in ["", "\"}", " and more"] {
            let text = base64(format!("{before}{key}{after}").as_bytes());
            forms.extend([("in base64", text.clone()), ("in base64url", url(text.clone()))]);
            forms.push(("in base64, broken by lines", wrapped(text.clone(), "\n")));
            forms
                .push(("in base64, percent-encoded", text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")));
            forms.push(("in base64 as JSON", text.replace('/', "\\/").replace('+', "\\u002b")));
        }
    }
    forms
}

fn service(key: &str) -> Service {
    Service { credential: Credential::new(key), ..common::service() }
}

/// Everything of `error` that somebody sees.
fn texts(error: &Error) -> Vec<String> {
    let fields = [&error.code, &error.request_id, &error.task_id, &error.raw];
    let mut texts: Vec<String> = fields.into_iter().flatten().cloned().collect();
    texts.extend([error.message.clone(), error.to_string(), format!("{error:?}")]);
    texts
}

fn texts_of_outcome(outcome: &Outcome) -> Vec<String> {
    let mut texts = vec![outcome.raw.clone(), format!("{outcome:?}")];
    texts.extend([&outcome.request_id, &outcome.task_id, &outcome.usage.size].into_iter().flatten().cloned());
    for image in &outcome.images {
        texts.push(image.url.clone());
        texts.extend(image.actual_prompt.clone());
    }
    for part in &outcome.parts {
        match part {
            OutcomePart::Text(text) => texts.push(text.clone()),
            OutcomePart::Failed { code, message } => texts.extend([code.clone(), message.clone()]),
            OutcomePart::Image(_) => {}
        }
    }
    texts.extend(outcome.ended_early.iter().flat_map(|error| self::texts(error)));
    texts
}

fn texts_of_progress(progress: &Progress) -> Vec<String> {
    match progress {
        Progress::Text(text) | Progress::Image(text) | Progress::TaskCreated { task_id: text } => vec![text.clone()],
        _ => vec![format!("{progress:?}")],
    }
}

fn reply(status: u16, body: String, request_id: &str) -> Reply {
    Reply { status, body, request_id: Some(request_id.into()), ..Reply::default() }
}

/// Everything that somebody sees of an edit that is answered with `body`.
fn seen(service: &Service, delivery: Delivery, status: u16, body: &str, request_id: &str) -> Vec<String> {
    let model = if delivery == Delivery::Stream { "wan2.6-image" } else { "wan2.7-image" };
    let mut request = EditRequest::new(model, "Make it blue");
    request.enable_interleave = Some(delivery == Delivery::Stream);
    let edit = check(request).unwrap();
    let mut job = Job::new(&edit, &[], service.clone(), delivery);
    let mut seen = Vec::new();
    let mut now = Duration::ZERO;
    for _ in 0..8 {
        match job.step(now) {
            Step::Send(_) => {
                for piece in body.as_bytes().chunks(11) {
                    seen.extend(job.receive_chunk(piece).iter().flat_map(texts_of_progress));
                }
                let progress = job.receive(now, 0.5, &reply(status, body.to_owned(), request_id));
                seen.extend(progress.iter().flat_map(texts_of_progress));
            }
            Step::Wait(pause) => now += pause,
            Step::Finish(end) => {
                seen.extend(match *end {
                    Ok(outcome) => texts_of_outcome(&outcome),
                    Err(error) => texts(&error),
                });
                return seen;
            }
        }
    }
    seen
}

/// Bodies with `text` in every place that is read.
fn bodies(text: &str) -> Vec<(u16, String)> {
    let image = |url: &str| json!({ "image": url, "type": "image" });
    let message = json!({ "choices": [{ "finish_reason": "stop", "message": { "content": [
        image(&format!("https://a.example/{text}.png?Expires=1&Signature={text}")), { "text": text, "type": "text" } ] } }] });
    vec![
        (400, json!({ "code": text, "message": format!("no such key: {text}!"), "request_id": text }).to_string()),
        (401, json!({ "error": { "code": text, "message": text, "type": text } }).to_string()),
        (500, format!("<html><!-- {text} --></html>")),
        (200, json!({ "output": { "task_id": text, "task_status": "PENDING" }, "request_id": text }).to_string()),
        (200, json!({ "output": { "task_id": ID, "task_status": "FAILED", "code": text, "message": text } }).to_string()),
        (200, json!({ "output": { "task_status": "SUCCEEDED", "task_id": text, "results": [
            { "url": format!("https://a.example/?k={text}"), "actual_prompt": text }, { "code": text, "message": text } ] },
            "usage": { "size": text }, "request_id": text }).to_string()),
        (200, json!({ "output": message, "request_id": text }).to_string()),
    ]
}

fn assert_hidden(seen: &[String], form: &str, text: &str, key: &str) {
    for shown in seen {
        // A Debug text has its backslashes twice.
        let readings = [shown.clone(), shown.replace("\\\\", "\\"), shown.replace("\\n", "\n")];
        for reading in readings {
            assert!(!reading.contains(text) && !reading.contains(key), "{form}: {text:?} is in {shown:?}");
        }
    }
}

/// A key as services make them.
const KEY: &str = "(sk-|st-|visit-)[A-Za-z0-9]{12}[A-Za-z0-9+/=_.~:-]{4,40}[A-Za-z0-9]";

proptest! {
    // Each goes through all forms, places and ways of asking.
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_key_in_any_form_is_masked_in_every_place_that_is_read(key in KEY) {
        let service = service(&key);
        for (form, text) in forms(&key) {
            for (status, body) in bodies(&text) {
                for delivery in [Delivery::Task, Delivery::Sync] {
                    assert_hidden(&seen(&service, delivery, status, &body, &text), form, &text, &key);
                }
                let reply = reply(status, body, &text);
                let refusal = answer::answer(&reply, &service.credential, |_| None::<()>).unwrap_err();
                assert_hidden(&texts(&refusal), form, &text, &key);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_key_in_any_form_is_masked(key in KEY) {
        let credential = Credential::new(&key);
        for (form, text) in forms(&key) {
            let masked = credential.redact(&format!("before {text} after"));
            prop_assert!(masked.starts_with("before ") && masked.ends_with(" after"), "{form}: {masked}");
            prop_assert!(masked.contains("***") && !masked.contains(&text), "{form}: {text:?} is in {masked:?}");
        }
    }

    #[test]
    fn words_of_a_stream_hide_a_key_however_they_are_cut(
        key in "sk-[A-Za-z0-9+/=_-]{13,40}",
        size in 1_usize..9,
        before in "[a-z ]{0,20}",
        after in "[a-z ]{0,20}",
    ) {
        let service = service(&key);
        let words: Vec<char> = format!("{before}{key}{after}").chars().collect();
        let event = |text: String| {
            let choice = json!({ "finish_reason": "null", "message": { "content": [{ "text": text, "type": "text" }] } });
            format!("data:{}\n\n", json!({ "output": { "choices": [choice] } }))
        };
        let body: String = words.chunks(size).map(|chunk| event(chunk.iter().collect())).collect();
        let mut request = EditRequest::new("wan2.6-image", "Make it blue");
        request.enable_interleave = Some(true);
        let mut job = Job::new(&check(request).unwrap(), &[], service, Delivery::Stream);
        prop_assert!(matches!(job.step(Duration::ZERO), Step::Send(_)));
        let said: String = job.receive_chunk(body.as_bytes()).iter().flat_map(texts_of_progress).collect();
        prop_assert!(!said.contains(&key) && said.starts_with(&before) && said.ends_with(&after), "{said}");
        // Three letters at most went before more could be known.
        let rest = &said[before.len()..said.len() - after.len()];
        prop_assert!(rest.starts_with("***") || (rest.len() < 4 && key.starts_with(rest)), "{said}");
    }

    #[test]
    fn what_holds_no_key_stays_as_it_is(text in ".{0,200}", key in "sk-[A-Za-z0-9]{13,40}") {
        let credential = Credential::new(&key);
        prop_assert_eq!(credential.redact(&text), text);
    }

    #[test]
    fn any_text_can_be_looked_through(text in any::<String>(), key in any::<String>()) {
        let credential = Credential::new(&key);
        let once = credential.redact(&text);
        prop_assert!(key.trim().len() < 4 || !once.contains(key.trim()) || "***".contains(key.trim()));
    }
}

#[test]
fn a_common_word_for_a_key_spoils_nothing() {
    let body = r#"{"output":{"choices":[{"finish_reason":"stop","message":{"content":[{"image":"https://a.example/image.png"}]}}]}}"#;
    for key in ["image", "output", "message", "content", "dashscope"] {
        let seen = seen(&service(key), Delivery::Sync, 200, body, "r");
        assert!(seen.contains(&"https://a.example/image.png".to_owned()), "{key}: {seen:?}");
    }
}

#[test]
fn the_key_of_another_request_is_hidden_too() {
    let former = "sk-former0123456789";
    let edit = check(EditRequest::new("wan2.7-image", "Make it blue")).unwrap();
    let mut job = Job::new(&edit, &[], service(former), Delivery::Sync);
    let Step::Send(request) = job.step(Duration::ZERO) else { panic!("a request") };
    job.renewed(Credential::new("sk-later0123456789"), request);
    let body = json!({ "code": "InvalidApiKey", "message": format!("{former} sk-later0123456789") }).to_string();
    job.receive(Duration::ZERO, 0.5, &reply(401, body, "r"));
    let Step::Finish(end) = job.step(Duration::ZERO) else { panic!("an end") };
    assert_eq!(end.unwrap_err().message, "*** ***");
}

#[test]
fn a_key_is_never_asked_for_as_a_task() {
    let key = "sk-0123456789abcdef";
    let mut job = Job::resume(key, service(key), None);
    assert!(matches!(job.step(Duration::ZERO), Step::Finish(_)), "it would stand in an address");
    assert_eq!(job.task_id(), None);
}

#[test]
fn endless_texts_are_cut_and_say_by_how_much() {
    let long = |letter: &str| letter.repeat(1_000_000);
    let body = json!({ "code": long("c"), "message": long("密"), "request_id": long("r") }).to_string();
    for delivery in [Delivery::Task, Delivery::Sync] {
        let edit = check(EditRequest::new("wan2.7-image", "Make it blue")).unwrap();
        let mut job = Job::new(&edit, &[], common::service(), delivery);
        job.step(Duration::ZERO);
        job.receive(Duration::ZERO, 0.5, &reply(400, body.clone(), "r"));
        let Step::Finish(end) = job.step(Duration::ZERO) else { panic!("an end") };
        let error = end.unwrap_err();
        assert_eq!(error.message, format!("{}… (998000 characters more)", "密".repeat(LONGEST_MESSAGE)));
        assert_eq!(error.code, Some(format!("{}… (999800 characters more)", "c".repeat(LONGEST_WORD))));
        assert_eq!(error.request_id, Some(format!("{}… (999800 characters more)", "r".repeat(LONGEST_WORD))));
        assert!(error.raw.unwrap().chars().count() < LONGEST_RAW + 40);
    }
}

#[test]
fn signs_that_turn_or_hide_other_text_are_left_out() {
    let message = "a\u{202e}b\u{2066}c\u{0}d\u{1b}[31me\u{9b}f\u{feff}g\nh\ti";
    let body = json!({ "code": "X\u{202d}", "message": message }).to_string();
    let error = answer::answer(&reply(400, body, "r\u{2069}"), &Credential::new(""), |_| None::<()>).unwrap_err();
    assert_eq!((error.code.as_deref(), error.request_id.as_deref()), (Some("X"), Some("r")));
    assert_eq!(error.message, "abcd[31mefg\nh\ti");
}

#[test]
fn the_list_of_tasks_is_cut_and_masked() {
    let key = "sk-0123456789abcdef";
    let task = |id: &str, model: &str| json!({ "task_id": id, "status": model, "model_name": model });
    let body = json!({ "data": [task(ID, key), task(key, "wan2.7-image"), task(ID, &"m".repeat(1000))] }).to_string();
    let list = answer::tasks(&reply(200, body, "r"), &Credential::new(key)).unwrap();
    assert_eq!(list.tasks.len(), 2, "a key is the id of no task");
    assert_eq!((list.tasks[0].model.as_str(), list.tasks[0].status.name()), ("***", "***"));
    assert!(list.tasks[1].model.starts_with(&"m".repeat(LONGEST_WORD)) && list.tasks[1].model.len() < 250);
}
