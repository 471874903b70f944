//! What a job and the run loop say to each other, and where a job stands.

use std::fmt;
use std::time::Duration;

use super::error::Error;
use super::outcome::Outcome;
use crate::core::edit::PreparedImage;
use crate::core::service::http::HttpRequest;

/// What the run loop does next.
#[derive(Clone, Debug)]
pub enum Step {
    /// Send this, then call [`receive`](super::Job::receive) or [`lost`](super::Job::lost); before that [`receive_chunk`](super::Job::receive_chunk) where it says that
    /// it is a stream.
    Send(HttpRequest),
    /// Sleep, then ask again. A cancel ends the sleep early.
    Wait(Duration),
    /// The end.
    Finish(Box<Result<Outcome, Error>>),
}

/// What just happened, for whoever watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Source images were changed before they are sent; told of all of them, in their order, where any was.
    Prepared(Vec<PreparedImage>),
    /// The request is on its way.
    Sending,
    /// The service refused for now; the job waits and sends again.
    Throttled {
        /// How long it waits.
        pause: Duration,
        /// How many times it was refused.
        refusals: u32,
    },
    /// A task exists. Keep its id before anything else happens: it is what was paid for.
    TaskCreated {
        /// The id.
        task_id: String,
    },
    /// The task is queued.
    Pending,
    /// The task is in work.
    Running,
    /// A poll found no answer; the next one comes.
    Reconnecting,
    /// Too late to cancel: the task runs and will be billed; its result is waited for.
    TooLateToCancel,
    /// The next words of a stream.
    Text(String),
    /// The next image of a stream, by its URL.
    Image(String),
    /// A file could not be uploaded; it is sent along instead.
    UploadFailed(UploadFault),
}

/// Why a file could not be uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadFault {
    /// The service gave no leave.
    NoLeave(Box<Error>),
    /// The service named a storage that is not its own, at this URL.
    ForeignHost(String),
    /// The file has more bytes than an upload may.
    TooLarge,
    /// The storage refused it with this HTTP status.
    Refused(u16),
    /// The storage cannot be reached from here.
    Unreachable,
}

impl From<Error> for UploadFault {
    fn from(error: Error) -> Self {
        Self::NoLeave(Box::new(error))
    }
}

impl fmt::Display for UploadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLeave(error) => f.write_str(&error.message),
            Self::ForeignHost(url) => write!(f, "the upload host is not one of the service: {url}"),
            Self::TooLarge => f.write_str("the file is larger than an upload may be"),
            Self::Refused(status) => write!(f, "the upload host refused: HTTP {status}"),
            Self::Unreachable => f.write_str("the upload host cannot be reached from a browser without a proxy"),
        }
    }
}

/// Why no reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It certainly was not sent: the browser is offline, or refused to send it.
    NotSent,
    /// The browser did not send it, because the host lets none in.
    Blocked,
    /// The connection failed somewhere.
    Failed,
    /// It was aborted here.
    Aborted,
}

/// What is sent for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Submit,
    Query,
    Cancel,
}

/// Where a job stands.
#[derive(Debug)]
pub(super) enum State {
    /// `call` is to be sent, not before `due`.
    Ready { call: Call, due: Duration },
    /// It was sent; its reply is awaited.
    InFlight(Call),
    /// Nothing is left to do.
    Ended(Box<Result<Outcome, Error>>),
}
