//! The relay (DMXAPI): the same models behind one door, with its own answers and errors.

use crate::app::{self, App, Owner};
use crate::errors::{Refusal, Said, named};
use crate::gateway;
use crate::models::{self, Generation};
use crate::received::Received;
use crate::workshop::{Made, Part};
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What the relay itself refuses with.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// What the key word `dmx=` calls it.
    name: &'static str,
    status: u16,
    code: &'static str,
    message: &'static str,
    /// The images are made and billed before it.
    pub late: bool,
}

const fn fault(name: &'static str, status: u16, code: &'static str, message: &'static str) -> Fault {
    Fault { name, status, code, message, late: status == 477 || status == 504 || status == 524 }
}

const FAULTS: [Fault; 13] = [
    fault("400", 400, "", "Model not support"),
    fault("401", 401, "", "Invalid Token"),
    fault("403", 403, "", "This token's group is disabled"),
    fault("403:quota", 403, "", "This token's quota is used up"),
    fault("quota", 403, "quota_not_enough", "user quota is not enough"),
    fault("404", 404, "", "Invalid URL"),
    fault("413", 413, "", "Request body is too long"),
    fault("429", 429, "rate_limit_exceeded", "The upstream is at its limit, please try again later"),
    fault("477", 477, "empty_response", "The upstream gave an empty response"),
    fault("500", 500, "", "Internal server error"),
    fault("503", 503, "model_not_found", "No available channel for this model under group default"),
    fault("504", 504, "", "Gateway Time-out"),
    fault("524", 524, "", "A timeout occurred"),
];

/// Finds a fault by the name a key word used.
pub fn find(name: &str) -> Option<&'static Fault> {
    static KNOWN: [Fault; 13] = FAULTS;
    KNOWN.iter().find(|fault| fault.name == name)
}

/// Takes the key, which stands in `Authorization` as it is or behind `Bearer`.
///
/// # Errors
///
/// 401 without a key that it can be.
pub fn owner(app: &App, headers: &HeaderMap) -> Result<Owner, Refusal> {
    let key = app::any_key(headers).filter(|key| key.starts_with("sk-") && !key.starts_with("sk-sp-"));
    key.map(|key| Owner::of_key(app, key)).ok_or_else(|| own("401"))
}

/// The list of its models, for a key that it takes.
///
/// # Errors
///
/// 401 without one.
pub fn models(app: &App, headers: &HeaderMap) -> Result<Value, Refusal> {
    owner(app, headers)?;
    let known = models::MODELS.iter().filter(|model| model.generation != Generation::Wan25);
    let data: Vec<Value> = known.map(|model| json!({"id": model.name, "object": "model"})).collect();
    Ok(json!({"object": "list", "data": data}))
}

/// Refuses models it has no channel for.
///
/// # Errors
///
/// 400 for wan2.5, 503 for a name that nobody knows.
pub fn channel(received: &Received) -> Result<(), Refusal> {
    let body = received.json.as_ref();
    let Some(name) = body.and_then(|body| body.get("model")).and_then(Value::as_str) else {
        return Ok(());
    };
    match models::find(name) {
        Some(model) if model.generation == Generation::Wan25 => Err(own("400")),
        Some(_) => Ok(()),
        None => {
            let message = format!("No available channel for model {name} under group default");
            Err(Refusal { message, ..own("503") })
        }
    }
}

/// A refusal of its own.
fn own(name: &str) -> Refusal {
    find(name).map_or_else(|| named("InvalidParameter"), Refusal::from)
}

impl From<&Fault> for Refusal {
    fn from(fault: &Fault) -> Self {
        Self {
            status: fault.status,
            code: fault.code.to_owned(),
            message: fault.message.to_owned(),
            reason: Some("the relay's own".to_owned()),
            retry_after: None,
        }
    }
}

impl Fault {
    /// The answer.
    pub fn answer(&self, request_id: &str) -> Response {
        match self.status {
            504 | 524 => gateway::page(self.status),
            _ if self.name == "quota" => {
                let body = json!({"code": self.code, "message": self.message, "data": null});
                said(self.status, body, &Refusal::from(self))
            }
            _ => refuse(&Refusal::from(self), request_id),
        }
    }
}

/// A refusal in the relay's form, whoever made it.
pub fn refuse(refusal: &Refusal, request_id: &str) -> Response {
    let own = FAULTS.iter().any(|fault| fault.code == refusal.code);
    let body = if own {
        let message = format!("{} (request id: {request_id})", refusal.message);
        json!({"error": {"code": refusal.code, "message": message, "type": "rix_api_error"}})
    } else {
        upstream(&refusal.code, &refusal.message, request_id)
    };
    let mut answer = said(refusal.status, body, refusal);
    if let Some(seconds) = refusal.retry_after {
        answer.headers_mut().insert("retry-after", HeaderValue::from(seconds));
    }
    answer
}

fn said(status: u16, body: Value, refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut answer = (status, Json(body)).into_response();
    answer.extensions_mut().insert(Said::from(refusal));
    answer
}

/// What the service said, passed on.
pub fn upstream(code: &str, message: &str, request_id: &str) -> Value {
    let message = format!("{message} (request id: {request_id})");
    json!({"error": {"code": code, "message": message, "param": "", "type": "dmx_api_error"}})
}

/// A path it does not have; the relay has no tasks.
pub fn nowhere(method: &str, path: &str) -> Response {
    let message = format!("Invalid URL ({method} {path})");
    let body = json!({"error": {"code": "", "message": message, "param": "", "type": "invalid_request_error"}});
    said(404, body, &own("404"))
}

/// The answer with its results, whose cost `total_tokens` tells.
pub fn answer(made: &Made, model: &str, request_id: &str) -> Value {
    let price = match model {
        "wan2.7-image-pro" => 5000,
        "wan2.7-image" => 2000,
        _ => 0,
    };
    body(&made.messages(), price * made.metrics().0, request_id)
}

/// Messages of parts; an image's address stands in `text` as well.
pub fn body(messages: &[&[Part]], tokens: usize, request_id: &str) -> Value {
    let part = |part: &Part| match part {
        Part::Image(url) => json!({"type": "image", "text": url}),
        Part::Text(text) => json!({"type": "text", "text": text}),
        Part::Failed(_) => part.in_choice(),
    };
    let message = |parts: &&[Part]| {
        let content: Vec<_> = parts.iter().map(part).collect();
        json!({"type": "message", "content": content})
    };
    json!({
        "output": messages.iter().map(message).collect::<Vec<_>>(),
        "usage": {
            "total_tokens": tokens,
            "input_tokens": 0,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
        },
        "request_id": request_id,
    })
}
