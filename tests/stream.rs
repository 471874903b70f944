//! Streams, whatever comes of them: no image that arrived is lost, nothing is sent twice, and money is told.

mod common;

use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;
use wan_edit::core::edit::{CheckedEdit, Delivery, EditRequest, check};
use wan_edit::core::job::{Cause, Error, ErrorKind, Job, Loss, NextStep, Outcome, OutcomePart, Progress, Step};
use wan_edit::core::service::{Endpoint, Reply, Service};

use common::{KEY, service};

const ZERO: Duration = Duration::ZERO;

fn edit() -> CheckedEdit {
    check(EditRequest::new("wan2.6-image", "How to cook").with_enable_interleave(true)).unwrap()
}

/// A job that has just asked for a stream.
fn streaming() -> Job {
    sent(Job::new(&edit(), &[], service(), Delivery::Stream))
}

fn sent(mut job: Job) -> Job {
    assert!(matches!(job.step(ZERO), Step::Send(request) if request.is_stream));
    job
}

fn end(job: &mut Job) -> Box<Result<Outcome, Error>> {
    match job.step(Duration::from_secs(600)) {
        Step::Finish(end) => end,
        step => panic!("not the end: {step:?}"),
    }
}

fn whole(body: &str) -> Reply {
    Reply { status: 200, body: body.to_owned(), ..Reply::default() }
}

fn words(text: &str) -> String {
    event(&json!({ "type": "text", "text": text }), "null")
}

fn image(at: usize, reason: &str) -> String {
    event(&json!({ "type": "image", "image": url(at) }), reason)
}

fn url(at: usize) -> String {
    format!("https://dashscope-result-sh.oss-cn-shanghai.aliyuncs.com/{at}.png?Expires=1&Signature=%2B{at}")
}

fn event(part: &serde_json::Value, reason: &str) -> String {
    let choice = json!({ "finish_reason": reason, "message": { "content": [part] } });
    let data = json!({ "output": { "choices": [choice] }, "usage": { "image_count": 1 }, "request_id": "r" });
    format!("id:1\nevent:result\n:HTTP_STATUS/200\ndata:{data}\n\n")
}

fn error_event(status: u16, code: &str) -> String {
    let data = json!({ "code": code, "message": format!("m {KEY}"), "request_id": "r" });
    format!("id:9\nevent:error\n:HTTP_STATUS/{status}\ndata:{data}\n\n")
}

// By hand.

#[test]
fn words_alone_that_break_off_may_be_billed_and_keep_what_came() {
    for loss in [Loss::Failed, Loss::Aborted] {
        let mut job = streaming();
        let body = words("先把辣椒");
        job.receive_chunk(body.as_bytes());
        assert_eq!(job.lost(ZERO, 0.5, loss), None);
        let error = end(&mut job).unwrap_err();
        assert!(error.may_be_billed() && !error.is_retryable());
        assert_eq!((error.next_step, error.raw), (NextStep::CheckBeforeRetry, Some(body)));
    }
}

#[test]
fn words_alone_to_the_end_are_an_answer() {
    for last in [event(&json!({ "text": "。" }), "stop"), "data: [DONE]\n\n".to_owned()] {
        let mut job = streaming();
        let body = words("没有什么可画的") + &last;
        job.receive_chunk(body.as_bytes());
        job.receive(ZERO, 0.5, &whole(&body));
        let outcome = end(&mut job).unwrap();
        assert!(outcome.images.is_empty() && outcome.texts().next().is_some_and(|text| text.starts_with("没有")));
        assert_eq!(outcome.ended_early, None);
    }
}

#[test]
fn a_stream_that_closes_before_it_says_stop_was_cut() {
    let body = words("a") + &image(0, "null");
    let mut job = streaming();
    job.receive(ZERO, 0.5, &whole(&body));
    let early = end(&mut job).unwrap().ended_early.expect("it was cut");
    assert!(early.may_be_billed() && early.kind == ErrorKind::Network);
    let mut job = streaming();
    job.receive(ZERO, 0.5, &whole(&words("a")));
    let error = end(&mut job).unwrap_err();
    assert!(error.may_be_billed() && error.raw.is_some());
}

