//! What the browser keeps: settings and tasks in `localStorage`, the key only where its owner says.

use std::cell::Cell;

use web_sys::Storage;

/// How long a key is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyStore {
    /// Until the page closes or reloads.
    #[default]
    Memory,
    /// Until the tab closes.
    Session,
    /// Until it is forgotten.
    Remembered,
}

const KEY: &str = "wan-edit.key";

thread_local! {
    static IS_KEEPING: Cell<bool> = const { Cell::new(true) };
}

/// Keeps nothing in the browser from now on, and finds nothing there.
#[cfg(feature = "element")]
pub fn keep_nothing() {
    IS_KEEPING.set(false);
}

/// Whether anything is kept beyond the page's own life.
pub fn is_keeping() -> bool {
    IS_KEEPING.get()
}

fn local() -> Option<Storage> {
    if is_keeping() { web_sys::window()?.local_storage().ok()? } else { None }
}

fn session() -> Option<Storage> {
    if is_keeping() { web_sys::window()?.session_storage().ok()? } else { None }
}

/// Keeps `key` as `store` says and forgets every other copy.
pub fn keep_key(store: KeyStore, key: &str) {
    forget_key();
    let storage = match store {
        KeyStore::Memory => None,
        KeyStore::Session => session(),
        KeyStore::Remembered => local(),
    };
    if let (Some(storage), false) = (storage, key.is_empty()) {
        let _ = storage.set_item(KEY, key);
    }
}

/// Forgets every copy of the key.
pub fn forget_key() {
    for storage in [session(), local()].into_iter().flatten() {
        let _ = storage.remove_item(KEY);
    }
}

/// The kept key and where it was kept.
pub fn kept_key() -> Option<(String, KeyStore)> {
    let from = |storage: Option<Storage>, store| {
        storage?.get_item(KEY).ok()?.filter(|key| !key.is_empty()).map(|key| (key, store))
    };
    from(session(), KeyStore::Session).or_else(|| from(local(), KeyStore::Remembered))
}

/// Reads a setting. Never the key.
pub fn read(name: &str) -> Option<String> {
    local()?.get_item(&format!("wan-edit.{name}")).ok()?
}

/// Writes a setting; an empty value removes it. Never the key.
pub fn write(name: &str, value: &str) {
    let Some(storage) = local() else { return };
    let name = format!("wan-edit.{name}");
    let _ = if value.is_empty() { storage.remove_item(&name) } else { storage.set_item(&name, value) };
}
