//! The key and how long it is kept. It is shown by no element and stands in no attribute.

use super::{note_line, text_input};
use crate::page::dom::{El, Signal, button, div, el};
use crate::page::messages::Messages;
use crate::page::parameters::segment;
use crate::page::settings::ServiceLack;
use crate::page::state::State;
use crate::web::store::{self, KeyStore};

/// The key's input.
pub(super) fn key(state: State, t: &'static Messages) -> El {
    let is_forgotten = Signal::new(false);
    let is_bad = move || matches!(state.service(), Err(ServiceLack::KeyBad));
    let input = text_input("key", "sk-…")
        .attr("type", "password")
        .attr("aria-describedby", "key-note")
        .invalid_while(is_bad)
        .value(move || state.key.get())
        .typed(move |key| {
            is_forgotten.set(false);
            store::keep_key(state.key_store.get_untracked(), key.trim());
            state.key.set(key);
        });
    let forget = button("button").id("forget-key").text(t.forget_key).click(move || {
        store::forget_key();
        state.key.set(String::new());
        is_forgotten.set(true);
    });
    el("div")
        .child(el("label").class("label").attr("for", "key").text(t.key))
        .child(div("key-line").child(input).child(forget))
        .child(note_line("key-note", t.key_note, move || is_bad().then_some(t.key_bad)))
        .child(el("p").class("note").attr("role", "status").say(
            move || {
                if is_forgotten.get() { t.key_forgotten } else { "" }
            },
        ))
}

/// How long the key is kept.
pub(super) fn how_long(state: State, t: &'static Messages) -> El {
    let one = |kept: KeyStore, id: &'static str, name: &str| {
        segment(
            "keep-key",
            id,
            name,
            move || state.key_store.get() == kept,
            move || {
                state.key_store.set(kept);
                store::keep_key(kept, state.key.get_untracked().trim());
            },
        )
    };
    let note = move || match state.key_store.get() {
        KeyStore::Memory => t.keep_memory_note,
        KeyStore::Session => t.keep_session_note,
        KeyStore::Remembered => t.keep_remembered_note,
    };
    el("fieldset")
        .attr("aria-describedby", "keep-note")
        .child(el("legend").class("label").text(t.keep_key))
        .child(
            div("segments")
                .child(one(KeyStore::Memory, "keep-memory", t.keep_memory))
                .child(one(KeyStore::Session, "keep-session", t.keep_session))
                .child(one(KeyStore::Remembered, "keep-remembered", t.keep_remembered)),
        )
        .child(el("p").class("note").id("keep-note").say(note))
}
