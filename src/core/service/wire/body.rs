//! A reply's JSON as each service writes it.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::reply::{Part, TaskStatus, Usage, WireReply};
use super::tolerant::{list, object, objects, read, word, word_of};

/// The top of a body.
#[derive(Default, Deserialize)]
struct Top {
    #[serde(default, deserialize_with = "object")]
    usage: Usage,
    #[serde(default, deserialize_with = "word")]
    request_id: Option<String>,
    #[serde(default, deserialize_with = "word", rename = "requestId")]
    request_id_of_relay: Option<String>,
}

/// Code and words of a failure.
#[derive(Default, Deserialize)]
struct Failure {
    #[serde(default, deserialize_with = "word")]
    code: Option<String>,
    #[serde(default, deserialize_with = "word")]
    message: Option<String>,
    #[serde(default, deserialize_with = "word")]
    msg: Option<String>,
    #[serde(default, deserialize_with = "word")]
    error_message: Option<String>,
}

#[derive(Default, Deserialize)]
struct Output {
    #[serde(default, deserialize_with = "word")]
    task_id: Option<String>,
    #[serde(default, deserialize_with = "status")]
    task_status: Option<TaskStatus>,
    #[serde(default, deserialize_with = "word")]
    submit_time: Option<String>,
    #[serde(default, deserialize_with = "word")]
    end_time: Option<String>,
    #[serde(default, deserialize_with = "list")]
    choices: Option<Vec<Choice>>,
    #[serde(default, deserialize_with = "list")]
    results: Option<Vec<ResultItem>>,
}

#[derive(Default, Deserialize)]
struct Choice {
    #[serde(default, deserialize_with = "object")]
    message: Message,
    #[serde(default, deserialize_with = "is_last", rename = "finish_reason")]
    is_last: Option<bool>,
}

#[derive(Default, Deserialize)]
struct Message {
    #[serde(default, deserialize_with = "content")]
    content: Vec<ContentPart>,
}

#[derive(Default, Deserialize)]
struct ContentPart {
    #[serde(default, deserialize_with = "word")]
    image: Option<String>,
    #[serde(default, deserialize_with = "word")]
    text: Option<String>,
    #[serde(default, deserialize_with = "word", rename = "type")]
    kind: Option<String>,
}

/// One image of wan2.5, or why it could not be made.
#[derive(Default, Deserialize)]
struct ResultItem {
    #[serde(default, deserialize_with = "word")]
    url: Option<String>,
    #[serde(default, deserialize_with = "word")]
    actual_prompt: Option<String>,
    #[serde(default, deserialize_with = "word")]
    code: Option<String>,
    #[serde(default, deserialize_with = "word")]
    message: Option<String>,
}

fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TaskStatus>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(word) => Ok(Some(word.into())),
        _ => Ok(None),
    }
}

/// Events before the last have the word "null" for a reason, or none.
fn is_last<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(Some(word(deserializer)?.is_some_and(|reason| reason != "null")))
}

/// Parts, or words alone.
fn content<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ContentPart>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(parts) => objects(&parts),
        value @ Value::String(_) => vec![ContentPart { text: word_of(value), ..ContentPart::default() }],
        _ => Vec::new(),
    })
}

/// What a body says, wherever that stands.
pub(super) fn reply(root: &Value) -> WireReply {
    let Top { usage, request_id, request_id_of_relay } = read(root);
    // The service has an object here, the relay a list of messages.
    let output: Output = read(&root["output"]);
    let messages: Vec<Message> = root["output"].as_array().map(|messages| objects(messages)).unwrap_or_default();
    // A failure's code stands in `output`, beside it, without it, or in `error`.
    let places: [Failure; 3] = [&root["output"], root, &root["error"]].map(read);
    let first = |field: fn(&Failure) -> &Option<String>| places.iter().find_map(|place| field(place).clone());

    let choices = output.choices.unwrap_or_default();
    let is_whole = choices.iter().find_map(|choice| choice.is_last);
    let messages = messages.into_iter().flat_map(|message| message.content);
    let contents = choices.into_iter().flat_map(|choice| choice.message.content);
    let results = output.results.into_iter().flatten();
    WireReply {
        task_id: output.task_id,
        task_status: output.task_status,
        submit_time: output.submit_time,
        end_time: output.end_time,
        parts: messages
            .filter_map(ContentPart::of_relay)
            .chain(contents.filter_map(ContentPart::into_part))
            .chain(results.filter_map(ResultItem::into_part))
            .collect(),
        usage,
        code: first(|place| &place.code),
        message: first(|place| &place.message)
            .or_else(|| first(|place| &place.msg))
            .or_else(|| first(|place| &place.error_message)),
        request_id: request_id.or(request_id_of_relay),
        is_whole,
        is_error_event: false,
        status: None,
    }
}

impl ContentPart {
    fn into_part(self) -> Option<Part> {
        match self {
            Self { image: Some(url), .. } => Some(Part::Image { url, actual_prompt: None }),
            Self { text, .. } => text.map(Part::Text),
        }
    }

    /// The relay writes an image's address into `text`.
    fn of_relay(self) -> Option<Part> {
        match self {
            Self { image: None, text, kind: Some(kind) } if kind == "image" => {
                Self { image: text, ..Self::default() }.into_part()
            }
            part => part.into_part(),
        }
    }
}

impl ResultItem {
    fn into_part(self) -> Option<Part> {
        let Self { url, actual_prompt, code, message } = self;
        match url {
            Some(url) => Some(Part::Image { url, actual_prompt }),
            None => code.map(|code| Part::Failed { code, message: message.unwrap_or_default() }),
        }
    }
}