#[test]
fn a_stream_whose_events_do_not_say_which_is_the_last_ends_with_the_connection() {
    let chunk = |part: serde_json::Value| format!("data: {}\n\n", json!({ "output": [{ "content": [part] }] }));
    let body = chunk(json!({ "type": "text", "text": "a" })) + &chunk(json!({ "type": "image", "text": url(0) }));
    let relay = Service { endpoint: Endpoint::parse("https://www.dmxapi.cn").unwrap(), ..service() };
    let mut job = sent(Job::new(&edit(), &[], relay, Delivery::Task));
    job.receive(ZERO, 0.5, &whole(&body));
    let outcome = end(&mut job).unwrap();
    assert_eq!((outcome.images[0].url.clone(), outcome.ended_early), (url(0), None));
}

#[test]
fn what_follows_the_last_event_does_not_make_it_another() {
    let mut job = streaming();
    job.receive(ZERO, 0.5, &whole(&(image(0, "stop") + &words("a"))));
    assert_eq!(end(&mut job).unwrap().ended_early, None);
}

#[test]
fn a_null_for_a_reason_is_the_word_null() {
    let choice = json!({ "finish_reason": null, "message": { "content": [{ "image": url(0) }] } });
    let body = format!("data: {}\n\n", json!({ "output": { "choices": [choice] } }));
    let mut job = streaming();
    job.receive(ZERO, 0.5, &whole(&body));
    assert!(end(&mut job).unwrap().ended_early.is_some());
}

#[test]
fn an_error_after_words_is_never_sent_again_whatever_it_is() {
    for (status, code) in [(429, "Throttling"), (503, "ModelUnavailable"), (400, "DataInspectionFailed"), (500, "X")] {
        let mut job = streaming();
        let body = words("a") + &error_event(status, code);
        job.receive_chunk(body.as_bytes());
        assert_eq!(job.receive(ZERO, 0.5, &whole(&body)), None);
        let error = end(&mut job).unwrap_err();
        assert!(error.may_be_billed() && !error.is_retryable(), "{status} {code}");
        assert_eq!((error.code.as_deref(), error.status), (Some(code), Some(status)));
    }
}

#[test]
fn an_error_before_anything_else_is_a_refusal_like_any_other() {
    for (status, code, is_sent_again, may_be_billed) in [
        (429, "Throttling", true, false),
        (503, "ModelUnavailable", true, false),
        (400, "InvalidParameter", false, false),
        (401, "InvalidApiKey", false, false),
        (500, "InternalError", false, true),
        (504, "GatewayTimeout", false, true),
    ] {
        // It makes no difference whether the stream is closed in order.
        for is_lost in [false, true] {
            let mut job = streaming();
            let body = error_event(status, code);
            job.receive_chunk(body.as_bytes());
            let progress =
                if is_lost { job.lost(ZERO, 0.5, Loss::Failed) } else { job.receive(ZERO, 0.5, &whole(&body)) };
            assert_eq!(matches!(progress, Some(Progress::Throttled { .. })), is_sent_again, "{code}");
            if !is_sent_again {
                assert_eq!(end(&mut job).unwrap_err().may_be_billed(), may_be_billed, "{code}");
            }
        }
    }
}

#[test]
fn an_error_in_words_or_without_a_code_is_one_as_well() {
    for (last, message) in [
        ("event:error\ndata:upstream closed\n\n".to_owned(), "upstream closed"),
        ("event: error\ndata: {\"message\":\"upstream closed\"}\n\n".to_owned(), "upstream closed"),
        ("data: {\"error\":{\"message\":\"upstream closed\",\"code\":\"\"}}\n\n".to_owned(), "upstream closed"),
    ] {
        let mut job = streaming();
        let body = words("a") + &image(0, "null") + &last;
        job.receive_chunk(body.as_bytes());
        job.receive(ZERO, 0.5, &whole(&body));
        let outcome = end(&mut job).unwrap();
        assert_eq!(outcome.ended_early.map(|error| error.message).as_deref(), Some(message), "{last}");
        let mut job = streaming();
        job.receive(ZERO, 0.5, &whole(&last));
        let error = end(&mut job).unwrap_err();
        assert_eq!((error.kind, &*error.message), (ErrorKind::Service, message));
        assert!(error.may_be_billed(), "nobody knows what such a service had begun");
    }
}

