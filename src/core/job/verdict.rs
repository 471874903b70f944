//! What an end means, above all for money: whether a submit was certainly refused, and what may be billed.

use std::time::Duration;

use super::cause::Cause;
use super::error::{Cut, Error, ErrorKind, Fault, NextStep};
use super::step::Loss;
use crate::core::service::http::Reply;
use crate::core::service::wire::reply::WireReply;

/// Whether `reply` says for certain that the service did not take the request: everybody who refuses says 4xx, but
/// a 503, and a failure called a success, is the service's own only with its code in it.
pub(super) fn is_certain_refusal(reply: &Reply, error: &Error) -> bool {
    use Cause::{Disconnected, GatewayTimeout, Internal, NoChannel, RelayEmpty, TimedOut};
    let Some(cause) = error.cause else { return false };
    match reply.status {
        _ if matches!(cause, Disconnected | GatewayTimeout | RelayEmpty | TimedOut) => false,
        408 => false,
        400..=499 => true,
        503 => error.code.is_some() || cause == NoChannel,
        200..=299 => error.code.is_some() && cause != Internal,
        _ => false,
    }
}

/// The limit that a submit ran into, which was awaited for `waited`. A gateway's 60 s are the shortest that is usual.
fn cut(error: &Error, waited: Duration) -> Option<Cut> {
    const LATE: Duration = Duration::from_secs(55);
    let is_timeout = error.cause == Some(Cause::GatewayTimeout);
    let is_late = waited >= LATE && matches!(error.kind, ErrorKind::Gateway | ErrorKind::Network);
    match error.status {
        Some(413) => Some(Cut::Size),
        Some(500..) if is_timeout || is_late => Some(Cut::Time(waited.as_secs() as u32)),
        None if is_late => Some(Cut::Time(waited.as_secs() as u32)),
        _ => None,
    }
}

/// `error` with the limit that it ran into.
pub(super) fn with_cut(mut error: Error, waited: Duration) -> Error {
    error.cut = cut(&error, waited);
    error
}

/// A gateway gave up waiting, or the service broke: the work may go on behind it.
pub(super) fn unsure(mut error: Error) -> Error {
    if matches!(error.next_step, NextStep::WaitAndRetry | NextStep::CheckConnection) {
        error.next_step = NextStep::CheckBeforeRetry;
    }
    error.billed()
}

/// A failed task made nothing and costs nothing; sending it again is the person's choice.
pub(super) fn failed_task(mut error: Error) -> Error {
    if error.kind == ErrorKind::Gateway {
        (error.kind, error.cause) = (ErrorKind::Service, Some(Cause::Unknown));
        error.message = "the task failed and the service gave no reason".into();
    }
    if matches!(error.next_step, NextStep::CheckConnection | NextStep::CheckBeforeRetry) {
        (error.fault, error.next_step) = (Fault::Service, NextStep::Retry);
    }
    error
}

/// Nothing that could be asked for.
pub(super) fn not_a_task() -> Error {
    Error::new(ErrorKind::TaskUnknown, Fault::Request, NextStep::FixRequest, "this is not the id of a task")
}

/// The service knows no such task.
pub(super) fn unknown_task(reply: &Reply, wire: Option<&WireReply>, task_id: Option<&str>) -> Error {
    let error = Error::new(
        ErrorKind::TaskUnknown,
        Fault::Service,
        NextStep::CheckBeforeRetry,
        "the service does not know this task: it is older than 24 hours, or of another account",
    );
    answered(error, reply, wire).with_task(task_id).billed()
}

/// A success without an image in it.
pub(super) fn without_images(reply: &Reply, wire: Option<&WireReply>, task_id: Option<&str>) -> Error {
    let mut error = Error::new(
        ErrorKind::NoImages,
        Fault::Service,
        NextStep::CheckBeforeRetry,
        "the answer is called a success but no image could be found in it",
    );
    error.raw = Some(reply.body.clone());
    answered(error, reply, wire).with_task(task_id).billed()
}

/// Whether a page for people came that nothing on the way made: a server of files answered where there is no proxy.
pub(super) fn is_web_page(reply: &Reply) -> bool {
    let body = reply.body.trim_start().as_bytes();
    let begins = |tag: &str| body.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    let is_gateway = ["ateway", "ime-out", "imeout", "imed out"].iter().any(|words| reply.body.contains(words));
    (begins("<!doctype html") || begins("<html")) && !is_gateway
}

/// A page called a success. Whatever passes requests on to the service would not make one of its answer.
pub(super) fn web_page(mut error: Error) -> Error {
    error.message = "a web page came in place of an answer: there is no proxy, and no service, at this address".into();
    error
}

fn answered(mut error: Error, reply: &Reply, wire: Option<&WireReply>) -> Error {
    error.status = Some(reply.status);
    error.request_id = wire.and_then(|wire| wire.request_id.clone()).or_else(|| reply.request_id.clone());
    error
}

/// A stream that ended before its last event.
pub(super) fn cut_short() -> Error {
    network(NextStep::CheckBeforeRetry, "the stream ended before the answer was complete").billed()
}

/// No answer came to a submit.
pub(super) fn lost(loss: Loss, is_cancel_wanted: bool) -> Error {
    match loss {
        Loss::NotSent | Loss::Blocked if is_cancel_wanted => Error::canceled(),
        Loss::Blocked => blocked(),
        Loss::NotSent => Error::not_sent("the browser is offline or would not send the request"),
        Loss::Aborted => Error::new(
            ErrorKind::Canceled,
            Fault::Nobody,
            NextStep::CheckBeforeRetry,
            "cancelled while the request was on its way",
        )
        .billed(),
        Loss::Failed => network(NextStep::CheckBeforeRetry, "the connection failed before an answer came").billed(),
    }
}

/// The browser asked the host first, and was not let in: the request itself never left.
pub(super) fn blocked() -> Error {
    let mut error = Error::not_sent("the host lets no browser call it: set a proxy");
    error.is_retryable = false;
    error
}

/// A connection that failed.
pub(super) fn network(next_step: NextStep, message: &str) -> Error {
    Error::new(ErrorKind::Network, Fault::Network, next_step, message)
}

/// Nobody waits for the task any more.
pub(super) fn abandoned(task_id: Option<&str>) -> Error {
    Error::new(
        ErrorKind::Canceled,
        Fault::Nobody,
        NextStep::ResumeLater,
        "no longer waited for; the task goes on at the service",
    )
    .with_task(task_id)
    .billed()
}

/// The time set for waiting is over; `is_submit` while the service had not accepted anything.
pub(super) fn overdue(is_submit: bool, task_id: Option<&str>) -> Error {
    if is_submit {
        let mut error = Error::not_sent("the service did not accept it within the time set for it");
        error.next_step = NextStep::WaitAndRetry;
        return error;
    }
    Error::new(
        ErrorKind::Deadline,
        Fault::Service,
        NextStep::ResumeLater,
        "the task is not finished within the time set for waiting",
    )
    .with_task(task_id)
    .billed()
}
