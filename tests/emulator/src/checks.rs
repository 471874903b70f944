//! The service's checks of a submit, in its order, and the order that comes out of them.

use crate::errors::{Refusal, named};
use crate::models::{self, Found, Generation, Model, SOURCE_SIDES};
use crate::parameters::{self, Asked};
use crate::received::Received;
use crate::sources;
use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::Value;
use std::sync::Arc;

/// The two doors to the same work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Sync,
    Async,
}

/// A source image: its file and its stored size.
#[derive(Debug)]
pub struct Source {
    pub bytes: Bytes,
    pub size: (u32, u32),
}

/// A request that passed.
#[derive(Debug)]
pub struct Order {
    pub model: &'static Model,
    /// Cut to what the model reads.
    pub prompt: String,
    pub sources: Vec<Source>,
    pub asked: Asked,
}

/// Whether a request claims to be asynchronous.
pub fn wants_async(headers: &HeaderMap) -> bool {
    let value = headers.get("x-dashscope-async");
    value.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"enable"))
}

/// Names in the body that the model does not know; the emulator ignores them, its log does not.
pub fn unsupported(received: &Received) -> Vec<String> {
    let Some(body) = received.json.as_ref().and_then(Value::as_object) else {
        return Vec::new();
    };
    let strangers = |place: &Value, prefix: &str, known: &[&str]| -> Vec<String> {
        let names = place.as_object().into_iter().flat_map(|fields| fields.keys());
        names.filter(|name| !known.contains(&name.as_str())).map(|name| format!("{prefix}{name}")).collect()
    };
    let mut names: Vec<String> = body
        .keys()
        .filter(|name| !["model", "input", "parameters"].contains(&name.as_str()))
        .map(|name| format!("$.{name}"))
        .collect();
    let input = body.get("input").unwrap_or(&Value::Null);
    names.extend(strangers(input, "input.", &["messages"]));
    let model = body.get("model").and_then(Value::as_str);
    if let Some(Found::Here(model)) = model.map(models::find) {
        let parameters = body.get("parameters").unwrap_or(&Value::Null);
        names.extend(strangers(parameters, "", model.parameters));
        let edit =
            model.generation == Generation::Wan26 && parameters.get("enable_interleave") != Some(&Value::Bool(true));
        if edit && parameters.get("stream") == Some(&Value::Bool(true)) {
            names.push("stream".to_owned());
        }
        let set = parameters.get("enable_sequential") == Some(&Value::Bool(true));
        for name in ["bbox_list", "color_palette"] {
            if set && parameters.get(name).is_some() {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Every check after the key's.
///
/// # Errors
///
/// The first refusal, as the service words it.
pub async fn check(received: &Arc<Received>, endpoint: Endpoint, headers: &HeaderMap) -> Result<Order, Refusal> {
    let body = received.json.as_ref().filter(|json| json.is_object());
    let model = body.map(model).transpose()?;
    match (endpoint, wants_async(headers)) {
        (Endpoint::Sync, true) => return Err(named("AccessDenied:async")),
        (Endpoint::Async, false) => return Err(named("AccessDenied:sync")),
        _ => {}
    }
    let (Some(body), Some(model)) = (body, model) else {
        return Err(malformed().because("the body is not a JSON object"));
    };
    let content = content(body)?;
    let prompt = prompt(content, model)?;
    let places = images(content, model)?;
    for image in &places {
        address(received, image, headers)?;
    }
    let mut sources = Vec::new();
    for (number, image) in (1..).zip(&places) {
        let about = |refusal: Refusal| {
            let reason = refusal.reason.clone().unwrap_or_default();
            refusal.because(format!("image {number}: {reason}"))
        };
        let loaded = load(received, image, model).await;
        sources.push(loaded.map_err(about)?);
    }
    for (number, source) in (1..).zip(&sources) {
        measure(source, model).map_err(|refusal| {
            let size = format!("image {number}: {:?}, {} bytes", source.size, source.bytes.len());
            refusal.because(size)
        })?;
    }
    let sizes: Vec<_> = sources.iter().map(|source| source.size).collect();
    let asked = parameters::read(body.get("parameters"), model, &sizes)?;
    Ok(Order { model, prompt, sources, asked })
}

pub fn malformed() -> Refusal {
    Refusal::parameter("Required body invalid, please check the request body format.")
}

fn model(body: &Value) -> Result<&'static Model, Refusal> {
    let name = body.get("model").and_then(Value::as_str).unwrap_or("");
    if name.is_empty() {
        return Err(named("BadRequest.EmptyModel"));
    }
    match models::find(name) {
        Found::Here(model) => Ok(model),
        Found::Elsewhere => Err(named("InvalidParameter:url")),
        Found::Nowhere => {
            Err(Refusal { message: format!("The model {name} does not exist."), ..named("ModelNotFound") })
        }
    }
}

/// The parts of the one message there may be.
fn content(body: &Value) -> Result<&Vec<Value>, Refusal> {
    let input = body.get("input").filter(|input| input.is_object());
    let input = input.ok_or_else(|| named("BadRequest.EmptyInput"))?;
    let messages = input.get("messages").and_then(Value::as_array);
    let messages = messages.ok_or_else(|| Refusal::parameter("No messages found in input"))?;
    let message = match messages.as_slice() {
        [] => return Err(Refusal::parameter("[] is too short")),
        [message] => message,
        _ => return Err(Refusal::parameter("messages length only support 1")),
    };
    match message.get("role") {
        None => return Err(Refusal::parameter("Field required: role")),
        Some(role) if role != "user" => {
            return Err(named("InvalidParameter").because("role must be user"));
        }
        _ => {}
    }
    match message.get("content") {
        None => Err(Refusal::parameter("Field required: content")),
        Some(Value::Array(parts)) if parts.is_empty() => Err(Refusal::parameter("[] is too short")),
        Some(Value::Array(parts)) => Ok(parts),
        Some(_) => Err(named("InvalidParameter").because("content must be an array")),
    }
}

fn prompt(content: &[Value], model: &Model) -> Result<String, Refusal> {
    let single = |part: &Value| {
        let fields = part.as_object().filter(|fields| fields.len() == 1);
        fields.is_some_and(|fields| fields.contains_key("text") || fields.contains_key("image"))
    };
    if !content.iter().all(single) {
        let reason = "a part has one key, text or image";
        return Err(named("InvalidParameter").because(reason));
    }
    let lacking = || Refusal::parameter("lack of image or text");
    let mut texts = content.iter().filter_map(|part| part.get("text"));
    let (text, more) = (texts.next(), texts.next());
    if more.is_some() {
        return Err(named("InvalidParameter").because("only one text part"));
    }
    let text = text.and_then(Value::as_str).filter(|text| !text.trim().is_empty()).ok_or_else(lacking)?;
    let pictured = content.iter().any(|part| part.get("image").is_some());
    if model.generation == Generation::Wan26 && !pictured {
        return Err(lacking());
    }
    Ok(text.chars().take(model.prompt_chars).collect())
}

/// An image part: where it stands in the body, and its value.
struct Place<'a> {
    pointer: String,
    value: &'a Value,
}

fn images<'a>(content: &'a [Value], model: &Model) -> Result<Vec<Place<'a>>, Refusal> {
    let places: Vec<_> = content
        .iter()
        .enumerate()
        .filter_map(|(index, part)| {
            let pointer = format!("/input/messages/0/content/{index}/image");
            let value = part.get("image")?;
            Some(Place { pointer, value })
        })
        .collect();
    if places.len() > model.max_images {
        let least = u8::from(model.generation == Generation::Wan26);
        return Err(Refusal::parameter(format!(
            "For image editing, the message must contain {least}~{} image content items. Got {} image items.",
            model.max_images,
            places.len()
        )));
    }
    Ok(places)
}

