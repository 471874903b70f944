//! Answers to short questions beside an edit: lists, keys, leave to upload, places in an image.

use super::error::{Error, ErrorKind, Fault, NextStep};
use super::shown::shown_tasks;
use super::step::Loss;
use super::verdict;
use crate::core::geometry::{BoundingBox, Size};
use crate::core::service::http::Reply;
use crate::core::service::wire::account::TaskList;
use crate::core::service::wire::reply::WireReply;
use crate::core::service::{Credential, locate, stream};

/// The body of an answer that is a success and says what `read` looks for.
///
/// # Errors
/// What the service said instead, without the key.
pub fn answer<T>(reply: &Reply, key: &Credential, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    if (200..300).contains(&reply.status)
        && let Some(found) = read(&reply.body)
    {
        return Ok(found);
    }
    Err(refusal(reply, stream::read(&reply.body).as_ref(), key))
}

fn refusal(reply: &Reply, wire: Option<&WireReply>, key: &Credential) -> Error {
    Error::from_reply(reply, wire).shown(&[key])
}

/// A page of the account's tasks, as it may be shown.
///
/// # Errors
/// What the service said instead, without the key.
pub fn tasks(reply: &Reply, key: &Credential) -> Result<TaskList, Error> {
    answer(reply, key, TaskList::parse).map(|list| shown_tasks(list, &[key]))
}

/// Why there was no answer to a question that costs nothing.
pub fn unanswered(loss: Loss) -> Error {
    match loss {
        Loss::NotSent => Error::not_sent("the browser is offline or would not send the request"),
        Loss::Aborted => Error::canceled(),
        Loss::Blocked => verdict::blocked(),
        Loss::Failed => verdict::network(NextStep::CheckConnection, "the connection failed before an answer came"),
    }
}

/// The boxes that the answer to [`plan::locate`](crate::core::service::plan::locate) names, in px of an `image` of
/// this size; none where nothing was found.
///
/// # Errors
/// What the service said instead; words without a list in them are kept in the error.
pub fn located(reply: &Reply, image: Size, key: &Credential) -> Result<Vec<BoundingBox>, Error> {
    let wire = stream::read(&reply.body);
    let words = wire.as_ref().filter(|wire| wire.code.is_none()).map(WireReply::text);
    match words.filter(|words| (200..300).contains(&reply.status) && !words.is_empty()) {
        Some(words) => locate::parse(&words, image).map_err(|_| {
            let mut error = refusal(reply, wire.as_ref(), key);
            (error.kind, error.fault, error.next_step, error.cause) =
                (ErrorKind::Service, Fault::Service, NextStep::FixRequest, None);
            error.message = words;
            error.shown(&[key])
        }),
        None => Err(refusal(reply, wire.as_ref(), key)),
    }
}
