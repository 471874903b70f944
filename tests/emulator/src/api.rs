//! The API's routes.

use crate::accounts::{policy, token};
use crate::app::{App, Call};
use crate::checks::Endpoint;
use crate::errors::named;
use crate::front;
use crate::queries::{cancel, list, poll};
use crate::relay;
use crate::submit::submit;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

type Shared = State<Arc<App>>;
type Words = Query<HashMap<String, String>>;

/// Every route of the API's listener.
pub fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/services/aigc/multimodal-generation/generation", submits(Endpoint::Sync))
        .route("/services/aigc/image-generation/generation", submits(Endpoint::Async))
        .route("/services/aigc/image2image/image-synthesis", submits(Endpoint::Image2Image))
        .route("/uploads", get(policy))
        .route("/tokens", post(token))
        .route("/tasks/", get(list))
        .route("/tasks", get(list))
        .route("/tasks/{id}", get(poll))
        .route("/tasks/{id}/cancel", post(cancel));
    let own = Router::new()
        .route("/requests", get(requests).delete(forget))
        .route("/health", get(health))
        .route("/decoded", post(decoded));
    Router::new()
        .nest("/api/v1", api)
        .route("/v1/responses", submits(Endpoint::Relay))
        .route("/v1/models", get(relay_models))
        .nest("/emulator", own)
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(middleware::from_fn_with_state(app.clone(), front::front))
        .with_state(app)
}

fn submits(endpoint: Endpoint) -> MethodRouter<Arc<App>> {
    post(move |State(app): Shared, Extension(call): Extension<Call>, headers: HeaderMap| async move {
        let id = call.request_id.clone();
        match submit(app, call, headers, endpoint).await {
            Ok(answer) => answer,
            Err(refusal) if endpoint == Endpoint::Relay => relay::refuse(&refusal, &id),
            Err(refusal) => refusal.answer(&id),
        }
    })
}

async fn relay_models(State(app): Shared, Extension(call): Extension<Call>, headers: HeaderMap) -> Response {
    match relay::models(&app, &headers) {
        Ok(list) => Json(list).into_response(),
        Err(refusal) => relay::refuse(&refusal, &call.request_id),
    }
}

async fn nowhere(Extension(call): Extension<Call>, method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if path.starts_with("/v1/") {
        relay::nowhere(method.as_str(), path)
    } else {
        named("NotFound").answer(&call.request_id)
    }
}

async fn requests(State(app): Shared, Query(query): Words) -> Json<Value> {
    Json(app.log.read(query.get("key_hash").map(String::as_str)))
}

async fn forget(State(app): Shared, Query(query): Words) -> StatusCode {
    app.log.clear(query.get("key_hash").map(String::as_str));
    StatusCode::NO_CONTENT
}

/// What the service would see in each data URI of a body.
async fn decoded(Extension(call): Extension<Call>) -> Json<Value> {
    Json(call.received.decoded())
}

async fn health(State(app): Shared) -> Json<Value> {
    Json(json!({"emulator": "wan", "results": format!("http://{}", app.results_address)}))
}