#[test]
fn a_stream_sent_again_begins_with_nothing() {
    let mut job = streaming();
    job.receive_chunk(error_event(429, "Throttling").as_bytes());
    job.receive(ZERO, 0.5, &whole(&error_event(429, "Throttling")));
    assert!(matches!(job.step(Duration::from_secs(60)), Step::Send(_)));
    job.receive_chunk(image(0, "null").as_bytes());
    job.lost(ZERO, 0.5, Loss::Failed);
    let outcome = end(&mut job).unwrap();
    let early = outcome.ended_early.unwrap();
    assert_eq!((early.kind, early.cause), (ErrorKind::Network, None), "the refusal before is forgotten");
    assert!(!outcome.raw.contains("Throttling"));
}

#[test]
fn bytes_that_come_when_no_stream_is_awaited_are_nothing() {
    let mut job = Job::new(&edit(), &[], service(), Delivery::Stream);
    assert_eq!(job.receive_chunk(image(0, "stop").as_bytes()), []);
    let mut job = streaming();
    job.receive(ZERO, 0.5, &whole(&image(0, "stop")));
    assert_eq!(job.receive_chunk(image(1, "stop").as_bytes()), []);
    assert_eq!(end(&mut job).unwrap().images.len(), 1);
}

#[test]
fn a_cancelled_stream_keeps_the_images_that_came() {
    let mut job = streaming();
    job.receive_chunk(image(0, "null").as_bytes());
    assert!(job.cancel(ZERO), "it is aborted");
    job.lost(ZERO, 0.5, Loss::Aborted);
    let outcome = end(&mut job).unwrap();
    assert_eq!(outcome.images[0].url, url(0));
    assert_eq!(outcome.ended_early.unwrap().kind, ErrorKind::Canceled);
}

#[test]
fn a_stream_that_is_not_closed_after_its_last_event_is_whole() {
    let mut job = streaming();
    job.receive_chunk((words("a") + &image(0, "stop")).as_bytes());
    job.lost(ZERO, 0.5, Loss::Failed);
    let outcome = end(&mut job).unwrap();
    assert_eq!((outcome.images.len(), outcome.ended_early), (1, None));
}

#[test]
fn a_stream_that_begins_with_a_strange_line_is_read_all_the_same() {
    let body = "retry-after:5\nx\n\n".to_owned() + &words("a") + &image(0, "stop");
    let mut job = streaming();
    job.receive(ZERO, 0.5, &whole(&body));
    assert_eq!(end(&mut job).unwrap().images.len(), 1);
}

#[test]
fn words_on_the_way_have_no_key_in_them() {
    let mut job = streaming();
    let told = job.receive_chunk(words(&format!("it was {KEY}")).as_bytes());
    assert_eq!(told, [Progress::Text("it was ***".into())]);
}

// Whatever comes, and wherever it breaks.

