//! Why a job ended without images: whose fault, whether money may be gone, and what to do next.

use std::fmt;
use std::time::Duration;

use super::cause::Cause;
use super::pace::LONGEST_RETRY_AFTER;
use super::shown::{LONGEST_MESSAGE, LONGEST_RAW, LONGEST_WORD, shown};
use crate::core::service::Credential;
use crate::core::service::http::Reply;
use crate::core::service::wire::reply::{Part, WireReply};

/// What kind of end it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The service refused or failed, and said so.
    Service,
    /// Something between here and the service answered instead (HTML, an empty body).
    Gateway,
    /// No answer came.
    Network,
    /// It was never sent.
    NotSent,
    /// Cancelled by the person.
    Canceled,
    /// The time set for waiting is over; the task may still finish.
    Deadline,
    /// The service does not know the task: a wrong id, or older than 24 h.
    TaskUnknown,
    /// Called a success, without an image in it.
    NoImages,
    /// A source image could not be read or made to fit.
    Image,
}

impl ErrorKind {
    /// A stable word, e.g. `not-sent`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Gateway => "gateway",
            Self::Network => "network",
            Self::NotSent => "not-sent",
            Self::Canceled => "canceled",
            Self::Deadline => "deadline",
            Self::TaskUnknown => "task-unknown",
            Self::NoImages => "no-images",
            Self::Image => "image",
        }
    }
}

/// Whose fault it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request: prompt, image, parameters.
    Request,
    /// The account: key, permission, balance, quota.
    Account,
    /// The service.
    Service,
    /// The way there.
    Network,
    /// Nobody's: it was cancelled.
    Nobody,
}

/// What the person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Change what the message names.
    FixRequest,
    /// Use another picture or file.
    ChangeImage,
    /// Pick the file again: it is not what it was.
    PickAgain,
    /// Say it differently, or use another picture: content rules.
    ChangeContent,
    /// The service could not fetch the URL: give the file itself.
    UseFile,
    /// Check key, region and host: they belong together.
    CheckKey,
    /// Grant or buy access to the model.
    GetAccess,
    /// Top up, or raise the budget.
    TopUp,
    /// The quota is used up: wait for its reset or raise it.
    WaitForQuota,
    /// Wait a minute, then try again.
    WaitAndRetry,
    /// Ask for a smaller size, or by task.
    AskSmaller,
    /// Try again; nothing was billed.
    Retry,
    /// See whether the task or the bill shows it before paying again.
    CheckBeforeRetry,
    /// Ask for the task again later; it lives 24 h.
    ResumeLater,
    /// Set up or check the proxy, and the connection.
    CheckConnection,
    /// Nothing to do.
    Nothing,
}

impl NextStep {
    /// The same in one English sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::FixRequest => "Change what the message names and send again.",
            Self::ChangeImage => "Use another picture, or save it again as JPEG or PNG.",
            Self::PickAgain => "Pick the file again.",
            Self::ChangeContent => "Say it differently or use another picture; the same request usually fails again.",
            Self::UseFile => "The service could not fetch the image URL; add the file itself.",
            Self::CheckKey => "Check the key, and that it belongs to this region and host.",
            Self::GetAccess => "Activate the model for this account or workspace.",
            Self::TopUp => "Settle the bill or raise the budget of the account.",
            Self::WaitForQuota => "The quota is used up; wait for its reset or raise it.",
            Self::WaitAndRetry => "Wait a minute and try again.",
            Self::AskSmaller => "Ask for a smaller size, and by task.",
            Self::Retry => "Try again; nothing was billed.",
            Self::CheckBeforeRetry => "It may have been billed. Check the tasks or the bill before you send it again.",
            Self::ResumeLater => "The task goes on at the service for up to 24 hours; ask for it again.",
            Self::CheckConnection => "Check the connection and the proxy.",
            Self::Nothing => "",
        }
    }
}

/// A limit of something on the way, or of the service, that cut a request short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// So many bytes are not taken (413).
    Size,
    /// So long an answer is not waited for; the seconds that it was.
    Time(u32),
}

/// What is wrong with a source image, where more is known than that it could not be read or converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFault {
    /// The file of this name is not what it was when it was picked, or is gone.
    Changed(String),
    /// The browser hands out false pixels, as protection against fingerprinting: nothing can be drawn and sent.
    FalsePixels,
    /// What the browser encoded does not show what it drew.
    NotDrawn,
}

