//! What arrived, for tests to read back: one entry per request, oldest first.

use crate::received::hex;
use crate::time;
use axum::http::{HeaderMap, Method, Uri};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::Mutex;

/// Older entries make room when there are more.
const MOST: usize = 2000;

/// The request log.
#[derive(Debug, Default)]
pub struct Log(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    next: u64,
    entries: VecDeque<(u64, Map<String, Value>)>,
}

/// What identifies a key without telling it: 12 hexadecimal digits of its SHA-256.
pub fn key_hash(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes())[..6])
}

impl Log {
    /// Writes an arrival down and gives the number of its entry: with the key in its `Authorization` header, and the
    /// permanent key that it acts for.
    pub fn arrived(
        &self,
        listener: &str,
        (method, uri, headers): (&Method, &Uri, &HeaderMap),
        (key, account): (Option<&str>, Option<&str>),
        body: Value,
    ) -> u64 {
        let entry = json!({
            "time": time::iso(time::now_ms()),
            "listener": listener,
            "method": method.as_str(),
            "path": uri.path(),
            "query": uri.query().unwrap_or(""),
            "headers": masked(headers),
            "key_hash": key.map(key_hash),
            "account": account.map(key_hash),
            "body": body,
            "unsupported": [],
            "status": null,
            "code": null,
            "reason": null,
            "request_id": null,
            "task_id": null,
            "billed": 0,
        });
        let Value::Object(mut fields) = entry else {
            return 0;
        };
        let mut log = self.0.lock().expect("no holder panics");
        log.next += 1;
        let number = log.next;
        fields.insert("id".to_owned(), number.into());
        log.entries.push_back((number, fields));
        if log.entries.len() > MOST {
            log.entries.pop_front();
        }
        number
    }

    /// Sets a field of an entry, unless it was cleared meanwhile.
    pub fn set(&self, number: u64, field: &str, value: impl Into<Value>) {
        let mut log = self.0.lock().expect("no holder panics");
        let entry = log.entries.iter_mut().rev().find(|(id, _)| *id == number);
        if let Some((_, fields)) = entry {
            fields.insert(field.to_owned(), value.into());
        }
    }

    /// The entries, or only those of one key: sent with it, or fetching what it made.
    pub fn read(&self, of_key: Option<&str>) -> Value {
        let log = self.0.lock().expect("no holder panics");
        let wanted = |fields: &Map<String, Value>| {
            let of = |name: &str| fields.get(name).and_then(Value::as_str);
            of_key.is_none() || ["key_hash", "account", "made_for"].iter().any(|name| of(name) == of_key)
        };
        let entries = log.entries.iter().map(|(_, fields)| fields);
        entries.filter(|fields| wanted(fields)).cloned().collect()
    }

    /// Forgets all entries, or those of one key.
    pub fn clear(&self, of_key: Option<&str>) {
        let mut log = self.0.lock().expect("no holder panics");
        log.entries.retain(|(_, fields)| {
            let of = |name: &str| fields.get(name).and_then(Value::as_str);
            of_key.is_some() && ["key_hash", "account", "made_for"].iter().all(|name| of(name) != of_key)
        });
    }
}

/// The headers with what opens accounts struck out.
fn masked(headers: &HeaderMap) -> Map<String, Value> {
    let mut shown = Map::new();
    for name in headers.keys() {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
        let value = match name.as_str() {
            "authorization" => {
                let kinds = ["Bearer sk-", "Bearer st-", "sk-"];
                let kind = kinds.iter().find(|kind| values[0].starts_with(**kind)).unwrap_or(&"");
                format!("{kind}***")
            }
            _ => values.join(", "),
        };
        shown.insert(name.to_string(), value.into());
    }
    shown
}
