//! The API's routes.

use crate::app::{App, Call, Owner, key, random_id};
use crate::behaviour::{Counters, Cut};
use crate::checks::{self, Endpoint};
use crate::errors::{Refusal, Said, named};
use crate::received::Received;
use crate::serve::Hangup;
use crate::tasks;
use crate::workshop;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Nine images of 20 MB are legal and grow by a third in base64.
const MOST_BODY_BYTES: usize = 300 * 1024 * 1024;

type Shared = State<Arc<App>>;
type Words = Query<HashMap<String, String>>;

/// Every route of the API's listener.
pub fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/services/aigc/multimodal-generation/generation", post(submit_sync))
        .route("/services/aigc/image-generation/generation", post(submit_async))
        .route("/tasks/", get(list))
        .route("/tasks/{id}", get(poll))
        .route("/tasks/{id}/cancel", post(cancel));
    let own = Router::new().route("/requests", get(requests).delete(forget)).route("/health", get(health));
    Router::new()
        .nest("/api/v1", api)
        .nest("/emulator", own)
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(middleware::from_fn_with_state(app.clone(), front))
        .with_state(app)
}

/// Meets every request: reads its body, writes it into the log, and finishes the answer.
async fn front(State(app): Shared, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.headers.clone();
    let own = parts.uri.path().starts_with("/emulator/");
    let request_id = random_id();
    let body = axum::body::to_bytes(body, MOST_BODY_BYTES).await;
    let (received, shown, too_large) = match body {
        Ok(body) => {
            let (received, shown) = read(body).await;
            (received, shown, false)
        }
        Err(_) => (Received::default(), Value::Null, true),
    };
    let about = (&parts.method, &parts.uri, &asked);
    let entry = if own { 0 } else { app.log.arrived("api", about, key(&asked), shown) };
    let mut answer = if too_large {
        named("BadRequest.TooLarge").answer(&request_id)
    } else if parts.method == Method::OPTIONS && app.cors {
        StatusCode::NO_CONTENT.into_response()
    } else if parts.method == Method::OPTIONS {
        named("InvalidApiKey:missing").answer(&request_id)
    } else {
        let received = Arc::new(received);
        let mut request = Request::from_parts(parts, Body::empty());
        request.extensions_mut().insert(Call { request_id: request_id.clone(), entry, received });
        next.run(request).await
    };
    if !own {
        finish(&app, entry, &answer);
        app.log.set(entry, "request_id", request_id.as_str());
        if let Ok(value) = HeaderValue::from_str(&request_id) {
            answer.headers_mut().insert("x-request-id", value);
        }
    }
    if app.cors {
        crate::cors::allow(&asked, answer.headers_mut());
    }
    answer
}

/// Parses a body beside the async threads; the second value is what the log shows of it.
async fn read(body: Bytes) -> (Received, Value) {
    let reading = tokio::task::spawn_blocking(move || {
        let received = Received::read(&body);
        let shown = match &received.json {
            Some(json) => json.clone(),
            None if body.is_empty() => Value::Null,
            None => json!({"not_json_bytes": body.len()}),
        };
        (received, shown)
    });
    reading.await.unwrap_or_default()
}

fn finish(app: &App, entry: u64, answer: &Response) {
    if answer.extensions().get::<Hangup>().is_some() {
        app.log.set(entry, "reason", "hung up without an answer");
        return;
    }
    app.log.set(entry, "status", answer.status().as_u16());
    if let Some(Said { code, reason }) = answer.extensions().get() {
        app.log.set(entry, "code", code.as_str());
        app.log.set(entry, "reason", reason.clone());
    }
}

async fn nowhere(Extension(call): Extension<Call>) -> Response {
    named("NotFound").answer(&call.request_id)
}

async fn submit_sync(app: Shared, call: Extension<Call>, headers: HeaderMap) -> Response {
    let id = call.request_id.clone();
    let answer = submit(app.0, call.0, headers, Endpoint::Sync).await;
    answer.unwrap_or_else(|refusal| refusal.answer(&id))
}

async fn submit_async(app: Shared, call: Extension<Call>, headers: HeaderMap) -> Response {
    let id = call.request_id.clone();
    let answer = submit(app.0, call.0, headers, Endpoint::Async).await;
    answer.unwrap_or_else(|refusal| refusal.answer(&id))
}

