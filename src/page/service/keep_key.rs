//! How long the key is kept.

use leptos::prelude::*;

use crate::page::actions::key;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string};
use crate::page::state::KeyStore;
use crate::page::ui::Segment;

/// In memory, in the tab, or on the device.
#[component]
pub fn KeepKey() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let name = move |store| match store {
        KeyStore::Memory => t_string!(i18n, keep_memory),
        KeyStore::Session => t_string!(i18n, keep_session),
        KeyStore::Remembered => t_string!(i18n, keep_remembered),
    };
    let note = move || match service.key_store.get() {
        KeyStore::Memory => t_string!(i18n, keep_memory_note),
        KeyStore::Session => t_string!(i18n, keep_session_note),
        KeyStore::Remembered => t_string!(i18n, keep_remembered_note),
    };
    let segment = move |(store, id)| {
        let choose = move |()| {
            service.key_store.set(store);
            key::keep(page);
        };
        view! {
            <Segment
                group="keep-key"
                id=id
                label=move || name(store)
                is_chosen=move || service.key_store.get() == store
                on_choose=choose
            />
        }
    };
    let stores = [
        (KeyStore::Memory, "keep-memory"),
        (KeyStore::Session, "keep-session"),
        (KeyStore::Remembered, "keep-remembered"),
    ];
    view! {
        <fieldset aria-describedby="keep-note">
            <legend class="label">{t!(i18n, keep_key)}</legend>
            <div class="segments">{stores.map(segment)}</div>
            <p class="note" id="keep-note">
                {note}
            </p>
        </fieldset>
    }
}
