//! Every documented way to fail: what it means, what to do, whether the submit is sent again, and what may be billed.

mod common;
mod failures;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use wan_edit::core::edit::{Delivery, EditRequest, SourceImage, check};
use wan_edit::core::job::{Cause, Error, ErrorKind, Fault, Job, NextStep, Progress, Step};
use wan_edit::core::service::{Endpoint, Reply, Service};

use common::service;
use failures::Fate::{self, Refused, SentAgain, Unsure};
use failures::{BY_CODE, BY_STATUS, PAGES, RELAY};

const ZERO: Duration = Duration::ZERO;
const ID: &str = "0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60";

fn reply(status: u16, body: impl Into<String>) -> Reply {
    Reply { status, body: body.into(), ..Reply::default() }
}

/// The body as the service writes it, and as the relay does.
fn bodies(code: &str, message: &str) -> [String; 2] {
    let native = json!({ "code": code, "message": message, "request_id": "r" });
    let nested = json!({ "error": { "code": code, "message": message, "type": "rix_api_error" } });
    [native.to_string(), nested.to_string()]
}

fn job(delivery: Delivery) -> Job {
    let image = SourceImage::url("https://example.com/a.png");
    let edit = check(EditRequest::new("wan2.7-image", "Make it blue").with_image(image)).unwrap();
    let mut job = Job::new(&edit, &[None], service(), delivery);
    assert!(matches!(job.step(ZERO), Step::Send(_)));
    job
}

fn error(job: &mut Job) -> Error {
    match job.step(ZERO) {
        Step::Finish(end) => end.expect_err("an error"),
        step => panic!("not the end: {step:?}"),
    }
}

/// What becomes of a submit that is answered with `reply`, and of one that is answered so for ever.
fn fate(delivery: Delivery, reply: &Reply) -> (Fate, Error) {
    let mut job = job(delivery);
    let (mut now, mut submits) = (ZERO, 1);
    job.receive(now, 0.5, reply);
    let error = loop {
        match job.step(now) {
            Step::Wait(pause) => now += pause,
            Step::Send(_) => {
                submits += 1;
                job.receive(now, 0.5, reply);
            }
            Step::Finish(end) => break end.expect_err("an error"),
        }
    };
    let fate = match (submits, error.may_be_billed()) {
        (1, false) => Refused,
        (1, true) => Unsure,
        (5, false) => SentAgain,
        _ => panic!("sent {submits} times: {error:?}"),
    };
    (fate, error)
}

#[test]
fn every_documented_row_has_its_cause_next_step_and_fate() {
    for &(status, code, message, cause, next_step, wanted) in BY_CODE.into_iter().flatten().chain(BY_STATUS) {
        for body in bodies(code, message) {
            for delivery in [Delivery::Task, Delivery::Sync] {
                let (fate, error) = fate(delivery, &reply(status, body.clone()));
                let row = format!("{status} {code}: {message}");
                assert_eq!((error.cause, error.next_step), (Some(cause), next_step), "{row}");
                assert_eq!(fate, wanted, "{row}");
                assert_eq!(error.fault, cause.fault(), "{row}");
                assert_eq!((error.kind, error.status), (ErrorKind::Service, Some(status)), "{row}");
                assert_eq!((error.code.as_deref(), &*error.message), (Some(code).filter(|c| !c.is_empty()), message));
                assert_eq!(error.is_retryable(), wanted == SentAgain, "{row}");
                let named = if code.is_empty() { format!("HTTP {status}: ") } else { format!("{code}: ") };
                assert!(error.to_string().starts_with(&named), "{row}: {error}");
            }
        }
    }
}

#[test]
fn pages_of_gateways_are_no_answers() {
    for &(status, cause, next_step, wanted) in PAGES {
        let (fate, error) = fate(Delivery::Task, &reply(status, "<html><h1>Gateway Time-out</h1></html>"));
        let kind = if status == 200 { ErrorKind::NoImages } else { ErrorKind::Gateway };
        let cause = Some(cause).filter(|_| status != 200);
        assert_eq!((error.kind, error.cause, error.next_step), (kind, cause, next_step), "{status}");
        assert_eq!(fate, wanted, "{status}");
        assert!(error.raw.is_some_and(|raw| raw.contains("Gateway Time-out")));
    }
}

