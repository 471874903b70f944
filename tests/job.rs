//! One edit in flight: when it asks again, when it never does, how it is cancelled, and what it admits about money.

mod common;

use std::time::Duration;

use proptest::prelude::*;
use wan_edit::core::edit::{CheckedEdit, Delivery, EditRequest, SourceImage, check};
use wan_edit::core::job::pace::{self, backoff, poll_pause};
use wan_edit::core::job::{Cut, Error, ErrorKind, Fault, Job, Loss, NextStep, Outcome, Progress, Step};
use wan_edit::core::service::{HttpRequest, Method, Reply};

use common::{KEY, service};

const ZERO: Duration = Duration::ZERO;
const ID: &str = "0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60";
const IMAGE: &str = "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.png?Expires=1795226400";

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn edit() -> CheckedEdit {
    let request =
        EditRequest::new("wan2.7-image", "Make it blue").with_image(SourceImage::url("https://example.com/a.png"));
    check(request).unwrap()
}

fn job(delivery: Delivery) -> Job {
    Job::new(&edit(), &[None], service(), delivery)
}

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, body: body.to_owned(), ..Reply::default() }
}

fn refusal(status: u16, code: &str) -> Reply {
    reply(status, &format!(r#"{{"code":"{code}","message":"m","request_id":"r"}}"#))
}

fn task(status: &str) -> Reply {
    reply(200, &format!(r#"{{"output":{{"task_id":"{ID}","task_status":"{status}"}},"request_id":"r"}}"#))
}

fn done() -> Reply {
    let content = format!(r#"[{{"message":{{"content":[{{"image":"{IMAGE}"}}]}}}}]"#);
    reply(200, &format!(r#"{{"output":{{"task_id":"{ID}","task_status":"SUCCEEDED","choices":{content}}}}}"#))
}

fn html(status: u16) -> Reply {
    reply(status, "<html><h1>Gateway Time-out</h1></html>")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Submit,
    Query,
    Cancel,
}

fn call(request: &HttpRequest) -> Call {
    match request.method {
        Method::Get => Call::Query,
        Method::Post if request.target.ends_with("/cancel") => Call::Cancel,
        Method::Post => Call::Submit,
    }
}

/// Expects a request at `now` and answers what it is.
#[track_caller]
fn sent(job: &mut Job, now: Duration) -> Call {
    match job.step(now) {
        Step::Send(request) => call(&request),
        step => panic!("nothing is sent: {step:?}"),
    }
}

#[track_caller]
fn waits(job: &mut Job, now: Duration) -> Duration {
    match job.step(now) {
        Step::Wait(pause) => pause,
        step => panic!("it does not wait: {step:?}"),
    }
}

#[track_caller]
fn end(job: &mut Job, now: Duration) -> Box<Result<Outcome, Error>> {
    match job.step(now) {
        Step::Finish(end) => end,
        step => panic!("it is not the end: {step:?}"),
    }
}

#[track_caller]
fn error(job: &mut Job, now: Duration) -> Error {
    end(job, now).expect_err("an error")
}

/// A job whose task exists and which is about to ask for it, and the time then.
fn polling() -> (Job, Duration) {
    let mut job = job(Delivery::Task);
    assert_eq!(sent(&mut job, ZERO), Call::Submit);
    job.receive(ZERO, 0.5, &task("PENDING"));
    (job, seconds(2.0))
}

// When it asks.

#[test]
fn polls_come_after_2_then_3_then_5_seconds() {
    let (mut job, _) = polling();
    let mut now = ZERO;
    for wanted in [2.0, 3.0, 5.0, 5.0, 5.0] {
        let pause = waits(&mut job, now);
        assert_eq!(pause, seconds(wanted));
        now += pause;
        assert_eq!(sent(&mut job, now), Call::Query);
        assert_eq!(job.receive(now, 0.5, &task("RUNNING")), Some(Progress::Running));
    }
}

#[test]
fn polls_of_many_tabs_spread_by_a_fifth_either_way() {
    for (poll, middle) in [(0, 2.0), (1, 3.0), (2, 5.0), (1000, 5.0)] {
        assert_eq!(poll_pause(poll, 0.0), seconds(middle * 0.8));
        assert_eq!(poll_pause(poll, 1.0), seconds(middle * 1.2));
    }
    for jitter in [f64::NAN, -1.0, 7.0, f64::INFINITY] {
        let pause = poll_pause(0, jitter);
        assert!(pause >= seconds(1.6) && pause <= seconds(2.4));
    }
}

#[test]
fn a_word_that_is_no_known_state_is_waited_for() {
    let (mut job, now) = polling();
    sent(&mut job, now);
    assert_eq!(job.receive(now, 0.5, &task("SUSPENDED")), Some(Progress::Pending));
    sent(&mut job, now + seconds(3.0));
    assert_eq!(job.receive(now, 0.5, &task("THINKING")), Some(Progress::Pending));
}

#[test]
fn after_15_minutes_the_task_is_left_to_itself_and_can_be_asked_for_again() {
    let (mut job, mut now) = polling();
    assert_eq!(pace::DEADLINE, Duration::from_secs(15 * 60));
    let error = loop {
        match job.step(now) {
            Step::Wait(pause) => now += pause,
            Step::Send(_) => drop(job.receive(now, 0.9, &task("RUNNING"))),
            Step::Finish(end) => break end.expect_err("an error"),
        }
    };
    assert_eq!(now, pace::DEADLINE, "to the second: the last pause is shortened");
    assert_eq!((error.kind, error.next_step), (ErrorKind::Deadline, NextStep::ResumeLater));
    assert_eq!(error.task_id.as_deref(), Some(ID));
    assert!(error.may_be_billed());
}

#[test]
fn a_deadline_before_anything_was_accepted_costs_nothing() {
    let mut job = job(Delivery::Task).with_deadline(seconds(1.0));
    sent(&mut job, ZERO);
    job.receive(ZERO, 1.0, &refusal(429, "Throttling"));
    assert_eq!(waits(&mut job, ZERO), seconds(1.0));
    let error = error(&mut job, seconds(1.0));
    assert!(!error.may_be_billed() && error.task_id.is_none());
}

#[test]
fn after_a_sleep_past_the_deadline_the_task_is_asked_for_once_more() {
    let slept = pace::DEADLINE + seconds(3600.0);
    let asleep = |is_asking: bool| {
        let mut job = job(Delivery::Task);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &task("PENDING"));
        if is_asking {
            let now = waits(&mut job, ZERO);
            assert_eq!(sent(&mut job, now), Call::Query);
            job.lost(slept, 0.5, Loss::Failed);
        }
        assert_eq!(sent(&mut job, slept), Call::Query);
        assert!(job.patience(slept) >= seconds(5.0), "there is time for an answer");
        job
    };
    for is_asking in [false, true] {
        let mut job = asleep(is_asking);
        job.receive(slept + seconds(1.0), 0.5, &done());
        assert!(end(&mut job, slept).is_ok());

        let mut job = asleep(is_asking);
        job.receive(slept + seconds(1.0), 0.5, &task("RUNNING"));
        let error = error(&mut job, slept + seconds(1.0));
        assert_eq!((error.kind, error.next_step), (ErrorKind::Deadline, NextStep::ResumeLater));
    }
    // Nothing is submitted that late.
    let mut late = job(Delivery::Task);
    assert!(!error(&mut late, slept).may_be_billed());
}

#[test]
fn a_resumed_task_is_asked_for_at_once() {
    let mut job = Job::resume(ID, service(), Some(2));
    assert_eq!(job.task_id(), Some(ID));
    assert_eq!(sent(&mut job, ZERO), Call::Query);
    job.receive(ZERO, 0.5, &done());
    let outcome = end(&mut job, ZERO).unwrap();
    assert_eq!((outcome.images.len(), outcome.missing(), outcome.task_id.as_deref()), (1, 1, Some(ID)));
}

#[test]
fn what_is_no_task_id_is_not_asked_for() {
    for id in ["", " ", "../../x", "a/b", "任务", ID.split_at(8).0.to_owned().as_str().replace('0', "?").as_str()] {
        let mut job = Job::resume(id, service(), None);
        assert_eq!(error(&mut job, ZERO).kind, ErrorKind::TaskUnknown, "{id:?}");
    }
}

#[test]
fn asking_too_often_neither_sends_twice_nor_ends_the_job() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    waits(&mut job, seconds(1.0));
    waits(&mut job, seconds(5000.0));
    job.receive(seconds(5000.0), 0.5, &done());
    assert_eq!(end(&mut job, ZERO), end(&mut job, ZERO), "the end can be asked for again");
    assert_eq!(job.receive(ZERO, 0.5, &refusal(429, "Throttling")), None);
    assert_eq!(job.lost(ZERO, 0.5, Loss::Failed), None);
    assert!(!job.cancel(ZERO));
    assert!(end(&mut job, ZERO).is_ok(), "a late reply changes nothing");
}

// What is sent again.

#[test]
fn a_throttled_submit_is_sent_at_most_5_times_with_growing_pauses() {
    let mut job = job(Delivery::Task);
    let mut now = ZERO;
    for (refusals, wanted) in [(1, 1.5), (2, 3.0), (3, 6.0), (4, 12.0)] {
        assert_eq!(sent(&mut job, now), Call::Submit);
        let pause = seconds(wanted);
        let progress = job.receive(now, 0.5, &refusal(429, "Throttling.RateQuota"));
        assert_eq!(progress, Some(Progress::Throttled { pause, refusals }));
        assert_eq!(waits(&mut job, now), pause);
        now += pause;
    }
    assert_eq!(sent(&mut job, now), Call::Submit);
    assert_eq!(job.receive(now, 0.5, &refusal(429, "Throttling.RateQuota")), None);
    let error = error(&mut job, now);
    assert_eq!((error.next_step, error.fault), (NextStep::WaitAndRetry, Fault::Service));
    assert!(error.is_retryable() && !error.may_be_billed());
}

#[test]
fn pauses_double_up_to_a_minute() {
    let pauses: Vec<f64> = (1..=8).map(|failures| backoff(failures, 1.0, None).as_secs_f64()).collect();
    assert_eq!(pauses, [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]);
    assert_eq!(backoff(u32::MAX, f64::NAN, None), seconds(30.0));
    assert_eq!(backoff(0, 0.0, None), seconds(1.0));
    assert_eq!(backoff(1, 0.0, Some(seconds(9.0))), seconds(9.0), "the service's own pause, where it is longer");
}

#[test]
fn retry_after_is_obeyed_up_to_two_minutes_and_means_an_empty_quota_above() {
    let asking = |seconds| Reply { retry_after: Some(Duration::from_secs(seconds)), ..refusal(429, "Throttling") };
    for (asked, is_obeyed) in [(1, true), (120, true), (121, false), (1_849_295, false)] {
        let mut job = job(Delivery::Task);
        sent(&mut job, ZERO);
        let progress = job.receive(ZERO, 0.5, &asking(asked));
        if is_obeyed {
            let pause = seconds(1.5).max(Duration::from_secs(asked));
            assert_eq!(progress, Some(Progress::Throttled { pause, refusals: 1 }));
        } else {
            assert_eq!(error(&mut job, ZERO).next_step, NextStep::WaitForQuota);
        }
    }
    let saturated = Reply { retry_after: Some(seconds(600.0)), ..refusal(503, "ModelUnavailable") };
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    assert_eq!(job.receive(ZERO, 0.5, &saturated), None, "ten minutes are for the person to wait");
    assert!(error(&mut job, ZERO).is_retryable());
}

#[test]
fn only_certain_refusals_are_sent_again() {
    let cases = [
        (refusal(429, "Throttling"), true),
        (refusal(429, "limit_burst_rate"), true),
        (refusal(429, "SomethingNew"), true),
        (reply(429, r#"{"error":{"code":"limit_requests","message":"slow down"}}"#), true),
        (refusal(503, "ModelServingError"), true),
        (refusal(503, "ServiceUnavailable"), true),
        (refusal(503, "InternalError"), true),
        (refusal(429, "PrepaidBillOverdue"), false),
        (refusal(429, "CommodityNotPurchased"), false),
        (refusal(429, "BudgetLimitExceeded"), false),
        (reply(429, r#"{"code":"Throttling","message":"Free allocated quota exceeded."}"#), false),
        (html(429), false),
        (html(503), false),
        (reply(503, r#"{"message":"Service Unavailable"}"#), false),
        (refusal(503, "model_not_found"), false),
        (refusal(500, "Throttling"), false),
        (refusal(500, "InternalError"), false),
        (refusal(500, "ModelServingError"), false),
        (refusal(500, "RequestTimeOut"), false),
        (refusal(408, "RequestTimeOut"), false),
        (refusal(504, "GatewayTimeout"), false),
        (refusal(400, "InvalidParameter"), false),
        (refusal(400, "ClientDisconnect"), false),
        (refusal(401, "InvalidApiKey"), false),
        (refusal(200, "Throttling"), false),
        (html(502), false),
        (html(504), false),
        (html(524), false),
        (html(200), false),
        (reply(200, ""), false),
        (reply(200, "{}"), false),
        (reply(200, r#"{"output":null}"#), false),
        (reply(204, ""), false),
    ];
    for (reply, is_sent_again) in cases {
        let mut job = job(Delivery::Sync);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &reply);
        match job.step(seconds(600.0)) {
            Step::Send(request) => assert!(is_sent_again && call(&request) == Call::Submit, "sent again: {reply:?}"),
            Step::Finish(end) => assert!(!is_sent_again && end.is_err(), "not sent again: {reply:?}"),
            Step::Wait(_) => panic!("{reply:?}"),
        }
    }
}

#[test]
fn a_lost_submit_is_never_sent_again() {
    let lost = |loss| {
        let mut job = job(Delivery::Task);
        sent(&mut job, ZERO);
        assert_eq!(job.lost(ZERO, 0.5, loss), None);
        error(&mut job, ZERO)
    };
    let failed = lost(Loss::Failed);
    assert_eq!((failed.kind, failed.next_step), (ErrorKind::Network, NextStep::CheckBeforeRetry));
    assert!(failed.may_be_billed() && !failed.is_retryable());
    let not_sent = lost(Loss::NotSent);
    assert_eq!(not_sent.kind, ErrorKind::NotSent);
    assert!(!not_sent.may_be_billed() && not_sent.is_retryable());
}

#[test]
fn it_says_when_money_may_be_gone() {
    let cases = [
        (html(504), true),
        (html(502), true),
        (html(503), true),
        (html(524), true),
        (refusal(500, "InternalError"), true),
        (refusal(408, "RequestTimeOut"), true),
        (refusal(400, "ClientDisconnect"), true),
        (html(200), true),
        (reply(200, "{\"output\":{\"choices\":[]}}"), true),
        (reply(200, r#"{"message":"OK"}"#), true),
        (html(404), false),
        (html(413), false),
        (refusal(400, "InvalidParameter"), false),
        (refusal(200, "InvalidParameter"), false),
        (refusal(503, "model_not_found"), false),
        (
            reply(200, r#"{"output":{"task_status":"FAILED","message":"Green net check rejected image (output)"}}"#),
            false,
        ),
    ];
    for (reply, may_be_billed) in cases {
        let mut job = job(Delivery::Sync);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &reply);
        let error = error(&mut job, ZERO);
        assert_eq!(error.may_be_billed(), may_be_billed, "{reply:?}");
        assert!(!(error.may_be_billed() && error.is_retryable()), "{reply:?}");
        assert_eq!(error.raw.as_deref().unwrap_or(""), reply.body, "nothing that came is thrown away");
    }
}

#[test]
fn paid_images_are_taken_whatever_stands_beside_them() {
    let odd = [
        r#"{"code":"Success","output":{"choices":[{"message":{"content":[{"image":"https://a/b.png"}]}}]}}"#,
        r#"{"code":200,"message":"ok","output":{"choices":[{"message":{"content":[{"image":"https://a/b.png"}]}}]}}"#,
        r#"{"output":{"task_status":"RUNNING","choices":[{"message":{"content":[{"image":"https://a/b.png"}]}}]}}"#,
    ];
    for body in odd {
        let mut job = job(Delivery::Sync);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &reply(200, body));
        let outcome = end(&mut job, ZERO).unwrap();
        assert_eq!((&*outcome.images[0].url, outcome.ended_early), ("https://a/b.png", None), "{body}");
    }
    let mut job = job(Delivery::Sync);
    sent(&mut job, ZERO);
    job.receive(ZERO, 0.5, &reply(500, odd[0]));
    let outcome = end(&mut job, ZERO).unwrap();
    assert!(outcome.images.len() == 1 && outcome.ended_early.is_some_and(|error| error.may_be_billed()));
}

#[test]
fn a_task_that_exists_is_waited_for_whatever_stands_beside_its_id() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    let body = format!(r#"{{"code":"0","message":"ok","output":{{"task_id":"{ID}","task_status":"PENDING"}}}}"#);
    let progress = job.receive(ZERO, 0.5, &reply(200, &body));
    assert_eq!(progress, Some(Progress::TaskCreated { task_id: ID.into() }));
}

// Polls survive.

#[test]
fn a_poll_that_finds_no_answer_is_repeated_and_pauses_stay_short() {
    let (mut job, mut now) = polling();
    for round in 0..12 {
        assert_eq!(sent(&mut job, now), Call::Query);
        let progress = match round % 6 {
            0 => job.lost(now, 1.0, Loss::Failed),
            1 => job.lost(now, 1.0, Loss::NotSent),
            2 => job.receive(now, 1.0, &html(504)),
            3 => job.receive(now, 1.0, &refusal(429, "Throttling")),
            4 => job.receive(now, 1.0, &refusal(500, "InternalError")),
            _ => job.receive(now, 1.0, &reply(200, "")),
        };
        assert_eq!(progress, Some(Progress::Reconnecting), "round {round}");
        let pause = waits(&mut job, now);
        assert!(pause <= seconds(32.0), "{pause:?}");
        now += pause;
    }
    sent(&mut job, now);
    assert_eq!(job.receive(now, 0.5, &task("RUNNING")), Some(Progress::Running));
    assert!(waits(&mut job, now) <= seconds(6.0), "once there is an answer the pace is the usual one");
    now += seconds(6.0);
    sent(&mut job, now);
    job.receive(now, 0.5, &done());
    assert!(end(&mut job, now).is_ok());
}

#[test]
fn a_throttled_poll_waits_as_long_as_the_service_asks() {
    let (mut job, now) = polling();
    sent(&mut job, now);
    job.receive(now, 0.5, &Reply { retry_after: Some(seconds(90.0)), ..refusal(429, "Throttling") });
    assert_eq!(waits(&mut job, now), seconds(90.0));
}

#[test]
fn a_poll_refused_for_good_ends_with_the_task_kept() {
    for reply in
        [refusal(401, "InvalidApiKey"), refusal(403, "AccessDenied"), html(401), html(403), refusal(404, "NotFound")]
    {
        let (mut job, now) = polling();
        sent(&mut job, now);
        job.receive(now, 0.5, &reply);
        let error = error(&mut job, now);
        assert_eq!(error.task_id.as_deref(), Some(ID));
        assert!(error.may_be_billed(), "the task goes on: {reply:?}");
    }
}

#[test]
fn a_poll_answered_by_something_else_does_not_end_a_paid_task() {
    for reply in
        [html(200), reply(200, "{}"), reply(200, r#"{"message":"hello"}"#), html(404), refusal(200, "Throttling")]
    {
        let (mut job, now) = polling();
        sent(&mut job, now);
        assert_eq!(job.receive(now, 0.5, &reply), Some(Progress::Reconnecting), "{reply:?}");
    }
}

#[test]
fn a_failed_task_says_why_and_costs_nothing() {
    let failed = |output: &str, beside: &str| {
        let body = format!(r#"{{"output":{{"task_id":"{ID}","task_status":"FAILED"{output}}}{beside}}}"#);
        let (mut job, now) = polling();
        sent(&mut job, now);
        job.receive(now, 0.5, &reply(200, &body));
        error(&mut job, now)
    };
    for error in [
        failed(r#","code":"DataInspectionFailed","message":"m""#, ""),
        failed("", r#","code":"DataInspectionFailed","message":"m""#),
        failed(r#","message":"Green net check rejected text (input)""#, ""),
        failed(r#","error_message":"Output data may contain inappropriate content.""#, ""),
    ] {
        assert_eq!((error.kind, error.next_step), (ErrorKind::Service, NextStep::ChangeContent));
        assert!(!error.may_be_billed());
        assert_eq!(error.task_id.as_deref(), Some(ID));
    }
    let silent = failed("", "");
    assert_eq!((silent.kind, silent.next_step), (ErrorKind::Service, NextStep::Retry));
}

// Cancelling.

#[test]
fn cancelled_before_anything_is_sent_nothing_is_sent() {
    let mut job = job(Delivery::Task);
    assert!(!job.cancel(ZERO));
    let error = error(&mut job, ZERO);
    assert_eq!((error.kind, error.fault), (ErrorKind::Canceled, Fault::Nobody));
    assert!(!error.may_be_billed());
}

#[test]
fn cancelled_while_throttled_nothing_more_is_sent() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    job.receive(ZERO, 0.5, &refusal(429, "Throttling"));
    assert!(!job.cancel(ZERO));
    let error = error(&mut job, ZERO);
    assert_eq!(error.kind, ErrorKind::Canceled);
    assert!(!error.may_be_billed());
}

#[test]
fn cancelled_while_the_submit_is_on_its_way_the_task_is_cancelled_as_soon_as_its_id_is_known() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    assert!(!job.cancel(ZERO), "the request is not aborted: its answer names the task");
    assert_eq!(job.receive(ZERO, 0.5, &task("PENDING")), Some(Progress::TaskCreated { task_id: ID.into() }));
    assert_eq!(sent(&mut job, ZERO), Call::Cancel);
    job.receive(ZERO, 0.5, &reply(200, r#"{"request_id":"r"}"#));
    let error = error(&mut job, ZERO);
    assert_eq!((error.kind, error.task_id.as_deref()), (ErrorKind::Canceled, Some(ID)));
    assert!(!error.may_be_billed());
}

#[test]
fn cancelled_while_the_submit_is_on_its_way_and_then_refused_nothing_more_is_sent() {
    for loss in [None, Some(Loss::NotSent)] {
        let mut job = job(Delivery::Task);
        sent(&mut job, ZERO);
        job.cancel(ZERO);
        match loss {
            None => job.receive(ZERO, 0.5, &refusal(429, "Throttling")),
            Some(loss) => job.lost(ZERO, 0.5, loss),
        };
        let error = error(&mut job, ZERO);
        assert_eq!((error.kind, error.may_be_billed()), (ErrorKind::Canceled, false));
    }
}

#[test]
fn cancelling_twice_gives_up_a_submit_on_its_way_and_says_that_it_may_be_billed() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    assert!(!job.cancel(ZERO));
    assert!(job.cancel(ZERO), "the second time it is aborted");
    job.lost(ZERO, 0.5, Loss::Aborted);
    let error = error(&mut job, ZERO);
    assert_eq!((error.kind, error.next_step), (ErrorKind::Canceled, NextStep::CheckBeforeRetry));
    assert!(error.may_be_billed());
}

#[test]
fn a_sync_edit_is_aborted_at_once_and_may_be_billed() {
    let mut job = job(Delivery::Sync);
    sent(&mut job, ZERO);
    assert!(job.cancel(ZERO));
    job.lost(ZERO, 0.5, Loss::Aborted);
    assert!(error(&mut job, ZERO).may_be_billed());
}

#[test]
fn an_image_that_arrives_despite_a_cancel_is_kept() {
    let mut job = job(Delivery::Sync);
    sent(&mut job, ZERO);
    job.cancel(ZERO);
    job.receive(ZERO, 0.5, &done());
    assert!(end(&mut job, ZERO).is_ok());
}

#[test]
fn a_queued_task_is_cancelled_at_the_service_at_once() {
    let (mut job, _) = polling();
    assert!(!job.cancel(seconds(0.5)));
    assert_eq!(sent(&mut job, seconds(0.5)), Call::Cancel, "not only when the next poll is due");
    job.receive(seconds(0.6), 0.5, &reply(200, r#"{"request_id":"r"}"#));
    assert_eq!(error(&mut job, seconds(0.6)).kind, ErrorKind::Canceled);
}

#[test]
fn cancelled_during_a_poll_the_cancel_follows_the_answer_at_once() {
    let (mut job, now) = polling();
    sent(&mut job, now);
    assert!(!job.cancel(now));
    job.receive(now, 0.5, &task("PENDING"));
    assert_eq!(sent(&mut job, now), Call::Cancel);
}

#[test]
fn too_late_to_cancel_a_running_task_its_result_is_waited_for() {
    let (mut job, mut now) = polling();
    job.cancel(now);
    assert_eq!(sent(&mut job, now), Call::Cancel);
    assert_eq!(job.receive(now, 0.5, &refusal(400, "UnsupportedOperation")), Some(Progress::TooLateToCancel));
    for _ in 0..3 {
        now += waits(&mut job, now);
        assert_eq!(sent(&mut job, now), Call::Query, "it is not asked to cancel again");
        job.receive(now, 0.5, &task("RUNNING"));
    }
    now += waits(&mut job, now);
    sent(&mut job, now);
    job.receive(now, 0.5, &done());
    assert!(end(&mut job, now).is_ok());
}

#[test]
fn cancelling_twice_stops_waiting_and_leaves_the_task_to_be_asked_for_later() {
    let expect = |mut job: Job, now| {
        let error = error(&mut job, now);
        assert_eq!((error.kind, error.next_step), (ErrorKind::Canceled, NextStep::ResumeLater));
        assert_eq!(error.task_id.as_deref(), Some(ID));
        assert!(error.may_be_billed());
    };
    let (mut job, now) = polling();
    job.cancel(now);
    sent(&mut job, now);
    job.receive(now, 0.5, &refusal(400, "UnsupportedOperation"));
    assert!(!job.cancel(now));
    expect(job, now);

    let (mut job, now) = polling();
    job.cancel(now);
    sent(&mut job, now);
    assert!(job.cancel(now), "a cancel without an answer is aborted");
    job.lost(now, 0.5, Loss::Aborted);
    expect(job, now);

    let (mut job, now) = polling();
    sent(&mut job, now);
    job.cancel(now);
    job.cancel(now);
    job.receive(now, 0.5, &task("RUNNING"));
    expect(job, now);
}

#[test]
fn a_cancel_that_finds_no_answer_is_tried_three_times_and_then_the_task_is_asked_for() {
    let (mut job, mut now) = polling();
    job.cancel(now);
    let mut calls = Vec::new();
    for _ in 0..4 {
        calls.push(sent(&mut job, now));
        job.receive(now, 0.5, &html(502));
        now += waits(&mut job, now);
    }
    assert_eq!(calls, [Call::Cancel, Call::Cancel, Call::Cancel, Call::Query]);
}

#[test]
fn a_task_that_is_canceled_by_others_costs_nothing() {
    let (mut job, now) = polling();
    sent(&mut job, now);
    job.receive(now, 0.5, &task("CANCELLED"));
    let error = error(&mut job, now);
    assert_eq!((error.kind, error.may_be_billed()), (ErrorKind::Canceled, false));
}

// What is said.

#[test]
fn the_key_is_in_nothing_that_can_be_shown() {
    let echo = format!(r#"{{"code":"X-{KEY}","message":"Incorrect key {KEY}.","request_id":"{KEY}"}}"#);
    let mut shown = Vec::new();
    for delivery in [Delivery::Sync, Delivery::Task] {
        for status in [200, 400, 401, 500] {
            let mut job = job(delivery);
            shown.push(format!("{job:?}"));
            let Step::Send(request) = job.step(ZERO) else { panic!("nothing is sent") };
            shown.push(format!("{request:?}"));
            job.receive(ZERO, 0.5, &Reply { request_id: Some(KEY.into()), ..reply(status, &echo) });
            let error = error(&mut job, ZERO);
            shown.extend([format!("{error:?}"), error.to_string(), format!("{job:?}")]);
        }
    }
    let mut job = job(Delivery::Sync);
    sent(&mut job, ZERO);
    job.receive(ZERO, 0.5, &Reply { request_id: Some(KEY.into()), ..html(504) });
    shown.push(format!("{:?}", job.step(ZERO)));
    let mut job = job_with_image_and(&format!("it was {KEY}"));
    shown.push(format!("{:?}", job.step(ZERO)));
    for text in &shown {
        assert!(!text.contains(KEY), "{text}");
    }
}

fn job_with_image_and(text: &str) -> Job {
    let body = format!(
        r#"{{"request_id":"{text}","output":{{"choices":[{{"message":{{"content":[{{"text":"{text}"}},{{"image":"{IMAGE}"}}]}}}}]}}}}"#
    );
    let mut job = job(Delivery::Sync);
    sent(&mut job, ZERO);
    job.receive(ZERO, 0.5, &reply(200, &body));
    job
}

#[test]
fn a_key_that_is_a_common_word_does_not_spoil_the_answer() {
    let mut service = service();
    service.credential = wan_edit::core::service::Credential::new("output");
    let mut job = Job::new(&edit(), &[None], service, Delivery::Sync);
    sent(&mut job, ZERO);
    job.receive(ZERO, 0.5, &done());
    assert_eq!(end(&mut job, ZERO).unwrap().images[0].url, IMAGE);
}

#[test]
fn an_error_reads_as_a_sentence_with_a_next_step() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    job.receive(
        ZERO,
        0.5,
        &reply(401, r#"{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"r"}"#),
    );
    let error = error(&mut job, ZERO);
    assert_eq!(
        error.to_string(),
        "InvalidApiKey: Invalid API-key provided. Check the key, and that it belongs to this region and host."
    );
}

#[test]
fn codes_are_read_wherever_and_however_they_stand() {
    let bodies = [
        r#"{"code":"InvalidApiKey","message":"m"}"#,
        r#"{"error":{"code":"InvalidApiKey","message":"m","type":"t"}}"#,
        r#"{"output":{"code":"InvalidApiKey","message":"m"}}"#,
        "\u{feff}{\"msg\":\"m\",\"code\":\"InvalidApiKey\"}",
    ];
    for body in bodies {
        let mut job = job(Delivery::Sync);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &Reply { request_id: Some("from-header".into()), ..reply(401, body) });
        let error = error(&mut job, ZERO);
        assert_eq!((error.code.as_deref(), &*error.message), (Some("InvalidApiKey"), "m"), "{body}");
        assert_eq!(error.request_id.as_deref(), Some("from-header"));
    }
}

// Whatever happens.

#[derive(Clone, Debug)]
enum Event {
    Reply(usize),
    Lost(Loss),
}

/// Replies that may come to anything, with the key written back in most.
fn replies() -> Vec<Reply> {
    let echo = |status, code: &str| reply(status, &format!(r#"{{"code":"{code}","message":"key {KEY}"}}"#));
    vec![
        done(),
        task("PENDING"),
        task("RUNNING"),
        task("FAILED"),
        task("SUCCEEDED"),
        task("CANCELED"),
        task("UNKNOWN"),
        task("NEW"),
        reply(200, r#"{"request_id":"r"}"#),
        echo(429, "Throttling"),
        Reply { retry_after: Some(Duration::from_secs(100)), ..echo(429, "Throttling.RateQuota") },
        Reply { retry_after: Some(Duration::from_secs(9999)), ..echo(429, "Throttling") },
        echo(503, "ModelUnavailable"),
        echo(503, "model_not_found"),
        reply(503, r#"{"message":"no upstream"}"#),
        echo(500, "Throttling"),
        echo(500, "InternalError"),
        echo(477, "empty_response"),
        echo(400, "ClientDisconnect"),
        echo(400, "UnsupportedOperation"),
        echo(401, "InvalidApiKey"),
        echo(200, "InvalidParameter"),
        html(200),
        html(503),
        html(504),
        reply(200, ""),
        reply(0, ""),
        reply(302, ""),
    ]
}

/// The fate of a submit, judged apart from the job.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Refused,
    Taken,
    Unknown,
}

fn fate(event: &Event, replies: &[Reply]) -> Fate {
    match event {
        Event::Lost(Loss::NotSent) => Fate::Refused,
        Event::Lost(_) => Fate::Unknown,
        Event::Reply(index) => {
            let Reply { status, body, .. } = &replies[*index];
            match status {
                200 if body.contains("FAILED") || body.contains("\"code\"") => Fate::Refused,
                200 if body.contains(ID) => Fate::Taken,
                503 if body.contains("\"code\"") => Fate::Refused,
                408 | 477 => Fate::Unknown,
                400 if body.contains("ClientDisconnect") => Fate::Unknown,
                400..=499 => Fate::Refused,
                _ => Fate::Unknown,
            }
        }
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (0..replies().len()).prop_map(Event::Reply),
        1 => Just(Event::Lost(Loss::Failed)),
        1 => Just(Event::Lost(Loss::NotSent)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nothing_is_paid_twice_and_nothing_paid_is_lost(
        is_sync in any::<bool>(),
        events in prop::collection::vec((event(), 0u64..90, any::<bool>(), 0.0f64..1.0), 1..25),
        cancels_before in prop::collection::vec(0usize..30, 0..3),
        cancels_in_flight in prop::collection::vec(0usize..30, 0..3),
    ) {
        let replies = replies();
        let mut job = job(if is_sync { Delivery::Sync } else { Delivery::Task });
        let (mut now, mut steps, mut turn) = (ZERO, 0, 0);
        let mut fates: Vec<Fate> = Vec::new();
        let (mut was_done, mut was_late) = (false, false);
        let end = loop {
            steps += 1;
            prop_assert!(steps < 5000, "it never ends");
            if cancels_before.contains(&steps) {
                job.cancel(now);
            }
            match job.step(now) {
                Step::Finish(end) => break *end,
                Step::Wait(pause) => {
                    prop_assert!(pause > ZERO, "a wait of nothing spins");
                    now += pause;
                }
                Step::Send(request) => {
                    // Once, after a sleep past the deadline, a task is asked for: no submit, no cancel.
                    let is_late = now >= pace::DEADLINE;
                    prop_assert!(!is_late || (call(&request) == Call::Query && !was_late));
                    was_late |= is_late;
                    // When the list is over its last event goes on for ever.
                    let (event, millis, is_slow, jitter) = &events[turn.min(events.len() - 1)];
                    turn += 1;
                    now += Duration::from_millis(if *is_slow { millis * 100 } else { *millis });
                    let mut event = event.clone();
                    if cancels_in_flight.contains(&turn) && job.cancel(now) {
                        event = Event::Lost(Loss::Aborted);
                    }
                    if call(&request) == Call::Submit {
                        prop_assert!(fates.iter().all(|fate| *fate == Fate::Refused), "submitted again: {fates:?}");
                        fates.push(fate(&event, &replies));
                        prop_assert!(fates.len() <= 5);
                    }
                    match &event {
                        Event::Lost(loss) => drop(job.lost(now, *jitter, *loss)),
                        Event::Reply(index) => {
                            was_done |= *index == 0 && call(&request) != Call::Cancel;
                            job.receive(now, *jitter, &replies[*index]);
                        }
                    }
                }
            }
        };
        prop_assert_eq!(was_done, end.is_ok(), "{:?}", end);
        let shown = format!("{end:?}{job:?}");
        prop_assert!(!shown.contains(KEY));
        if let Err(error) = end {
            prop_assert!(!error.to_string().contains(KEY));
            prop_assert!(!(error.may_be_billed() && error.is_retryable()));
            if fates.last() == Some(&Fate::Unknown) {
                prop_assert!(error.may_be_billed(), "{:?}", error);
            }
            let goes_on = matches!(error.kind, ErrorKind::Deadline | ErrorKind::NoImages | ErrorKind::TaskUnknown)
                && error.task_id.is_some();
            if goes_on || error.next_step == NextStep::ResumeLater {
                prop_assert!(error.may_be_billed() && error.task_id.is_some(), "{:?}", error);
            }
            if fates.last() == Some(&Fate::Taken) {
                prop_assert_eq!(error.task_id.as_deref(), Some(ID), "the task is lost");
            }
        }
    }
}

/// What cut a submit short that was awaited for so many seconds.
fn cut(delivery: Delivery, waited: f64, end: impl FnOnce(&mut Job, Duration)) -> (Option<Cut>, bool) {
    let mut job = job(delivery);
    assert_eq!(sent(&mut job, ZERO), Call::Submit);
    end(&mut job, seconds(waited));
    let Step::Finish(end) = job.step(seconds(waited)) else { panic!("not the end") };
    let error = end.expect_err("an error");
    (error.cut, error.may_be_billed())
}

#[test]
fn a_limit_on_the_way_is_told_from_other_losses() {
    let answered = |status: u16, waited: f64, body: &str| {
        let reply = reply(status, body);
        cut(Delivery::Sync, waited, |job, now| drop(job.receive(now, 0.5, &reply)))
    };
    let page = "<html><h1>504 Gateway Time-out</h1></html>";
    for (status, waited) in [(504, 60.2), (524, 100.4), (502, 60.1), (504, 3.0), (503, 120.0)] {
        assert_eq!(answered(status, waited, page), (Some(Cut::Time(waited as u32)), true), "{status}");
        assert_eq!(answered(status, waited, "").0, Some(Cut::Time(waited as u32)), "{status}, empty");
    }
    assert_eq!(answered(504, 60.0, r#"{"code":"ProxyTimeout","message":"m"}"#), (Some(Cut::Time(60)), true));
    // A gateway that fails at once has not given up waiting, and the service's own failure is none of a gateway's.
    assert_eq!(answered(502, 2.0, page), (None, true));
    assert_eq!(answered(500, 80.0, r#"{"code":"InternalError","message":"m"}"#), (None, true));
    for body in ["<html>413 Request Entity Too Large</html>", "", r#"{"code":"ProxyBodyTooLarge","message":"m"}"#] {
        assert_eq!(answered(413, 1.0, body), (Some(Cut::Size), false), "{body}");
    }

    let lost = |waited: f64, loss| cut(Delivery::Sync, waited, |job, now| drop(job.lost(now, 0.5, loss)));
    assert_eq!(lost(60.3, Loss::Failed), (Some(Cut::Time(60)), true));
    assert_eq!(lost(5.0, Loss::Failed), (None, true));
    assert_eq!(lost(90.0, Loss::Aborted), (None, true), "cancelled by the person");
    assert_eq!(lost(90.0, Loss::NotSent), (None, false));
}

// What refuses, and who answers.

#[test]
fn a_refusal_until_the_deadline_is_told_as_what_it_is() {
    let mut job = job(Delivery::Task).with_deadline(seconds(10.0));
    let mut now = ZERO;
    while now < seconds(10.0) {
        assert_eq!(sent(&mut job, now), Call::Submit);
        job.receive(now, 1.0, &refusal(429, "Throttling.RateQuota"));
        now += waits(&mut job, now);
    }
    let error = error(&mut job, now);
    assert_eq!(
        (error.kind, error.code.as_deref(), error.status),
        (ErrorKind::Service, Some("Throttling.RateQuota"), Some(429))
    );
    assert!(error.is_retryable() && !error.may_be_billed());
}

#[test]
fn a_job_asks_and_tries_as_often_as_it_is_told() {
    let pace = pace::Pace { poll: Some(seconds(0.5)), tries: 2 };
    let mut job = job(Delivery::Task).with_pace(pace);
    assert_eq!(sent(&mut job, ZERO), Call::Submit);
    assert!(matches!(job.receive(ZERO, 0.5, &refusal(429, "Throttling")), Some(Progress::Throttled { .. })));
    let now = waits(&mut job, ZERO);
    assert_eq!(sent(&mut job, now), Call::Submit);
    job.receive(now, 0.5, &task("PENDING"));
    for _ in 0..3 {
        assert_eq!(waits(&mut job, now), seconds(0.5));
        assert_eq!(sent(&mut job, now + seconds(0.5)), Call::Query);
        job.receive(now, 0.5, &task("RUNNING"));
    }

    let mut job = self::job(Delivery::Task).with_pace(pace::Pace { tries: 1, ..pace });
    assert_eq!(sent(&mut job, ZERO), Call::Submit);
    assert_eq!(job.receive(ZERO, 0.5, &refusal(429, "Throttling")), None);
    assert!(error(&mut job, ZERO).is_retryable());
}

#[test]
fn a_web_page_called_a_success_is_of_another_server_and_costs_nothing() {
    for body in ["<!DOCTYPE html><title>An app</title>", "  <html lang=en>"] {
        let mut job = job(Delivery::Task);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &reply(200, body));
        let error = error(&mut job, ZERO);
        assert_eq!(
            (error.kind, error.fault, error.next_step),
            (ErrorKind::Gateway, Fault::Network, NextStep::CheckConnection)
        );
        assert!(!error.may_be_billed() && !error.is_retryable());
        assert_eq!(error.raw.as_deref(), Some(body));
    }
    // Anything else that cannot be read may be of the service.
    for body in ["<?xml version='1.0'?><a/>", "<html>504 Gateway Time-out", "", "{}", "ok"] {
        let mut job = job(Delivery::Task);
        sent(&mut job, ZERO);
        job.receive(ZERO, 0.5, &reply(200, body));
        assert!(error(&mut job, ZERO).may_be_billed(), "{body}");
    }
}

#[test]
fn a_request_that_a_browser_was_not_let_send_costs_nothing() {
    let mut job = job(Delivery::Task);
    sent(&mut job, ZERO);
    job.lost(ZERO, 0.5, Loss::Blocked);
    let error = error(&mut job, ZERO);
    assert_eq!((error.kind, error.may_be_billed(), error.is_retryable()), (ErrorKind::NotSent, false, false));
    assert!(error.message.contains("proxy"));
}
