//! Replies: sync results, created tasks, task states and errors, read as tolerantly as they vary.

use serde::Deserialize;

use super::tolerant::{self, number, word};

/// `task_status`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskStatus {
    /// Queued; can be cancelled.
    Pending,
    /// In work.
    Running,
    /// At least one image exists.
    Succeeded,
    /// Nothing was made.
    Failed,
    /// Cancelled before it ran.
    Canceled,
    /// The id is wrong or older than 24 h.
    Unknown,
    /// A word that the references do not have; not an end.
    Other(String),
}

impl TaskStatus {
    /// The service's word for it.
    pub fn name(&self) -> &str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Canceled => "CANCELED",
            Self::Unknown => "UNKNOWN",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for TaskStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "PENDING" | "SUSPENDED" => Self::Pending,
            "RUNNING" => Self::Running,
            "SUCCEEDED" => Self::Succeeded,
            "FAILED" => Self::Failed,
            "CANCELED" | "CANCELLED" => Self::Canceled,
            "UNKNOWN" => Self::Unknown,
            _ => Self::Other(word),
        }
    }
}

/// One part of an answer, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A result.
    Image {
        /// Its URL, byte for byte.
        url: String,
        /// The prompt as the service rewrote it (2.5).
        actual_prompt: Option<String>,
    },
    /// Words.
    Text(String),
    /// One image of several that could not be made (2.5).
    Failed {
        /// The service's code.
        code: String,
        /// The service's words.
        message: String,
    },
}

/// `usage`, as far as it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Usage {
    /// Images made, and billed.
    #[serde(default, deserialize_with = "number")]
    pub image_count: Option<u32>,
    /// `"1488*704"`.
    #[serde(default, deserialize_with = "word")]
    pub size: Option<String>,
    /// Informative.
    #[serde(default, deserialize_with = "number")]
    pub input_tokens: Option<u64>,
    /// Informative.
    #[serde(default, deserialize_with = "number")]
    pub output_tokens: Option<u64>,
    /// Informative.
    #[serde(default, deserialize_with = "number")]
    pub total_tokens: Option<u64>,
}

/// Everything a reply can say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WireReply {
    /// `output.task_id`.
    pub task_id: Option<String>,
    /// `output.task_status`.
    pub task_status: Option<TaskStatus>,
    /// `output.submit_time`, in UTC+8 without a mark.
    pub submit_time: Option<String>,
    /// `output.end_time`, in UTC+8 without a mark.
    pub end_time: Option<String>,
    /// All parts of all choices, in order.
    pub parts: Vec<Part>,
    /// `usage`.
    pub usage: Usage,
    /// `code`, wherever it stood.
    pub code: Option<String>,
    /// `message`, wherever it stood.
    pub message: Option<String>,
    /// `request_id`.
    pub request_id: Option<String>,
    /// Whether the last event of a stream says that it is the last; `None` where events do not say.
    pub is_whole: Option<bool>,
    /// Whether an event of a stream was an error.
    pub is_error_event: bool,
    /// The status of that error, where it has one.
    pub status: Option<u16>,
}

impl WireReply {
    /// Reads a body. `None` where it is not a JSON object.
    pub fn parse(body: &str) -> Option<Self> {
        tolerant::body(body.trim_start_matches('\u{feff}')).as_ref().map(super::body::reply)
    }

    /// Whether it says that something failed.
    pub fn is_failure(&self) -> bool {
        self.code.is_some() || self.is_error_event
    }

    /// Adds the next event of a stream: words are continued, images follow, the rest is replaced.
    pub fn absorb(&mut self, next: Self) {
        for part in next.parts {
            match (self.parts.last_mut(), part) {
                (Some(Part::Text(words)), Part::Text(more)) => words.push_str(&more),
                (_, part) => self.parts.push(part),
            }
        }
        if next.usage != Usage::default() {
            self.usage = next.usage;
        }
        let replace = |old: &mut Option<String>, new: Option<String>| *old = new.or_else(|| old.take());
        replace(&mut self.request_id, next.request_id);
        // The first error is why it ended.
        if !self.is_error_event {
            replace(&mut self.code, next.code);
            replace(&mut self.message, next.message);
            self.status = next.status;
            self.is_error_event = next.is_error_event;
        }
        self.is_whole = if self.is_whole == Some(true) { self.is_whole } else { next.is_whole.or(self.is_whole) };
    }

    /// The words, joined.
    pub fn text(&self) -> String {
        let words = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// URLs of the images, in order.
    pub fn image_urls(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Image { url, .. } => Some(url.as_str()),
            _ => None,
        })
    }
}
