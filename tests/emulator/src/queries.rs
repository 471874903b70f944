//! Asking after tasks, listing and cancelling them.

use crate::app::{App, Call, Owner};
use crate::behaviour::Counters;
use crate::checks;
use crate::errors::named;
use crate::gateway;
use crate::limits;
use crate::tasks;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

type Shared = State<Arc<App>>;

/// `GET /tasks/{id}`.
pub async fn poll(
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
    if let Err(refusal) = owner.within(&app, "poll", limits::QUERIES) {
        return refusal.answer(request_id);
    }
    if checks::wants_async(&headers) {
        return named("AccessDenied:async").answer(request_id);
    }
    app.log.set(call.entry, "task_id", id.as_str());
    let nth = Counters::next(&owner.counters.polls);
    if nth < owner.behaviour.poll_fail {
        return match nth % 2 {
            _ if owner.behaviour.poll_html => gateway::page(504),
            0 => named("InternalError").answer(request_id),
            _ => named("ModelUnavailable").answer(request_id),
        };
    }
    let (status, body) =
        if owner.behaviour.unknown { (200, tasks::unknown(&id, request_id)) } else { app.tasks.poll(&id, request_id) };
    let status = StatusCode::from_u16(status).unwrap_or_default();
    (status, Json(body)).into_response()
}

/// `GET /tasks/`.
pub async fn list(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let page = Owner::of(&app, &headers).and_then(|owner| {
        owner.within(&app, "list", limits::QUERIES)?;
        app.tasks.list(&query, &owner, &call.request_id)
    });
    match page {
        Ok(page) => Json(page).into_response(),
        Err(refusal) => refusal.answer(&call.request_id),
    }
}

/// `POST /tasks/{id}/cancel`.
pub async fn cancel(
    State(app): Shared,
    Extension(call): Extension<Call>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    app.log.set(call.entry, "task_id", id.as_str());
    let done = Owner::of(&app, &headers).and_then(|owner| {
        owner.within(&app, "cancel", limits::QUERIES)?;
        app.tasks.cancel(&app, &id)
    });
    match done {
        Ok(()) => Json(json!({"request_id": call.request_id})).into_response(),
        Err(refusal) => refusal.answer(&call.request_id),
    }
}
