//! The model that finds boxes from words: it looks for the colour that the words name.

use crate::app::{App, Call, Owner};
use crate::checks;
use crate::colours::{self, Colour, Part};
use crate::errors::{Refusal, named};
use crate::inputs::Door;
use crate::models;
use crate::sources;
use axum::http::HeaderMap;
use serde_json::{Value, json};

const MIB: usize = 1024 * 1024;

/// How boxes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[[x1, y1, x2, y2]]`, 0 to 999.
    List,
    /// The same between code fences.
    Fenced,
    /// `[{"bbox_2d": [...], "label": "..."}]`.
    Objects,
    /// `{"bbox": [...]}`, the first box.
    Object,
    /// `[x1, y1, x2, y2]`, the first box.
    Flat,
    Floats,
    Strings,
    /// The lower right corner first.
    Swapped,
    /// Pixels of the image.
    Pixels,
    /// A list, but `content` is a string.
    Plain,
    /// A list between words.
    Chatty,
    /// `[]`.
    Nothing,
    /// Words and no list.
    Words,
}

impl Form {
    /// The form that the key word `answer=` wants.
    pub fn named(word: Option<&str>) -> Self {
        match word {
            Some("fenced") => Self::Fenced,
            Some("bbox_2d") => Self::Objects,
            Some("bbox") => Self::Object,
            Some("flat") => Self::Flat,
            Some("floats") => Self::Floats,
            Some("strings") => Self::Strings,
            Some("swapped") => Self::Swapped,
            Some("pixels") => Self::Pixels,
            Some("plain") => Self::Plain,
            Some("chatty") => Self::Chatty,
            Some("none") => Self::Nothing,
            Some("words") => Self::Words,
            _ => Self::List,
        }
    }

    fn write(self, parts: &[Part], size: (u32, u32), label: &str) -> String {
        let (width, height) = if self == Self::Pixels { size } else { (1000, 1000) };
        let most = if self == Self::Pixels { u32::MAX } else { 999 };
        let scaled = |part: f64, side: u32| ((part * f64::from(side)).round() as u32).min(most);
        let corners = |[x1, y1, x2, y2]: &Part| {
            [scaled(*x1, width), scaled(*y1, height), scaled(*x2, width), scaled(*y2, height)]
        };
        let boxes: Vec<[u32; 4]> = parts.iter().map(corners).collect();
        let first = boxes.first();
        match self {
            Self::Fenced => format!("```json\n{}\n```", json!(boxes)),
            Self::Objects => {
                let labelled: Vec<_> =
                    boxes.iter().map(|corners| json!({"bbox_2d": corners, "label": label})).collect();
                json!(labelled).to_string()
            }
            Self::Object => first.map_or("[]".to_owned(), |corners| json!({"bbox": corners}).to_string()),
            Self::Flat => first.map_or("[]".to_owned(), |corners| json!(corners).to_string()),
            Self::Floats => {
                json!(boxes.iter().map(|b| b.map(|at| f64::from(at) + 0.25)).collect::<Vec<_>>()).to_string()
            }
            Self::Strings => json!(boxes.iter().map(|b| b.map(|at| at.to_string())).collect::<Vec<_>>()).to_string(),
            Self::Swapped => {
                json!(boxes.iter().map(|[x1, y1, x2, y2]| [x2, y2, x1, y1]).collect::<Vec<_>>()).to_string()
            }
            Self::List | Self::Pixels | Self::Plain => json!(boxes).to_string(),
            Self::Chatty => format!("目标的坐标是：{}，请核对。", json!(boxes)),
            Self::Nothing => "[]".to_owned(),
            Self::Words => "图中没有找到符合描述的目标。".to_owned(),
        }
    }
}

/// Whether a body asks for this model.
pub fn asked(body: Option<&Value>) -> bool {
    body.and_then(|body| body.get("model")).is_some_and(|name| name == models::FINDER)
}

/// The answer to a request for boxes.
///
/// # Errors
///
/// 400 where thinking is not switched off, or the message or its image is none; 403 for a task.
pub async fn answer(app: &App, call: &Call, owner: &Owner, headers: &HeaderMap) -> Result<Value, Refusal> {
    if checks::wants_async(headers) {
        return Err(named("AccessDenied:async"));
    }
    let body = call.received.json.as_ref().ok_or_else(checks::malformed)?;
    let (text, places) = checks::messages(body, true)?;
    if body.pointer("/parameters/enable_thinking") != Some(&Value::Bool(false)) {
        let message = "parameter.enable_thinking must be set to false for non-streaming calls";
        return Err(Refusal::parameter(message));
    }
    let place = places.last().ok_or_else(checks::malformed)?;
    let door =
        Door { app, owner, received: &call.received, model: models::FINDER, resolves: checks::resolves(headers) };
    door.address(place)?;
    if place.value.is_object() && call.received.length(&place.pointer) > 10 * MIB {
        return Err(named("InvalidParameter:datauri"));
    }
    let bytes = door.bytes(place, 10 * MIB).await?;
    if bytes.len() > 10 * MIB {
        return Err(named("InvalidImage.ImageSize"));
    }
    let colour = Colour::named(text);
    let looking = tokio::task::spawn_blocking(move || {
        let size = sources::inspect(&bytes, 10..=u32::MAX, true)?;
        if size.0.min(size.1) < 10 || !models::within_ratio(size.0, size.1, 200) {
            return Err(named("InvalidImageResolution"));
        }
        let found = colour.map(|colour| colours::find(&sources::pixels(&bytes), colour));
        Ok((size, found.unwrap_or_default()))
    });
    let (size, found) = looking.await.unwrap_or_else(|_| Err(named("InvalidParameter:image")))?;
    tokio::time::sleep(owner.behaviour.delay).await;
    let form = owner.behaviour.answer;
    let written = form.write(&found, size, text.lines().next().unwrap_or(text));
    let image_tokens = (size.0.div_ceil(32) * size.1.div_ceil(32)).clamp(4, 2560);
    let input = image_tokens + text.chars().count() as u32;
    let output = written.chars().count() as u32;
    let content = if form == Form::Plain { json!(written) } else { json!([{"text": written}]) };
    Ok(json!({
        "output": {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": content}}]},
        "usage": {
            "input_tokens": input,
            "output_tokens": output,
            "image_tokens": image_tokens,
            "total_tokens": input + output,
        },
        "request_id": call.request_id,
    }))
}
