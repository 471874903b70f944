//! Meets every request to the API's listener and finishes its answer.

use crate::app::{App, Call, any_key, key, random_id};
use crate::errors::{Said, named};
use crate::gateway;
use crate::received::Received;
use crate::serve::Hangup;
use crate::words::Words;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// Nine images of 20 MB are legal and grow by a third in base64.
const MOST_BODY_BYTES: usize = 300 * 1024 * 1024;

/// Meets every request: reads its body, writes it into the log, and finishes the answer.
pub async fn front(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
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
    let relayed = parts.uri.path().starts_with("/v1/");
    let key = if relayed { any_key(&asked) } else { key(&asked) };
    let account = key.map(|key| app.tokens.creator(key));
    let entry = if own { 0 } else { app.log.arrived("api", about, (key, account.as_deref()), shown) };
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
    let form = account.as_deref().and_then(|account| Words::of_key(account).value("form"));
    if let (Some(form), false) = (form, own) {
        answer = gateway::reshaped(form, answer, &request_id);
    }
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
    if let Some(Said { code, reason, .. }) = answer.extensions().get() {
        app.log.set(entry, "code", code.as_str());
        app.log.set(entry, "reason", reason.clone());
    }
}
