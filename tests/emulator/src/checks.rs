//! The service's checks of a submit, in its order, and the order that comes out of them.

use crate::app::{App, Owner};
use crate::errors::{Refusal, named};
use crate::inputs::{self, Door, Place, Source};
use crate::models::{self, Generation, Mode, Model};
use crate::parameters::{self, Asked};
use crate::received::Received;
use axum::http::HeaderMap;
use serde_json::Value;
use std::sync::Arc;

/// The doors to the models that make images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Sync,
    Async,
    /// The older door of wan2.5: tasks only, and a body of its own.
    Image2Image,
    /// The relay's, which has no tasks.
    Relay,
}

impl Endpoint {
    /// Whether it answers with a task.
    pub fn makes_tasks(self) -> bool {
        matches!(self, Self::Async | Self::Image2Image)
    }
}

/// A request that passed.
#[derive(Debug)]
pub struct Order {
    pub model: &'static Model,
    /// Cut to what the model reads.
    pub prompt: String,
    pub sources: Vec<Source>,
    pub asked: Asked,
    /// Answer with a stream of events.
    pub streamed: bool,
}

fn enabled(headers: &HeaderMap, name: &str) -> bool {
    let value = headers.get(name);
    value.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"enable"))
}

/// Whether a request claims to be asynchronous.
pub fn wants_async(headers: &HeaderMap) -> bool {
    enabled(headers, "x-dashscope-async")
}

/// Whether a request wants addresses of uploaded files looked up.
pub fn resolves(headers: &HeaderMap) -> bool {
    enabled(headers, "x-dashscope-ossresourceresolve")
}

/// Every check after the key's.
///
/// # Errors
///
/// The first refusal, as the service words it.
pub async fn check(
    app: &App,
    owner: &Owner,
    received: &Arc<Received>,
    endpoint: Endpoint,
    headers: &HeaderMap,
) -> Result<Order, Refusal> {
    let body = received.json.as_ref().filter(|json| json.is_object());
    let model = body.map(|body| model(body, endpoint, owner.behaviour.plan_host)).transpose()?;
    match (endpoint, wants_async(headers)) {
        (Endpoint::Sync, true) => return Err(named("AccessDenied:async")),
        (Endpoint::Async | Endpoint::Image2Image, false) => return Err(named("AccessDenied:sync")),
        _ => {}
    }
    let (Some(body), Some(model)) = (body, model) else {
        return Err(malformed().because("the body is not a JSON object"));
    };
    let interleave = parameters::interleaves(body, model);
    let images = model.images(interleave);
    let (prompt, places) =
        if model.generation == Generation::Wan25 { legacy(body)? } else { messages(body, *images.start() > 0)? };
    if !images.contains(&places.len()) {
        return Err(Refusal::parameter(format!(
            "For image editing, the message must contain {}~{} image content items. Got {} image items.",
            images.start(),
            images.end(),
            places.len()
        )));
    }
    let door =
        Door { app, owner, received, model: model.name, resolves: resolves(headers) && endpoint != Endpoint::Relay };
    let sources = inputs::read(&door, &places, model).await?;
    let sizes: Vec<_> = sources.iter().map(|source| source.size).collect();
    let asked = parameters::read(body.get("parameters"), model, &sizes)?;
    let prompt = prompt.chars().take(model.prompt_chars).collect();
    let streamed = asked.mode == Mode::Interleave && !endpoint.makes_tasks();
    let asks_for_stream = match endpoint {
        Endpoint::Relay => body.get("stream") == Some(&Value::Bool(true)),
        _ => enabled(headers, "x-dashscope-sse"),
    };
    if streamed && !asks_for_stream {
        return Err(
            named("InvalidParameter").because("interleaved output comes as a stream only, and none was asked for")
        );
    }
    Ok(Order { model, prompt, sources, asked, streamed })
}

pub fn malformed() -> Refusal {
    Refusal::parameter("Required body invalid, please check the request body format.")
}

/// The model a body asks for, if there is one of that name.
pub fn known(received: &Received) -> Option<&'static Model> {
    models::find(received.json.as_ref()?.get("model")?.as_str()?)
}