async fn submit(app: Arc<App>, call: Call, headers: HeaderMap, endpoint: Endpoint) -> Result<Response, Refusal> {
    let owner = Arc::new(Owner::of(&app, &headers)?);
    let words = &owner.behaviour;
    let strangers = checks::unsupported(&call.received);
    app.log.set(call.entry, "unsupported", strangers);
    if Counters::next(&owner.counters.submits) < words.throttle {
        let mut refusal = named("Throttling.RateQuota");
        refusal.retry_after = words.retry_after;
        return Err(refusal);
    }
    let order = checks::check(&call.received, endpoint, &headers).await?;
    if words.cut == Some(Cut::Before) {
        return Ok(Hangup::answer());
    }
    if let Some(failure) = words.fail {
        let mut refusal = Refusal::from(failure);
        if refusal.status == 429 {
            refusal.retry_after = words.retry_after.or(refusal.retry_after);
        }
        return Err(refusal);
    }
    let count = order.asked.n.saturating_sub(words.fewer).max(1);
    let bill = if words.task_fail.is_some() { 0 } else { count };
    app.log.set(call.entry, "billed", bill);
    let body = match endpoint {
        Endpoint::Sync => generate(&app, &call, order, &owner, count).await?,
        Endpoint::Async => create(&app, &call, order, &owner, count),
    };
    Ok(match words {
        words if words.cut == Some(Cut::After) => Hangup::answer(),
        words if words.html_504 => gateway_timeout(),
        words if words.garbage => garbage(&body),
        _ => Json(body).into_response(),
    })
}

/// The sync call: draws while the delay passes.
async fn generate(
    app: &Arc<App>,
    call: &Call,
    order: checks::Order,
    owner: &Arc<Owner>,
    count: u32,
) -> Result<Value, Refusal> {
    let delay = tokio::time::sleep(owner.behaviour.delay);
    if let Some((_, failure)) = owner.behaviour.task_fail {
        delay.await;
        return Err(Refusal::from(failure));
    }
    let name = call.request_id.clone();
    let work = workshop::make(app.clone(), order, owner.clone(), name, count);
    let (made, ()) = tokio::join!(work, delay);
    Ok(json!({
        "output": {"choices": made.choices(), "finished": true},
        "usage": made.usage,
        "request_id": call.request_id,
    }))
}

/// The async call: a task whose results are drawn in the background.
fn create(app: &Arc<App>, call: &Call, order: checks::Order, owner: &Arc<Owner>, count: u32) -> Value {
    let about = (order.model.name, call.request_id.as_str(), call.entry);
    let (id, place) = app.tasks.create(about, owner.clone());
    app.log.set(call.entry, "task_id", id.as_str());
    if owner.behaviour.task_fail.is_none() {
        let work = workshop::make(app.clone(), order, owner.clone(), id.clone(), count);
        tokio::spawn(async move { place.set(work.await).ok() });
    }
    json!({
        "output": {"task_status": "PENDING", "task_id": id},
        "request_id": call.request_id,
    })
}

async fn poll(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let request_id = call.request_id.as_str();
    let owner = match Owner::of(&app, &headers) {
        Ok(owner) => owner,
        Err(refusal) => return refusal.answer(request_id),
    };
    if checks::wants_async(&headers) {
        return named("AccessDenied:async").answer(request_id);
    }
    app.log.set(call.entry, "task_id", id.as_str());
    let nth = Counters::next(&owner.counters.polls);
    if nth < owner.behaviour.poll_fail {
        return match nth % 2 {
            _ if owner.behaviour.poll_html => gateway_timeout(),
            0 => named("InternalError").answer(request_id),
            _ => named("ModelUnavailable").answer(request_id),
        };
    }
    let (status, body) =
        if owner.behaviour.unknown { (200, tasks::unknown(&id, request_id)) } else { app.tasks.poll(&id, request_id) };
    let status = StatusCode::from_u16(status).unwrap_or_default();
    (status, Json(body)).into_response()
}

async fn list(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Query(query): Words,
    headers: HeaderMap,
) -> Response {
    match Owner::of(&app, &headers) {
        Ok(_) => Json(app.tasks.list(&query, &call.request_id)).into_response(),
        Err(refusal) => refusal.answer(&call.request_id),
    }
}

async fn cancel(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    app.log.set(call.entry, "task_id", id.as_str());
    let done = Owner::of(&app, &headers).and_then(|_| app.tasks.cancel(&app, &id));
    match done {
        Ok(()) => Json(json!({"request_id": call.request_id})).into_response(),
        Err(refusal) => refusal.answer(&call.request_id),
    }
}

async fn requests(State(app): Shared, Query(query): Words) -> Json<Value> {
    Json(app.log.read(query.get("key_hash").map(String::as_str)))
}

async fn forget(State(app): Shared, Query(query): Words) -> StatusCode {
    app.log.clear(query.get("key_hash").map(String::as_str));
    StatusCode::NO_CONTENT
}

async fn health(State(app): Shared) -> Json<Value> {
    Json(json!({"emulator": "wan", "results": format!("http://{}", app.results_address)}))
}

/// What a gateway says when the service behind it took too long.
fn gateway_timeout() -> Response {
    const PAGE: &str = "<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n<center><h1>504 Gateway Time-out</h1></center>\r\n<hr><center>wan-emulator</center>\r\n</body>\r\n</html>\r\n";
    let html = [(header::CONTENT_TYPE, "text/html")];
    (StatusCode::GATEWAY_TIMEOUT, html, PAGE).into_response()
}

/// The first half of an answer, whole by its headers.
fn garbage(body: &Value) -> Response {
    let mut text = body.to_string();
    text.truncate(text.len() / 2);
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
