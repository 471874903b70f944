//! The key: how long it is kept, and whom it may go to.

use leptos::prelude::*;

use crate::page::context::Page;
use crate::page::state::{Checkup, KEY, KeyStore, keep_key};
use crate::web::Listener;

/// The key was entered: it is for the addresses at hand.
pub fn entered(page: Page, key: String) {
    let service = page.edit.service;
    service.key.set(key);
    service.is_key_new.set(true);
    moved(page);
}

/// The service or the way to it was chosen. Together with a new key that says whom it is for.
pub fn moved(page: Page) {
    let service = page.edit.service;
    page.run.checkup.set(Checkup::None);
    if service.is_key_new.get_untracked() {
        service.trusted_origins.set(untrack(|| service.key_origins()));
        keep(page);
    }
}

/// A person trusts the addresses at hand with the key.
pub fn trust(page: Page) {
    let service = page.edit.service;
    let origins = untrack(|| service.untrusted_origins());
    service.trusted_origins.update(|trusted| trusted.extend(origins));
    keep(page);
}

/// Keeps the key, with those who may have it, as long as was chosen.
pub fn keep(page: Page) {
    let service = page.edit.service;
    let (store, key) = (service.key_store.get_untracked(), service.key.get_untracked());
    service.trusted_origins.with_untracked(|trusted| keep_key(page.storage, store, key.trim(), trusted));
}

/// Forgets the key, and who may have it.
pub fn forget(page: Page) {
    let service = page.edit.service;
    keep_key(page.storage, KeyStore::Memory, "", &[]);
    page.run.checkup.set(Checkup::None);
    service.is_key_new.set(false);
    service.key.set(String::new());
    service.trusted_origins.set(Vec::new());
}

/// Forgets the key when another tab forgets the one that is kept on this device, until the listener is dropped.
pub fn follow_other_tabs(page: Page) -> Option<Listener> {
    page.storage.on_forgotten(KEY, move || {
        if page.edit.service.key_store.get_untracked() == KeyStore::Remembered {
            forget(page);
        }
    })
}