fn model(body: &Value, endpoint: Endpoint, plan: bool) -> Result<&'static Model, Refusal> {
    let name = body.get("model").and_then(Value::as_str).unwrap_or("");
    if name.is_empty() {
        return Err(named("BadRequest.EmptyModel"));
    }
    let found = models::find(name);
    if plan && found.is_none_or(|model| model.generation != Generation::Wan27) {
        return Err(named("InvalidParameter:model"));
    }
    match found {
        Some(model) if (model.generation == Generation::Wan25) == (endpoint == Endpoint::Image2Image) => Ok(model),
        None if name != models::FINDER => {
            Err(Refusal { message: format!("The model {name} does not exist."), ..named("ModelNotFound") })
        }
        _ => Err(named("InvalidParameter:url")),
    }
}

/// `input`, an object.
fn input(body: &Value) -> Result<&Value, Refusal> {
    let input = body.get("input").filter(|input| input.is_object());
    input.ok_or_else(|| named("BadRequest.EmptyInput"))
}

fn lacking() -> Refusal {
    Refusal::parameter("lack of image or text")
}

/// The one text of the one message there may be, and its images. `pictured` says that there must be some.
pub fn messages(body: &Value, pictured: bool) -> Result<(&str, Vec<Place<'_>>), Refusal> {
    let content = content(input(body)?)?;
    let single = |part: &Value| {
        let fields = part.as_object().filter(|fields| fields.len() == 1);
        fields.is_some_and(|fields| fields.contains_key("text") || fields.contains_key("image"))
    };
    if !content.iter().all(single) {
        return Err(named("InvalidParameter").because("a part has one key, text or image"));
    }
    let mut texts = content.iter().filter_map(|part| part.get("text"));
    let (text, more) = (texts.next(), texts.next());
    if more.is_some() {
        return Err(named("InvalidParameter").because("only one text part"));
    }
    let text = text.and_then(Value::as_str).filter(|text| !text.trim().is_empty()).ok_or_else(lacking)?;
    let mut places = Vec::new();
    for (index, part) in content.iter().enumerate() {
        if let Some(value) = part.get("image") {
            places.push(Place { pointer: format!("/input/messages/0/content/{index}/image"), value });
        }
    }
    if pictured && places.is_empty() {
        return Err(lacking());
    }
    Ok((text, places))
}

/// The parts of the one message there may be.
fn content(input: &Value) -> Result<&Vec<Value>, Refusal> {
    let messages = input.get("messages").and_then(Value::as_array);
    let messages = messages.ok_or_else(|| Refusal::parameter("No messages found in input"))?;
    let message = match messages.as_slice() {
        [] => return Err(Refusal::parameter("[] is too short")),
        [message] => message,
        _ => return Err(Refusal::parameter("messages length only support 1")),
    };
    match message.get("role") {
        None => return Err(Refusal::parameter("Field required: role")),
        Some(role) if role != "user" => return Err(named("InvalidParameter").because("role must be user")),
        _ => {}
    }
    match message.get("content") {
        None => Err(Refusal::parameter("Field required: content")),
        Some(Value::Array(parts)) if parts.is_empty() => Err(Refusal::parameter("[] is too short")),
        Some(Value::Array(parts)) => Ok(parts),
        Some(_) => Err(named("InvalidParameter").because("content must be an array")),
    }
}

/// The prompt and the images of wan2.5's body.
fn legacy(body: &Value) -> Result<(&str, Vec<Place<'_>>), Refusal> {
    let input = input(body)?;
    let prompt = input.get("prompt").ok_or_else(|| Refusal::parameter("Field required: prompt"))?;
    let prompt = prompt.as_str().filter(|text| !text.trim().is_empty()).ok_or_else(lacking)?;
    let images = input.get("images").ok_or_else(|| Refusal::parameter("Field required: images"))?;
    let images = images.as_array().ok_or_else(|| named("InvalidParameter").because("images must be an array"))?;
    if input.get("negative_prompt").is_some_and(|text| !text.is_string()) {
        return Err(named("InvalidParameter").because("negative_prompt must be a string"));
    }
    let place = |(index, value)| Place { pointer: format!("/input/images/{index}"), value };
    Ok((prompt, images.iter().enumerate().map(place).collect()))
}
