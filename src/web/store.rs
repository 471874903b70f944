//! What the browser keeps: settings and tasks in `localStorage`, the key only where its owner says.

use std::cell::Cell;

use js_sys::Reflect;
use web_sys::Storage;

use super::Listener;

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
/// The origins that the key may go to.
const TRUSTED: &str = "wan-edit.key-for";

thread_local! {
    static IS_KEEPING: Cell<bool> = const { Cell::new(true) };
}

/// Keeps nothing in the browser from now on, and finds nothing there.
#[cfg(any(feature = "editor", feature = "boxes"))]
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

/// A key as it was kept.
#[derive(Default)]
pub struct KeptKey {
    /// The key.
    pub key: String,
    /// The origins that it may go to.
    pub trusted: Vec<String>,
    /// Where it was kept.
    pub store: KeyStore,
}

/// Keeps `key`, and the origins that it may go to, as `store` says, and forgets every other copy.
pub fn keep_key(store: KeyStore, key: &str, trusted: &[String]) {
    for (place, storage) in [(KeyStore::Session, session()), (KeyStore::Remembered, local())] {
        let Some(storage) = storage else { continue };
        let is_kept = place == store && !key.is_empty();
        for (name, value) in [(KEY, key), (TRUSTED, &trusted.join(" "))] {
            let _ = if is_kept { storage.set_item(name, value) } else { storage.remove_item(name) };
        }
    }
}

/// Forgets every copy of the key.
pub fn forget_key() {
    keep_key(KeyStore::Memory, "", &[]);
}

/// The kept key.
pub fn kept_key() -> Option<KeptKey> {
    let from = |storage: Option<Storage>, store| {
        let storage = storage?;
        let key = storage.get_item(KEY).ok()?.filter(|key| !key.is_empty())?;
        let trusted = storage.get_item(TRUSTED).ok()?.unwrap_or_default();
        Some(KeptKey { key, trusted: trusted.split_whitespace().map(str::to_owned).collect(), store })
    };
    from(session(), KeyStore::Session).or_else(|| from(local(), KeyStore::Remembered))
}

/// Acts when another tab forgets the key that is kept on this device.
pub fn when_forgotten(mut act: impl FnMut() + 'static) -> Option<Listener> {
    let listener = Listener::new(&web_sys::window()?.into(), "storage", move |event| {
        let of_event = |name: &str| Reflect::get(&event, &name.into()).unwrap_or_default();
        let is_about_it = of_event("key").as_string().is_none_or(|name| name == KEY);
        if is_about_it && of_event("newValue").is_null() {
            act();
        }
    });
    Some(listener)
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