#[derive(Clone, Debug)]
enum Came {
    Words(String),
    Image,
    Heartbeat,
    Error(u16, &'static str),
    Done,
}

fn came() -> impl Strategy<Value = Came> {
    prop_oneof![
        4 => "[a-z辣椒🌶\\\\\"\n]{1,8}".prop_map(Came::Words),
        4 => Just(Came::Image),
        2 => Just(Came::Heartbeat),
        1 => prop::sample::select(vec![(429, "Throttling"), (400, "InvalidParameter"), (500, "InternalError")])
            .prop_map(|(status, code)| Came::Error(status, code)),
        1 => Just(Came::Done),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Break {
    Lost(Loss),
    Closed,
}

fn breaks() -> impl Strategy<Value = Break> {
    prop::sample::select(vec![
        Break::Lost(Loss::Failed),
        Break::Lost(Loss::Aborted),
        Break::Lost(Loss::NotSent),
        Break::Closed,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_image_that_arrived_is_lost_and_nothing_is_sent_twice(
        all in prop::collection::vec(came(), 0..8),
        with_carriage_returns in any::<bool>(),
        cut in 0.0f64..=1.2,
        pieces in prop::collection::vec(1usize..200, 1..12),
        broken in breaks(),
    ) {
        let mut body = String::new();
        // Where the data of each image ends: from there on it has arrived.
        let mut images: Vec<(usize, String)> = Vec::new();
        for came in &all {
            let text = match came {
                Came::Words(text) => words(text),
                Came::Image => image(images.len(), "null"),
                Came::Heartbeat => ":heartbeat\n\n".into(),
                Came::Error(status, code) => error_event(*status, code),
                Came::Done => "data: [DONE]\n\n".into(),
            };
            let text = if with_carriage_returns { text.replace('\n', "\r\n") } else { text };
            body.push_str(&text);
            if matches!(came, Came::Image) {
                images.push((body.trim_end().len(), url(images.len())));
            }
        }
        let cut = ((body.len() as f64 * cut) as usize).min(body.len());
        let arrived = &body.as_bytes()[..cut];
        // What has an answer was sent.
        let broken = match broken {
            Break::Lost(Loss::NotSent) if cut > 0 => Break::Closed,
            broken => broken,
        };

        let mut job = streaming();
        let (mut rest, mut turn, mut told) = (arrived, 0, Vec::new());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(pieces[turn % pieces.len()].min(rest.len()));
            told.extend(job.receive_chunk(piece));
            rest = after;
            turn += 1;
        }
        match broken {
            Break::Lost(loss) => job.lost(ZERO, 0.5, loss),
            Break::Closed => job.receive(ZERO, 0.5, &whole(&String::from_utf8_lossy(arrived))),
        };

        let wanted: Vec<&String> = images.iter().filter(|(at, _)| *at <= cut).map(|(_, url)| url).collect();
        let has_words = told.iter().any(|progress| matches!(progress, Progress::Text(_)));
        let told: Vec<&String> = told.iter().filter_map(|progress| match progress {
            Progress::Image(url) => Some(url),
            _ => None,
        }).collect();
        prop_assert!(wanted.starts_with(&told) && wanted.len() - told.len() <= 1, "told as they came");
        let end = match job.step(Duration::from_secs(600)) {
            Step::Finish(end) => *end,
            Step::Send(_) => {
                let is_refused = matches!(all.iter().find(|came| !matches!(came, Came::Heartbeat | Came::Done)),
                    Some(Came::Error(429, _)));
                prop_assert!(is_refused && wanted.is_empty() && !has_words, "sent twice");
                return Ok(());
            }
            step => panic!("{step:?}"),
        };
        let shown = format!("{end:?}");
        prop_assert!(!shown.contains(KEY));
        match end {
            Ok(outcome) => {
                let got: Vec<&String> = outcome.images.iter().map(|image| &image.url).collect();
                prop_assert_eq!(&got, &wanted);
                let places = outcome.parts.iter().filter_map(|part| match part {
                    OutcomePart::Image(at) => Some(*at),
                    _ => None,
                });
                prop_assert!(places.eq(0..got.len()));
                prop_assert_eq!(outcome.raw.replace("***", KEY), String::from_utf8_lossy(arrived));
                prop_assert!(outcome.ended_early.iter().all(|error| error.may_be_billed() && !error.is_retryable()));
                let says_done = String::from_utf8_lossy(arrived).contains("[DONE]");
                prop_assert!(says_done || outcome.ended_early.is_some(), "no event was the last");
            }
            Err(error) => {
                prop_assert_eq!(wanted.len(), 0, "lost: {:?}", error);
                prop_assert!(!(error.may_be_billed() && error.is_retryable()));
                let is_refusal = matches!(error.cause, Some(Cause::Parameter | Cause::Rate));
                let was_not_sent = arrived.is_empty() && matches!(broken, Break::Lost(Loss::NotSent));
                prop_assert!(error.may_be_billed() || (!has_words && is_refusal) || error.kind == ErrorKind::NotSent);
                prop_assert!(error.kind != ErrorKind::NotSent || was_not_sent, "{:?}", error);
                if !arrived.is_empty() {
                    let raw = error.raw.unwrap_or_default().replace("***", KEY);
                    prop_assert_eq!(raw, String::from_utf8_lossy(arrived));
                }
            }
        }
    }
}