/// Every row of the table in the source is the one that some documented row comes to: none stands behind another.
#[test]
fn no_row_of_the_table_is_idle() {
    let source = include_str!("../src/core/job/cause.rs");
    let table = source.split_once("const TABLE").unwrap().1.split_once("];").unwrap().0;
    let rows: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| {
            let mut words = line.trim().strip_prefix('(')?.split('"');
            Some((words.nth(1)?, words.nth(1)?))
        })
        .collect();
    assert!(rows.len() > 70, "{}", rows.len());
    let comes_to = |code: &str, message: &str| {
        rows.iter().position(|(row, words)| {
            let is_code = row.strip_suffix('*').map_or(code == *row, |beginning| code.starts_with(beginning));
            is_code && message.contains(words)
        })
    };
    let used: BTreeSet<usize> =
        BY_CODE.into_iter().flatten().filter_map(|&(_, code, message, ..)| comes_to(code, message)).collect();
    let idle: Vec<_> = rows.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, row)| row).collect();
    assert_eq!(idle, Vec::<&(&str, &str)>::new());
}

#[test]
fn a_long_retry_after_makes_any_throttle_an_empty_quota() {
    let month =
        Reply { retry_after: Some(Duration::from_secs(1_849_295)), ..reply(429, bodies("Throttling", "m")[0].clone()) };
    let (fate, error) = fate(Delivery::Task, &month);
    assert_eq!((fate, error.cause, error.next_step), (Refused, Some(Cause::QuotaGone), NextStep::WaitForQuota));
}

#[test]
fn a_poll_goes_on_where_a_question_may_be_repeated_and_keeps_the_task_where_not() {
    for &(status, code, message, cause, _, fate) in BY_CODE.into_iter().flatten().chain(BY_STATUS) {
        let mut job = Job::resume(ID, service(), Some(1));
        assert!(matches!(job.step(ZERO), Step::Send(_)));
        let progress = job.receive(ZERO, 0.5, &reply(status, bodies(code, message)[0].clone()));
        let row = format!("{status} {code}: {message}");
        let goes_on = matches!(status, 408 | 500..) || fate == SentAgain || cause == Cause::Disconnected;
        assert_eq!(progress, goes_on.then_some(Progress::Reconnecting), "{row}");
        if !goes_on {
            let error = error(&mut job);
            assert_eq!((error.cause, error.next_step), (Some(cause), cause.next_step()), "{row}");
            assert_eq!(error.task_id.as_deref(), Some(ID), "{row}");
            // A bare body with a code is how a failed task may look.
            let is_failed_task = status == 400 && !code.is_empty() && !code.starts_with("Proxy");
            assert_eq!(error.may_be_billed(), !is_failed_task, "{row}");
        }
    }
}

/// Its status is 200 and tells nothing: each documented row is known by its code and words.
#[test]
fn a_failed_task_has_the_same_causes_and_costs_nothing() {
    for &(_, code, message, cause, ..) in BY_CODE.into_iter().flatten() {
        let failed = |output: serde_json::Value, top: serde_json::Value| {
            let mut body = json!({ "request_id": "r", "output": { "task_id": ID, "task_status": "FAILED" } });
            body["output"].as_object_mut().unwrap().append(&mut output.as_object().cloned().unwrap_or_default());
            body.as_object_mut().unwrap().append(&mut top.as_object().cloned().unwrap_or_default());
            let mut job = Job::resume(ID, service(), Some(1));
            job.step(ZERO);
            job.receive(ZERO, 0.5, &reply(200, body.to_string()));
            error(&mut job)
        };
        let words = json!({ "code": code, "message": message });
        let in_results = json!({ "results": [{ "code": code, "message": message }] });
        let mut ends = vec![failed(words.clone(), json!({})), failed(json!({}), words)];
        if !code.is_empty() {
            ends.push(failed(in_results, json!({})));
        }
        for error in ends {
            assert_eq!(error.cause, Some(cause), "the table has no row for {code}: {message}");
            assert!(error.fault == cause.fault() || (cause.fault(), error.fault) == (Fault::Network, Fault::Service));
            assert_eq!((error.kind, &*error.message), (ErrorKind::Service, message), "{code}");
            assert!(!error.may_be_billed() && error.task_id.is_some(), "{code}: {message}");
        }
    }
}

#[test]
fn the_relay_answers_with_the_same_causes() {
    let edit = check(EditRequest::new("wan2.7-image", "Make it blue")).unwrap();
    let relay = Service { endpoint: Endpoint::parse("https://www.dmxapi.cn").unwrap(), ..service() };
    for &(status, code, message, cause, _, fate) in RELAY.iter().chain(BY_STATUS) {
        let mut job = Job::new(&edit, &[], relay.clone(), Delivery::Task);
        assert!(matches!(job.step(ZERO), Step::Send(_)));
        job.receive(ZERO, 0.5, &reply(status, bodies(code, message)[1].clone()));
        if fate != SentAgain {
            let error = error(&mut job);
            assert_eq!(
                (error.cause, error.may_be_billed()),
                (Some(cause), fate == Unsure),
                "{status} {code} {message}"
            );
        }
    }
}