/// Why a job ended without images.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// What kind of end it was.
    pub kind: ErrorKind,
    /// Whose fault.
    pub fault: Fault,
    /// What to do.
    pub next_step: NextStep,
    /// Why, where an answer said so.
    pub cause: Option<Cause>,
    /// The limit that cut the request short, where it seems to be one.
    pub cut: Option<Cut>,
    /// What is wrong with a source image, where that is known.
    pub image: Option<ImageFault>,
    /// The service's own code.
    pub code: Option<String>,
    /// The service's own words, or ours where it had none; at most [`LONGEST_MESSAGE`] characters.
    pub message: String,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// For support.
    pub request_id: Option<String>,
    /// The service's task, where one is known: it can be asked for again.
    pub task_id: Option<String>,
    /// The body that could not be understood, or the error's own, its first [`LONGEST_RAW`] characters; no key is in it.
    pub raw: Option<String>,
    may_be_billed: bool,
    pub(super) is_retryable: bool,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, fault: Fault, next_step: NextStep, message: impl Into<String>) -> Self {
        Self {
            kind,
            fault,
            next_step,
            cause: None,
            cut: None,
            image: None,
            code: None,
            message: message.into(),
            status: None,
            request_id: None,
            task_id: None,
            raw: None,
            may_be_billed: false,
            is_retryable: false,
        }
    }

    /// A source image that could not be read or made to fit; nothing was sent.
    pub fn image(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Image, Fault::Request, NextStep::ChangeImage, message)
    }

    /// A source image of which it is known what is wrong; nothing was sent.
    pub fn image_fault(fault: ImageFault) -> Self {
        let (next_step, message) = match &fault {
            ImageFault::Changed(name) => (NextStep::PickAgain, format!("“{name}” has changed on disk, pick it again")),
            ImageFault::FalsePixels => (
                NextStep::ChangeImage,
                "this browser hands out false pixels, as protection against fingerprinting; allow this page to read \
                 canvases, or use an image that needs no change"
                    .to_owned(),
            ),
            ImageFault::NotDrawn => (
                NextStep::ChangeImage,
                "what the browser encoded does not show the image: it may be too large to be drawn here".to_owned(),
            ),
        };
        Self { image: Some(fault), next_step, ..Self::image(message) }
    }

    /// Cancelled before anything was sent, or by the service while the task was queued.
    pub fn canceled() -> Self {
        Self::new(ErrorKind::Canceled, Fault::Nobody, NextStep::Nothing, "cancelled")
    }

    /// There is no key, or one that no header can carry.
    pub fn no_key(key: &Credential) -> Self {
        let message = match key {
            key if key.is_empty() => "there is no key",
            key if key.is_masked() => "the key is a copy with its middle left out; copy the whole key",
            _ => "the key has characters that no key has; paste it again",
        };
        Self::new(ErrorKind::NotSent, Fault::Account, NextStep::CheckKey, message)
    }

    /// What has to come before anything is sent did not come within the time set for it.
    pub fn late(what: &str) -> Self {
        let message = format!("{what} did not come within the time set for waiting; nothing was sent");
        Self::new(ErrorKind::Deadline, Fault::Nobody, NextStep::Retry, message)
    }

    /// It was not sent, for this reason.
    pub fn not_sent(message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::NotSent, Fault::Network, NextStep::CheckConnection, message);
        error.is_retryable = true;
        error
    }

    /// Whether the same request may simply be sent again: it certainly was not accepted,
    /// and waiting can help.
    pub fn is_retryable(&self) -> bool {
        self.is_retryable
    }

    /// Whether money may be gone although no image came.
    pub fn may_be_billed(&self) -> bool {
        self.may_be_billed
    }

    pub(crate) fn billed(mut self) -> Self {
        self.may_be_billed = true;
        self.is_retryable = false;
        self
    }

    pub(crate) fn with_task(mut self, task_id: Option<&str>) -> Self {
        self.task_id = self.task_id.or_else(|| task_id.map(str::to_owned));
        self
    }

    /// The same as it may be shown, whatever the service wrote: what every error of an answer passes last.
    pub(super) fn shown(mut self, keys: &[&Credential]) -> Self {
        self.message = shown(&self.message, LONGEST_MESSAGE, keys);
        for text in [&mut self.code, &mut self.request_id, &mut self.task_id].into_iter().flatten() {
            *text = shown(text, LONGEST_WORD, keys);
        }
        self.raw = self.raw.map(|raw| shown(&raw, LONGEST_RAW, keys));
        self
    }

    /// What `reply` says went wrong; `wire` is its body, where it could be read.
    pub(crate) fn from_reply(reply: &Reply, wire: Option<&WireReply>) -> Self {
        let part = wire.and_then(|wire| {
            wire.parts.iter().find_map(|part| match part {
                Part::Failed { code, message } => Some((code, message)),
                _ => None,
            })
        });
        let code = wire.and_then(|wire| wire.code.clone()).or_else(|| part.map(|(code, _)| code.clone()));
        let message = wire.and_then(|wire| wire.message.clone()).or_else(|| part.map(|(_, message)| message.clone()));
        let is_service = code.is_some() || message.is_some();
        let cause = if is_service {
            Cause::of_service(code.as_deref().unwrap_or(""), message.as_deref().unwrap_or(""), reply)
        } else {
            Cause::of_gateway(reply.status)
        };
        Self {
            kind: if is_service { ErrorKind::Service } else { ErrorKind::Gateway },
            fault: cause.fault(),
            next_step: cause.next_step(),
            cause: Some(cause),
            cut: None,
            image: None,
            message: message.unwrap_or_else(|| match reply.status {
                0 => "no status".into(),
                status => format!("HTTP {status}, without a reason that could be read"),
            }),
            code,
            status: Some(reply.status),
            request_id: wire.and_then(|wire| wire.request_id.clone()).or_else(|| reply.request_id.clone()),
            task_id: wire.and_then(|wire| wire.task_id.clone()),
            raw: (!reply.body.is_empty()).then(|| reply.body.clone()),
            may_be_billed: false,
            is_retryable: cause.is_retryable(reply.status),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, self.status) {
            (Some(code), _) => write!(f, "{code}: ")?,
            (None, Some(status @ 400..)) if self.kind == ErrorKind::Service => write!(f, "HTTP {status}: ")?,
            _ => {}
        }
        f.write_str(self.message.trim_end_matches(['.', '。']))?;
        match self.next_step.sentence() {
            "" => Ok(()),
            sentence => write!(f, ". {sentence}"),
        }
    }
}

impl std::error::Error for Error {}

/// The pause that a reply asks for, where it is short enough to obey.
pub(crate) fn asked_pause(reply: &Reply) -> Option<Duration> {
    reply.retry_after.filter(|pause| *pause <= LONGEST_RETRY_AFTER)
}
