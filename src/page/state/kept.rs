//! What is kept between visits besides settings: the key, where its owner says so, and tasks that were paid for.

use super::{KeptKey, KeptTask, KeyStore, alive, readable};
use crate::web::{Area, Storage};

const TASKS: &str = "tasks";
/// The name of the key in the browser's storage.
pub const KEY: &str = "key";
/// The origins that the key may go to.
const TRUSTED: &str = "key-for";
const AREAS: [(KeyStore, Area); 2] = [(KeyStore::Session, Area::Tab), (KeyStore::Remembered, Area::Device)];

/// The key kept on an earlier visit.
pub fn kept_key(storage: Storage) -> KeptKey {
    let read = |(store, area)| {
        let trusted = storage.read(area, TRUSTED).unwrap_or_default();
        let trusted_origins = trusted.split_whitespace().map(str::to_owned).collect();
        Some(KeptKey { key: storage.read(area, KEY)?, trusted_origins, store })
    };
    AREAS.into_iter().find_map(read).unwrap_or_default()
}

/// Keeps `key` where `store` says, and forgets every other copy.
pub fn keep_key(storage: Storage, store: KeyStore, key: &str, trusted: &[String]) {
    for (place, area) in AREAS {
        let is_kept = place == store && !key.is_empty();
        let trusted = if is_kept { trusted.join(" ") } else { String::new() };
        storage.write(area, KEY, if is_kept { key } else { "" });
        storage.write(area, TRUSTED, &trusted);
    }
}

/// Every kept task that the service may still know.
pub fn kept_tasks(storage: Storage) -> Vec<KeptTask> {
    alive(readable(storage.read_json(TASKS).unwrap_or_default()), js_sys::Date::now())
}

/// Keeps these tasks in the place of those that were kept.
pub fn keep_tasks(storage: Storage, tasks: &[KeptTask]) {
    storage.write_json(TASKS, &tasks);
}
