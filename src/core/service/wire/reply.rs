//! Replies: sync results, created tasks, task states and errors, read as tolerantly as they vary.

use crate::core::json::Value;

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
    pub(super) fn parse(word: &str) -> Self {
        match word {
            "PENDING" | "SUSPENDED" => Self::Pending,
            "RUNNING" => Self::Running,
            "SUCCEEDED" => Self::Succeeded,
            "FAILED" => Self::Failed,
            "CANCELED" | "CANCELLED" => Self::Canceled,
            "UNKNOWN" => Self::Unknown,
            other => Self::Other(other.to_owned()),
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Images made, and billed.
    pub image_count: Option<u32>,
    /// `"1488*704"`.
    pub size: Option<String>,
    /// Informative.
    pub input_tokens: Option<u64>,
    /// Informative.
    pub output_tokens: Option<u64>,
    /// Informative.
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
        let root = Value::parse(body.trim_start_matches('\u{feff}'))?;
        root.is_object().then(|| Self::from_value(&root))
    }

    fn from_value(root: &Value) -> Self {
        let output = &root["output"];
        // A failure's code stands in `output`, beside it, without it, or in `error`.
        let fault = |key: &str| [output, root, &root["error"]].into_iter().find_map(|place| word(&place[key]));
        Self {
            task_id: word(&output["task_id"]),
            task_status: output["task_status"].as_str().map(TaskStatus::parse),
            submit_time: word(&output["submit_time"]),
            end_time: word(&output["end_time"]),
            parts: parts(output),
            usage: usage(&root["usage"]),
            code: fault("code"),
            message: ["message", "msg", "error_message"].into_iter().find_map(fault),
            request_id: word(&root["request_id"]).or_else(|| word(&root["requestId"])),
            is_whole: items(&output["choices"]).iter().find_map(is_last),
            is_error_event: false,
            status: None,
        }
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

/// A non-empty string, or a number as one.
pub(super) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => Some((*number as i64).to_string()),
        _ => None,
    }
}

pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn parts(output: &Value) -> Vec<Part> {
    // The relay has messages in a list, with the address of an image in `text`.
    if let Value::Array(messages) = output {
        let contents = messages.iter().flat_map(|message| items(&message["content"]));
        return contents.filter_map(|part| part_of(part, part["type"].as_str() == Some("image"))).collect();
    }
    let results = items(&output["results"]).iter().filter_map(|result| match word(&result["url"]) {
        Some(url) => Some(Part::Image { url, actual_prompt: word(&result["actual_prompt"]) }),
        None => word(&result["code"])
            .map(|code| Part::Failed { code, message: word(&result["message"]).unwrap_or_default() }),
    });
    let choices = items(&output["choices"]).iter().flat_map(|choice| match &choice["message"]["content"] {
        Value::String(text) if !text.is_empty() => vec![Part::Text(text.clone())],
        content => items(content).iter().filter_map(|part| part_of(part, false)).collect(),
    });
    choices.chain(results).collect()
}

/// Events before the last have the word "null" for a reason, or none.
fn is_last(choice: &Value) -> Option<bool> {
    choice.get("finish_reason").map(|reason| word(reason).is_some_and(|word| word != "null"))
}

fn part_of(part: &Value, is_image_in_text: bool) -> Option<Part> {
    let image = |url| Part::Image { url, actual_prompt: None };
    let text = if is_image_in_text { image } else { Part::Text };
    word(&part["image"]).map(image).or_else(|| word(&part["text"]).map(text))
}

/// A whole number, or one as a string.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

fn usage(usage: &Value) -> Usage {
    let of = |key: &str| number(&usage[key]);
    Usage {
        image_count: of("image_count").and_then(|count| count.try_into().ok()),
        size: word(&usage["size"]),
        input_tokens: of("input_tokens"),
        output_tokens: of("output_tokens"),
        total_tokens: of("total_tokens"),
    }
}
