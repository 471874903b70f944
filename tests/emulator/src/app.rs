//! What all requests share, and what one request carries along.

use crate::behaviour::{Behaviour, Counters, Keys};
use crate::errors::{Refusal, named};
use crate::limits::Limits;
use crate::log::Log;
use crate::received::{Received, hex};
use crate::results::Results;
use crate::tasks::Tasks;
use crate::tokens::Tokens;
use crate::uploads::Uploads;
use axum::http::HeaderMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The emulator's state.
#[derive(Debug)]
pub struct App {
    pub log: Log,
    pub keys: Keys,
    pub tasks: Tasks,
    pub results: Results,
    pub uploads: Uploads,
    pub tokens: Tokens,
    pub limits: Limits,
    pub results_address: SocketAddr,
    /// Answer browsers as a service made for them would.
    pub cors: bool,
    /// How many requests may draw at once, so that many large ones do not exhaust the memory.
    pub easels: Semaphore,
}

impl App {
    /// A fresh emulator whose results are served at `results_address`.
    pub fn new(results_address: SocketAddr, cors: bool) -> Self {
        Self {
            log: Log::default(),
            keys: Keys::default(),
            tasks: Tasks::default(),
            results: Results::default(),
            uploads: Uploads::default(),
            tokens: Tokens::default(),
            limits: Limits::default(),
            results_address,
            cors,
            easels: Semaphore::new(2),
        }
    }
}

/// One request: its id, its entry in the log, and its body.
#[derive(Debug, Clone)]
pub struct Call {
    pub request_id: String,
    pub entry: u64,
    pub received: Arc<Received>,
}

/// Whose request it is: an account's permanent key, its words, and what happened under it so far.
#[derive(Debug, Clone)]
pub struct Owner {
    /// The permanent key's, whichever was sent.
    pub key_hash: String,
    pub behaviour: Behaviour,
    pub counters: Arc<Counters>,
}

impl Owner {
    /// Takes the key from `Authorization: Bearer sk-…`, or the one that made `st-…`.
    ///
    /// # Errors
    ///
    /// 401 with the service's two messages; also for a key of a plan on the public host, and the reverse.
    pub fn of(app: &App, headers: &HeaderMap) -> Result<Self, Refusal> {
        if !headers.contains_key("authorization") {
            return Err(named("InvalidApiKey:missing"));
        }
        let account = key(headers).and_then(|key| app.tokens.account(key));
        let account = account.ok_or_else(|| named("InvalidApiKey"))?;
        let owner = Self::of_key(app, &account);
        if account.starts_with("sk-sp-") != owner.behaviour.plan_host {
            return Err(
                named("InvalidApiKey").because("a plan's keys open the plan's host only, and no other key does")
            );
        }
        Ok(owner)
    }

    /// Counts one more of something that is limited to `most` a second.
    ///
    /// # Errors
    ///
    /// 429 when it is too many.
    pub fn within(&self, app: &App, what: &str, most: usize) -> Result<(), Refusal> {
        if self.behaviour.unlimited || app.limits.admit(&self.key_hash, what, most) {
            return Ok(());
        }
        let reason = format!("more than {most} in a second: {what}");
        Err(self.later(named("Throttling.RateQuota")).because(reason))
    }

    /// A refusal with the `retry-after` that the key wants, where it says 429.
    pub fn later(&self, mut refusal: Refusal) -> Refusal {
        if refusal.status == 429 {
            refusal.retry_after = self.behaviour.retry_after.or(refusal.retry_after);
        }
        refusal
    }

    /// Whoever this key belongs to.
    pub fn of_key(app: &App, key: &str) -> Self {
        Self {
            key_hash: crate::log::key_hash(key),
            behaviour: Behaviour::of_key(key),
            counters: app.keys.counters(key),
        }
    }
}

/// The bearer key of a request, literally as it stands in the header.
pub fn key(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("authorization")?.to_str().ok()?;
    Some(value.strip_prefix("Bearer ").unwrap_or("").trim()).filter(|key| !key.is_empty())
}

/// The key of a request to the relay: the header's whole value, or what follows `Bearer`.
pub fn any_key(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("authorization")?.to_str().ok()?;
    Some(value.strip_prefix("Bearer ").unwrap_or(value).trim()).filter(|key| !key.is_empty())
}

/// A random number.
pub fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A random id in the form of a UUID.
pub fn random_id() -> String {
    let bytes = [random().to_le_bytes(), random().to_le_bytes()].concat();
    let text = hex(&bytes);
    let cuts = [0..8, 8..12, 12..16, 16..20, 20..32];
    cuts.map(|cut| &text[cut]).join("-")
}
