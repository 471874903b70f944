//! What an account asks for itself: upload policies and temporary keys.

use crate::app::{App, Call, Owner, key};
use crate::errors::{Refusal, named};
use crate::limits;
use crate::models;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

type Shared = State<Arc<App>>;
type Asked = Query<HashMap<String, String>>;

/// `GET /uploads?action=getPolicy&model=…`.
pub async fn policy(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Query(asked): Asked,
    headers: HeaderMap,
) -> Response {
    answered(&call, granted(&app, &call, &asked, &headers))
}

/// `POST /tokens?expire_in_seconds=…`.
pub async fn token(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Query(asked): Asked,
    headers: HeaderMap,
) -> Response {
    answered(&call, issued(&app, &asked, &headers))
}

fn answered(call: &Call, answer: Result<Value, Refusal>) -> Response {
    match answer {
        Ok(body) => Json(body).into_response(),
        Err(refusal) => refusal.answer(&call.request_id),
    }
}

fn granted(app: &App, call: &Call, asked: &HashMap<String, String>, headers: &HeaderMap) -> Result<Value, Refusal> {
    let owner = Owner::of(app, headers)?;
    if asked.get("action").map(String::as_str) != Some("getPolicy") {
        return Err(named("InvalidParameter").because("action must be getPolicy"));
    }
    let model = asked.get("model").map_or("", String::as_str);
    if model.is_empty() {
        return Err(named("BadRequest.EmptyModel"));
    }
    if models::find(model).is_none() && model != models::FINDER {
        return Err(Refusal { message: format!("The model {model} does not exist."), ..named("ModelNotFound") });
    }
    owner.within(app, &format!("policy {model}"), limits::POLICIES)?;
    let host = format!("http://{}", app.results_address);
    let data = app.uploads.policy(Arc::new(owner), model, &host);
    Ok(json!({"request_id": call.request_id, "data": data}))
}

fn issued(app: &App, asked: &HashMap<String, String>, headers: &HeaderMap) -> Result<Value, Refusal> {
    Owner::of(app, headers)?;
    let creator = key(headers).filter(|key| key.starts_with("sk-"));
    let creator = creator.ok_or_else(|| named("AccessDenied").because("only a permanent key makes temporary ones"))?;
    let seconds = asked.get("expire_in_seconds").map_or(Some(60), |text| text.parse().ok());
    let seconds = seconds.filter(|seconds| (1..=1800).contains(seconds));
    let seconds = seconds.ok_or_else(|| Refusal::parameter("Range of expire_in_seconds should be [1, 1800]"))?;
    let (token, expires) = app.tokens.issue(creator, seconds);
    Ok(json!({"token": token, "expires_at": expires}))
}
