//! A job whose every request gets the same reply, until it ends.

use std::time::Duration;

use wan_edit::core::edit::{CheckedEdit, Delivery, EditRequest, SourceImage, check};
use wan_edit::core::job::{Error, Job, Loss, Outcome, OutcomePart, Progress, Step};
use wan_edit::core::service::{Method, Reply};

use super::common::{KEY, service};

/// How the job begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Submit(Delivery),
    Query,
    Cancel,
}

/// How a job ends.
pub type End = Box<Result<Outcome, Error>>;

const ID: &str = "0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60";

fn edit() -> CheckedEdit {
    let image = SourceImage::url("https://example.com/a.png");
    check(EditRequest::new("wan2.7-image", "Make it blue").with_image(image)).unwrap()
}

fn interleaved() -> CheckedEdit {
    let mut request = EditRequest::new("wan2.6-image", "How to cook");
    request.enable_interleave = Some(true);
    check(request).unwrap()
}

fn job(start: Start) -> Job {
    let mut job = match start {
        Start::Submit(Delivery::Stream) => Job::new(&interleaved(), &[], service(), Delivery::Stream),
        Start::Submit(delivery) => Job::new(&edit(), &[None], service(), delivery),
        Start::Query | Start::Cancel => Job::resume(ID, service(), Some(1)),
    };
    if start == Start::Cancel {
        assert!(!job.cancel(Duration::ZERO));
    }
    job.with_deadline(Duration::from_secs(20))
}

/// The end of the job, after what must hold on every road was looked at.
pub fn end(start: Start, reply: &Reply) -> End {
    let mut job = job(start);
    let mut now = Duration::ZERO;
    let mut submits = 0;
    for _ in 0..200 {
        match job.step(now) {
            Step::Wait(pause) => {
                assert!(pause > Duration::ZERO);
                now += pause;
            }
            Step::Send(request) => {
                submits += u32::from(request.method == Method::Post && !request.target.ends_with("/cancel"));
                job.receive(now, 0.5, reply);
            }
            Step::Finish(end) => {
                // An event in a success can be such a refusal, too.
                let is_refusal = matches!(reply.status, 400..=407 | 409..=499 | 503) || reply.body.contains("data:");
                assert!(submits <= 1 || (is_refusal && submits <= 5), "submitted {submits} times: {}", reply.status);
                look_at(start, &end);
                return end;
            }
        }
    }
    panic!("the job does not end");
}

/// What is told while a stream comes in these pieces, and the end when it breaks after them; `None` where it had said
/// that the service refused, and is asked again.
pub fn broken_stream<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Progress>, Option<End>) {
    let start = Start::Submit(Delivery::Stream);
    let mut job = job(start);
    assert!(matches!(job.step(Duration::ZERO), Step::Send(_)));
    let told = pieces.into_iter().flat_map(|piece| job.receive_chunk(piece)).collect();
    job.lost(Duration::ZERO, 0.5, Loss::Failed);
    match job.step(Duration::ZERO) {
        Step::Finish(end) => {
            look_at(start, &end);
            (told, Some(end))
        }
        Step::Wait(_) => (told, None),
        Step::Send(_) => panic!("sent again at once"),
    }
}

fn look_at(start: Start, end: &Result<Outcome, Error>) {
    match end {
        Ok(outcome) => {
            let is_wordy = matches!(start, Start::Query | Start::Submit(Delivery::Stream));
            assert!(!outcome.images.is_empty() || is_wordy, "an edit without an image");
            assert!(!outcome.images.is_empty() || outcome.texts().next().is_some(), "a success with nothing in it");
            assert!(outcome.images.iter().all(|image| !image.url.is_empty()), "an image without a URL");
            let places = outcome.parts.iter().filter_map(|part| match part {
                OutcomePart::Image(place) => Some(*place),
                _ => None,
            });
            assert!(places.eq(0..outcome.images.len()), "parts and images disagree");
            outcome.ended_early.iter().for_each(|error| look_at_error(error));
        }
        Err(error) => look_at_error(error),
    }
}

fn look_at_error(error: &Error) {
    assert!(!error.to_string().is_empty());
    assert!(!(error.may_be_billed() && error.is_retryable()), "{error:?}");
    let texts = [error.code.as_ref(), error.request_id.as_ref(), error.raw.as_ref()];
    let said = error.to_string();
    let mut shown = texts.into_iter().flatten().chain([&error.message, &said]);
    assert!(!shown.any(|text| text.contains(KEY)), "the key is shown: {error:?}");
}