/// Refuses anything but a web address, a data URI and an uploaded file.
fn address(received: &Received, image: &Place, headers: &HeaderMap) -> Result<(), Refusal> {
    if received.uploads.contains_key(&image.pointer) {
        return Ok(());
    }
    let text = image.value.as_str().unwrap_or("");
    if text.starts_with("http://") || text.starts_with("https://") {
        Ok(())
    } else if text.starts_with("oss://") {
        match headers.get("x-dashscope-ossresourceresolve") {
            Some(_) => Err(Refusal::parameter("oss download error.")),
            None => Err(named("invalid_parameter_error")),
        }
    } else {
        Err(Refusal::parameter(
            "Image must be either a public URL (http:// or https://) or a Base64 encoded string (data:{mime_type};base64,{data})",
        ))
    }
}

async fn load(received: &Arc<Received>, image: &Place<'_>, model: &Model) -> Result<Source, Refusal> {
    let bytes = match received.uploads.get(&image.pointer) {
        Some(Some(bytes)) => bytes.clone(),
        Some(None) => return Err(named("InvalidParameter:image").because("not base64")),
        None => {
            let url = image.value.as_str().unwrap_or("");
            sources::fetch(url, model.max_image_bytes).await?
        }
    };
    let looked = tokio::task::spawn_blocking(move || {
        let size = sources::inspect(&bytes, SOURCE_SIDES)?;
        Ok(Source { bytes, size })
    });
    looked.await.unwrap_or_else(|_| Err(named("InvalidParameter:image")))
}

fn measure(source: &Source, model: &Model) -> Result<(), Refusal> {
    let (width, height) = source.size;
    let sides = SOURCE_SIDES.contains(&width) && SOURCE_SIDES.contains(&height);
    let ratio = !model.ratio_limited || models::within_ratio(width, height, 8);
    if sides && ratio && source.bytes.len() <= model.max_image_bytes {
        Ok(())
    } else {
        Err(Refusal::parameter("the size of input image is too small or too large."))
    }
}
