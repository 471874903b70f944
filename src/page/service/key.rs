//! The key and how long it is kept. It is shown by no element and stands in no attribute.

use leptos::prelude::*;

use crate::page::settings::ServiceLack;
use crate::page::state::State;
use crate::web::store::{self, KeyStore};

/// The key's input.
#[component]
pub(super) fn Key() -> impl IntoView {
    let state = State::expect();
    let t = state.t_untracked();
    let is_forgotten = RwSignal::new(false);
    let is_bad = Memo::new(move |_| matches!(state.service(), Err(ServiceLack::KeyBad)));
    let typed = move |event| {
        is_forgotten.set(false);
        let key = event_target_value(&event);
        store::keep_key(state.key_store.get_untracked(), key.trim());
        state.key.set(key);
    };
    let forget = move |_| {
        store::forget_key();
        state.key.set(String::new());
        is_forgotten.set(true);
    };
    let note = move || {
        if is_bad.get() {
            t.key_bad
        } else if is_forgotten.get() {
            t.key_forgotten
        } else {
            t.key_note
        }
    };
    view! {
        <div>
            <label class="label" for="key">{t.key}</label>
            <div class="key-line">
                <input class="field" id="key" type="password" autocomplete="off" autocapitalize="off" spellcheck="false"
                    placeholder="sk-…" aria-describedby="key-note"
                    aria-invalid=move || is_bad.get().then_some("true")
                    prop:value=move || state.key.get() on:input=typed/>
                <button type="button" class="button" id="forget-key" on:click=forget>{t.forget_key}</button>
            </div>
            <p class="note" class:bad=move || is_bad.get() id="key-note" aria-live="polite">{note}</p>
        </div>
    }
    .into_any()
}

/// How long the key is kept.
#[component]
pub(super) fn KeyKept() -> impl IntoView {
    let state = State::expect();
    let t = state.t_untracked();
    let choices = [
        (KeyStore::Memory, "keep-memory", t.keep_memory),
        (KeyStore::Session, "keep-session", t.keep_session),
        (KeyStore::Remembered, "keep-remembered", t.keep_remembered),
    ];
    let one = |(kept, id, name): (KeyStore, &'static str, &'static str)| {
        let choose = move |_| {
            state.key_store.set(kept);
            store::keep_key(kept, state.key.get_untracked().trim());
        };
        view! {
            <label>
                <input type="radio" name="keep-key" id=id prop:checked=move || state.key_store.get() == kept
                    on:change=choose/>
                {name}
            </label>
        }
    };
    let note = move || match state.key_store.get() {
        KeyStore::Memory => t.keep_memory_note,
        KeyStore::Session => t.keep_session_note,
        KeyStore::Remembered => t.keep_remembered_note,
    };
    view! {
        <fieldset aria-describedby="keep-note">
            <legend class="label">{t.keep_key}</legend>
            <div class="segments">{choices.map(one).collect_view()}</div>
            <p class="note" id="keep-note">{note}</p>
        </fieldset>
    }
    .into_any()
}
