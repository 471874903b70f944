//! Keys that end while a job goes on, and tasks that are left to themselves.

mod common;

use std::time::Duration;

use wan_edit::core::edit::{CheckedEdit, Delivery, EditRequest, SourceImage, check};
use wan_edit::core::job::{ErrorKind, Job, Loss, NextStep, Progress, Step};
use wan_edit::core::service::{Authorization, Credential, Endpoint, HttpRequest, Method, Reply, Service};

use common::{header, service};

const ZERO: Duration = Duration::ZERO;
const ID: &str = "0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60";
const FIRST: &str = "st-lt-v1-first";
const SECOND: &str = "st-lt-v1-second";

fn edit() -> CheckedEdit {
    check(EditRequest::new("wan2.7-image", "x").with_image(SourceImage::url("https://example.com/a.png"))).unwrap()
}

fn with_key(key: &str) -> Service {
    Service { credential: Credential::new(key), ..service() }
}

fn job(delivery: Delivery) -> Job {
    Job::new(&edit(), &[None], with_key(FIRST), delivery)
}

fn reply(status: u16, body: String) -> Reply {
    Reply { status, body, ..Reply::default() }
}

fn task(status: &str) -> Reply {
    reply(200, format!(r#"{{"output":{{"task_id":"{ID}","task_status":"{status}"}},"request_id":"r"}}"#))
}

fn refusal(status: u16, code: &str, message: &str) -> Reply {
    reply(status, format!(r#"{{"code":"{code}","message":"{message}","request_id":"r"}}"#))
}

#[track_caller]
fn next(job: &mut Job, now: Duration) -> HttpRequest {
    match job.step(now) {
        Step::Send(request) => request,
        step => panic!("nothing is sent: {step:?}"),
    }
}

fn key_of(request: &HttpRequest) -> &str {
    header(request, "Authorization").unwrap()
}

// Keys.

#[test]
fn a_refused_key_is_replaced_and_the_same_is_asked_again() {
    let mut job = job(Delivery::Task);
    let submit = next(&mut job, ZERO);
    job.ask_again(ZERO);
    let again = next(&mut job, ZERO);
    assert_eq!((again.target.as_str(), again.method), (submit.target.as_str(), Method::Post));
    let again = job.renewed(Credential::new(SECOND), again);
    assert_eq!(key_of(&again), format!("Bearer {SECOND}"));
    assert!(job.uses(&Credential::new(SECOND)) && !job.uses(&Credential::new(FIRST)));
    job.receive(ZERO, 0.5, &task("PENDING"));
    let now = Duration::from_secs(5);
    assert_eq!(next(&mut job, now).method, Method::Get);
    job.ask_again(now);
    assert_eq!(next(&mut job, now).method, Method::Get, "a task is not submitted again");
    job.receive(now, 0.5, &refusal(401, "InvalidApiKey", "no"));
    assert!(
        matches!(job.step(now), Step::Finish(end) if end.as_ref().as_ref().is_err_and(|error| error.may_be_billed()))
    );
    // Nothing happens where nothing is in flight.
    job.ask_again(now);
    assert!(matches!(job.step(now), Step::Finish(_)));
}

#[test]
fn a_renewed_key_is_in_the_request_at_hand_and_in_every_later_one() {
    let mut job = job(Delivery::Task);
    let request = next(&mut job, ZERO);
    assert_eq!(key_of(&request), format!("Bearer {FIRST}"));
    let before = request.clone();
    let request = job.renewed(Credential::new(SECOND), request);
    assert_eq!(key_of(&request), format!("Bearer {SECOND}"));
    assert_eq!((&request.target, &request.body, request.method), (&before.target, &before.body, before.method));
    assert_eq!(request.headers[1..], before.headers[1..], "nothing else changed");

    // Refused, and sent again.
    job.receive(ZERO, 0.5, &refusal(429, "Throttling", "m"));
    let request = next(&mut job, Duration::from_secs(9));
    assert_eq!((key_of(&request), &request.body), (&*format!("Bearer {SECOND}"), &before.body));
    // Queried and cancelled.
    job.receive(ZERO, 0.5, &task("PENDING"));
    let query = next(&mut job, Duration::from_secs(20));
    assert_eq!((query.method, key_of(&query)), (Method::Get, &*format!("Bearer {SECOND}")));
    let query = job.renewed(Credential::new("st-lt-v1-third"), query);
    assert_eq!(key_of(&query), "Bearer st-lt-v1-third");
    job.receive(ZERO, 0.5, &task("PENDING"));
    job.cancel(Duration::from_secs(21));
    let cancel = next(&mut job, Duration::from_secs(21));
    assert!(cancel.target.ends_with("/cancel") && key_of(&cancel) == "Bearer st-lt-v1-third");
}

#[test]
fn a_renewed_key_is_written_as_the_service_wants_it() {
    for (authorization, wanted) in
        [(Authorization::Documented, SECOND.to_owned()), (Authorization::Bearer, format!("Bearer {SECOND}"))]
    {
        let endpoint = Endpoint::parse("https://www.dmxapi.cn").unwrap();
        let service = Service { endpoint, authorization, ..with_key(FIRST) };
        let mut job = Job::new(&edit(), &[None], service, Delivery::Sync);
        let request = next(&mut job, ZERO);
        assert_eq!(key_of(&job.renewed(Credential::new(SECOND), request)), wanted);
    }
}

#[test]
fn a_task_that_is_waited_for_again_is_asked_for_with_the_new_key() {
    let mut job = Job::resume(ID, with_key(FIRST), Some(1));
    let request = next(&mut job, ZERO);
    let request = job.renewed(Credential::new(SECOND), request);
    assert_eq!(key_of(&request), format!("Bearer {SECOND}"));
    job.receive(ZERO, 0.5, &task("RUNNING"));
    assert_eq!(key_of(&next(&mut job, Duration::from_secs(9))), format!("Bearer {SECOND}"));
}

#[test]
fn no_key_of_any_time_is_in_what_is_shown() {
    let echo = format!("keys {FIRST} and {SECOND}");
    let image = format!(
        r#"{{"output":{{"choices":[{{"message":{{"content":[{{"image":"https://a/b.png"}},{{"text":"{echo}"}}]}}}}]}}}}"#
    );
    let replies = [
        refusal(400, "InvalidParameter", &echo),
        refusal(401, SECOND, &echo),
        refusal(500, FIRST, &echo),
        reply(504, echo.clone()),
        reply(200, echo.clone()),
        reply(200, image),
    ];
    for reply in replies {
        let mut job = job(Delivery::Sync);
        let request = next(&mut job, ZERO);
        let request = job.renewed(Credential::new(SECOND), request);
        // The same key again is no other key.
        let request = job.renewed(Credential::new(SECOND), request);
        job.receive(ZERO, 0.5, &Reply { request_id: Some(echo.clone()), ..reply });
        let end = job.step(ZERO);
        assert!(matches!(end, Step::Finish(_)));
        let mut shown = vec![format!("{end:?}"), format!("{job:?}"), format!("{request:?}")];
        if let Step::Finish(end) = end
            && let Err(error) = *end
        {
            shown.push(error.to_string());
        }
        for text in shown {
            assert!(!text.contains(FIRST) && !text.contains(SECOND), "{text}");
        }
    }
}

#[test]
fn a_key_that_ends_while_polling_ends_the_wait_and_keeps_the_task() {
    let mut job = job(Delivery::Task);
    next(&mut job, ZERO);
    job.receive(ZERO, 0.5, &task("PENDING"));
    next(&mut job, Duration::from_secs(2));
    job.receive(Duration::from_secs(2), 0.5, &refusal(401, "InvalidApiKey", "Invalid API-key provided."));
    let Step::Finish(end) = job.step(Duration::from_secs(3)) else { panic!("not the end") };
    let error = end.unwrap_err();
    assert_eq!((error.next_step, error.task_id.as_deref()), (NextStep::CheckKey, Some(ID)));
    assert!(error.may_be_billed(), "the task goes on");
}

// Leaving.

#[track_caller]
fn is_left(job: &mut Job) {
    let Step::Finish(end) = job.step(Duration::from_secs(1)) else { panic!("not the end") };
    let error = end.unwrap_err();
    assert_eq!((error.kind, error.next_step), (ErrorKind::Canceled, NextStep::ResumeLater));
    assert_eq!((error.task_id.as_deref(), error.may_be_billed()), (Some(ID), true));
}

#[test]
fn a_task_is_left_as_soon_as_it_exists() {
    let mut job = job(Delivery::Task);
    job.leave();
    next(&mut job, ZERO);
    assert_eq!(job.receive(ZERO, 0.5, &task("PENDING")), Some(Progress::TaskCreated { task_id: ID.into() }));
    is_left(&mut job);
}

#[test]
fn a_task_is_left_whenever_it_is_said() {
    let mut on_its_way = job(Delivery::Task);
    next(&mut on_its_way, ZERO);
    on_its_way.leave();
    on_its_way.receive(ZERO, 0.5, &task("PENDING"));
    is_left(&mut on_its_way);

    let mut between_polls = job(Delivery::Task);
    next(&mut between_polls, ZERO);
    between_polls.receive(ZERO, 0.5, &task("PENDING"));
    between_polls.leave();
    is_left(&mut between_polls);

    for is_lost in [false, true] {
        let mut job = job(Delivery::Task);
        next(&mut job, ZERO);
        job.receive(ZERO, 0.5, &task("PENDING"));
        next(&mut job, Duration::from_secs(2));
        job.leave();
        if is_lost {
            job.lost(ZERO, 0.5, Loss::Failed)
        } else {
            job.receive(ZERO, 0.5, &task("RUNNING"))
        };
        is_left(&mut job);
    }
}

#[test]
fn a_result_that_comes_while_leaving_is_kept() {
    let mut job = job(Delivery::Task);
    next(&mut job, ZERO);
    job.receive(ZERO, 0.5, &task("PENDING"));
    next(&mut job, Duration::from_secs(2));
    job.leave();
    let choices = r#"[{"message":{"content":[{"image":"https://a/b.png"}]}}]"#;
    let done = format!(r#"{{"output":{{"task_id":"{ID}","task_status":"SUCCEEDED","choices":{choices}}}}}"#);
    job.receive(ZERO, 0.5, &reply(200, done));
    assert!(matches!(job.step(ZERO), Step::Finish(end) if end.is_ok()));
}

#[test]
fn what_has_no_task_cannot_be_left() {
    let mut job = job(Delivery::Sync);
    job.leave();
    next(&mut job, ZERO);
    job.receive(ZERO, 0.5, &refusal(429, "Throttling", "m"));
    assert!(matches!(job.step(Duration::from_secs(60)), Step::Send(_)), "it is sent again all the same");
    job.receive(ZERO, 0.5, &refusal(400, "InvalidParameter", "m"));
    let Step::Finish(end) = job.step(ZERO) else { panic!("not the end") };
    assert_eq!(end.unwrap_err().code.as_deref(), Some("InvalidParameter"));
}

#[test]
fn who_leaves_and_cancels_has_the_task_cancelled() {
    let mut job = job(Delivery::Task);
    job.leave();
    next(&mut job, ZERO);
    assert!(!job.cancel(ZERO));
    job.receive(ZERO, 0.5, &task("PENDING"));
    let cancel = next(&mut job, ZERO);
    assert!(cancel.target.ends_with("/cancel"), "{}", cancel.target);
    // Too late: it is left after all.
    assert_eq!(job.receive(ZERO, 0.5, &refusal(400, "UnsupportedOperation", "m")), Some(Progress::TooLateToCancel));
    is_left(&mut job);
}
