//! A submit from its key to its answer.

use crate::app::{App, Call, Owner};
use crate::behaviour::{Counters, Cut};
use crate::checks::{self, Endpoint, Order};
use crate::errors::{Refusal, named};
use crate::finder;
use crate::frames::{Dialect, Frames};
use crate::gateway;
use crate::limits;
use crate::relay;
use crate::serve::Hangup;
use crate::strangers;
use crate::stream;
use crate::workshop::{self, Made};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// Checks a submit, makes what it orders, and answers as its key wants.
///
/// # Errors
///
/// Every refusal, in the service's words.
pub async fn submit(app: Arc<App>, call: Call, headers: HeaderMap, endpoint: Endpoint) -> Result<Response, Refusal> {
    let relayed = endpoint == Endpoint::Relay;
    let owner = Arc::new(if relayed { relay::owner(&app, &headers)? } else { Owner::of(&app, &headers)? });
    let words = &owner.behaviour;
    let top: &[&str] = if relayed { &["stream"] } else { &[] };
    app.log.set(call.entry, "unsupported", strangers::unsupported(&call.received, top, endpoint.makes_tasks()));
    if Counters::next(&owner.counters.submits) < words.throttle {
        return Err(owner.later(named("Throttling.RateQuota")));
    }
    if relayed {
        relay::channel(&call.received)?;
    } else if let Some(model) = checks::known(&call.received) {
        owner.within(&app, &format!("submit {}", model.name), limits::SUBMITS)?;
    }
    if endpoint == Endpoint::Sync && finder::asked(call.received.json.as_ref()) {
        let body = finder::answer(&app, &call, &owner, &headers).await?.to_string();
        return refused(&owner).unwrap_or_else(|| Ok(sent(&owner, body)));
    }
    let order = checks::check(&app, &owner, &call.received, endpoint, &headers).await?;
    if let Some(refused) = refused(&owner) {
        return refused;
    }
    let fault = words.relay_fault.filter(|_| relayed);
    if let Some(fault) = fault.filter(|fault| !fault.late) {
        return Ok(fault.answer(&call.request_id));
    }
    let count = order.count().saturating_sub(words.fewer).max(1);
    if let Some((_, failure)) = words.task_fail.filter(|_| !endpoint.makes_tasks()) {
        tokio::time::sleep(words.delay).await;
        return Err(Refusal::from(failure));
    }
    let broken = words.cut.is_some() || words.gateway.is_some() || words.garbage || words.empty || fault.is_some();
    let dialect = if relayed { Dialect::Relay } else { Dialect::DashScope };
    if order.streamed && !broken {
        return Ok(stream::answer(&app, call, order, &owner, count, dialect));
    }
    let lost = workshop::failing(&order, &owner, count).map_or(0, |(lost, _)| lost);
    let bill = || app.log.set(call.entry, "billed", if words.task_fail.is_some() { 0 } else { count - lost });
    let body = if endpoint.makes_tasks() {
        let body = create(&app, &call, order, &owner, count)?;
        bill();
        body.to_string()
    } else {
        bill();
        let (model, seed) = (order.model.name, order.asked.seed);
        let frames = order.streamed.then(|| Frames::new(dialect, &words.stream, &call.request_id, &order));
        let made = generate(&app, &call, order, &owner, count).await;
        match frames {
            Some(frames) => stream::whole(&made, frames, seed),
            None if relayed => relay::answer(&made, model, &call.request_id).to_string(),
            None => answer(&made, &call.request_id).to_string(),
        }
    };
    Ok(fault.map_or_else(|| sent(&owner, body), |fault| fault.answer(&call.request_id)))
}

/// What the key wants instead of work.
fn refused(owner: &Owner) -> Option<Result<Response, Refusal>> {
    let words = &owner.behaviour;
    if words.cut == Some(Cut::Before) {
        return Some(Ok(Hangup::answer()));
    }
    words.fail.map(|failure| Err(owner.later(Refusal::from(failure))))
}

/// An answer as it leaves, or what the key wants to become of it.
fn sent(owner: &Owner, body: String) -> Response {
    let words = &owner.behaviour;
    if words.cut == Some(Cut::After) {
        Hangup::answer()
    } else if let Some(status) = words.gateway {
        gateway::page(status)
    } else if words.empty {
        StatusCode::OK.into_response()
    } else if words.garbage {
        gateway::garbage(&body)
    } else {
        ([("content-type", "application/json")], body).into_response()
    }
}

/// Draws while the delay passes.
async fn generate(app: &Arc<App>, call: &Call, order: Order, owner: &Arc<Owner>, count: u32) -> Made {
    let work = workshop::make(app.clone(), order, owner.clone(), call.request_id.clone(), count);
    let (made, ()) = tokio::join!(work, tokio::time::sleep(owner.behaviour.delay));
    made
}

/// The answer with its results.
fn answer(made: &Made, request_id: &str) -> Value {
    json!({
        "output": {"choices": made.choices(), "finished": true},
        "usage": made.usage,
        "request_id": request_id,
    })
}

/// A task whose results are drawn in the background.
fn create(app: &Arc<App>, call: &Call, order: Order, owner: &Arc<Owner>, count: u32) -> Result<Value, Refusal> {
    let about = (order.model, call.request_id.as_str(), call.entry);
    let created = app.tasks.create(about, count, owner.clone());
    let (id, place) = created.ok_or_else(|| owner.later(named("Throttling.Concurrency")))?;
    app.log.set(call.entry, "task_id", id.as_str());
    if owner.behaviour.task_fail.is_none() {
        let work = workshop::make(app.clone(), order, owner.clone(), id.clone(), count);
        tokio::spawn(async move { place.set(work.await).ok() });
    }
    Ok(json!({
        "output": {"task_status": "PENDING", "task_id": id},
        "request_id": call.request_id,
    }))
}
