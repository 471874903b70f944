//! Replies: sync results, created tasks, task states and errors, read as tolerantly as they vary.

use serde_json::Value;

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
    fn parse(word: &str) -> Self {
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
    /// A result's URL, byte for byte.
    Image(String),
    /// Words.
    Text(String),
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
}

impl WireReply {
    /// Reads a body. `None` where it is not a JSON object.
    pub fn parse(body: &str) -> Option<Self> {
        let root: Value = serde_json::from_str(body.trim_start_matches('\u{feff}')).ok()?;
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
        }
    }

    /// URLs of the images, in order.
    pub fn image_urls(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Image(url) => Some(url.as_str()),
            Part::Text(_) => None,
        })
    }
}

/// A non-empty string, or a number as one.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn parts(output: &Value) -> Vec<Part> {
    items(&output["choices"])
        .iter()
        .flat_map(|choice| items(&choice["message"]["content"]))
        .filter_map(|part| word(&part["image"]).map(Part::Image).or_else(|| word(&part["text"]).map(Part::Text)))
        .collect()
}

fn usage(usage: &Value) -> Usage {
    let number = |key: &str| match &usage[key] {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    };
    Usage {
        image_count: number("image_count").and_then(|count| count.try_into().ok()),
        size: word(&usage["size"]),
        input_tokens: number("input_tokens"),
        output_tokens: number("output_tokens"),
        total_tokens: number("total_tokens"),
    }
}