#[test]
fn every_cause_has_an_owner_and_a_step() {
    let rows = BY_CODE.into_iter().flatten().chain(BY_STATUS).map(|row| row.3);
    let causes: Vec<Cause> = rows.chain(PAGES.iter().map(|row| row.1)).collect();
    let names: BTreeSet<String> = causes.iter().map(|cause| format!("{cause:?}")).collect();
    let source = include_str!("../src/core/job/cause.rs");
    let declared = source.split_once("pub enum Cause {").unwrap().1.split_once("\n}").unwrap().0;
    let declared: BTreeSet<String> = declared
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(str::to_owned)
        .collect();
    let missing: Vec<_> = declared.difference(&names).collect();
    assert_eq!(missing, ["Unknown"], "a cause that nothing documented comes to");
    assert!(causes.iter().all(|cause| cause.fault() != Fault::Nobody && !cause.next_step().sentence().is_empty()
        || *cause == Cause::TooLateToCancel));
}

#[test]
fn a_code_that_nobody_knows_under_a_status_that_nobody_knows_is_unknown() {
    let mut job = job(Delivery::Task);
    job.receive(ZERO, 0.5, &reply(418, bodies("SomethingNew", "m")[0].clone()));
    let error = error(&mut job);
    assert_eq!((error.cause, error.next_step), (Some(Cause::Unknown), NextStep::FixRequest));
    assert_eq!((error.code.as_deref(), error.raw.is_some()), (Some("SomethingNew"), true));
}

/// Status, code and message of all that the proxies in `deploy/` can answer, as their files have it.
fn proxy_refusals() -> Vec<(u16, String, String)> {
    let folders = ["/deploy", "/deploy/nginx"].map(|folder| format!("{}{folder}", env!("CARGO_MANIFEST_DIR")));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    let is_code = |file: &std::path::PathBuf| file.extension().is_some_and(|ending| ending == "js" || ending == "conf");
    let mut found = Vec::new();
    for file in files.filter(is_code) {
        let text = std::fs::read_to_string(file).unwrap();
        for line in text.lines().filter(|line| line.contains("\"Proxy") || line.contains("\"NotFound\"")) {
            let words: Vec<&str> = line.split('"').collect();
            let at = words.iter().position(|word| word.starts_with("Proxy") || *word == "NotFound").unwrap();
            let mut numbers = words[0].split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
            // nginx answers what it has no words for as 500.
            let status = numbers.next_back().unwrap_or(500);
            let message = words[at + 1..].iter().find(|word| word.contains(' ') && word.len() > 10);
            found.push((status, words[at].to_owned(), message.expect(line).to_string()));
        }
    }
    found
}

#[test]
fn every_code_of_the_proxies_has_its_cause_and_costs_nothing_where_nothing_was_passed_on() {
    let refusals = proxy_refusals();
    assert!(refusals.len() > 40, "{}", refusals.len());
    let readme = include_str!("../deploy/README.md");
    let source = include_str!("../src/core/job/cause.rs");
    let told: BTreeSet<&str> = failures::PROXIES.iter().map(|(_, code, ..)| *code).collect();
    // What these say came after the request had left.
    let passed_on = ["ProxyFault", "ProxyRequestTimeout", "ProxyTimeout", "ProxyUnreachable", "ProxyBadAnswer"];
    let of_results = ["ProxyRedirectRefused", "ProxyNotAnImage", "ProxyResultTooLarge"];
    for (status, code, message) in refusals {
        let row = format!("{status} {code}: {message}");
        assert!(readme.contains(&*code) || code == "NotFound", "{row} is not in deploy/README.md");
        let body = json!({ "code": code, "message": message }).to_string();
        let (fate, error) = fate(Delivery::Task, &reply(status, body));
        let cause = error.cause.unwrap();
        assert!(
            ![Cause::Unknown, Cause::Parameter, Cause::Internal, Cause::Workspace].contains(&cause),
            "{row}: {cause:?}"
        );
        let is_sent_on = passed_on.contains(&&*code) || of_results.contains(&&*code);
        assert_eq!(fate == Unsure, is_sent_on, "{row}: {fate:?}");
        assert_eq!(error.next_step == NextStep::CheckBeforeRetry, is_sent_on, "{row}");
        // What a person can mend has words of its own; the rest is about how the proxy is set up.
        let is_lending = source.contains(&format!("(\"{code}\""));
        assert!(is_lending || cause == Cause::Gateway, "{row}: {cause:?}");
        assert!(cause == Cause::Gateway || told.contains(&*code), "{row} has no row in tests/failures");
    }
}
