//! The key and how long it is kept. It is shown by no element and stands in no attribute.

use super::{change, text_input};
use crate::core::edit::ProblemKind;
use crate::core::service::{Credential, CredentialKind};
use crate::page::dom::{El, Signal, button, div, el};
use crate::page::messages::{Language, Messages};
use crate::page::parameters::{segment, switch};
use crate::page::settings::ServiceLack;
use crate::page::state::State;
use crate::page::trust;
use crate::web::store::KeyStore;

/// The key's input.
pub(super) fn key(state: State, t: &'static Messages) -> El {
    let is_forgotten = Signal::new(false);
    let is_bad = move || matches!(state.service(), Err(ServiceLack::KeyBad));
    let input = text_input("key", "sk-…")
        .attr("type", "password")
        .attr("aria-describedby", "key-note")
        .invalid_while(move || is_bad() || mismatch(state, t).is_some())
        .value(move || state.key.get())
        .typed(move |key| {
            is_forgotten.set(false);
            trust::entered(state, key);
        });
    let forget = button("button").id("forget-key").text(t.forget_key).click(move || {
        trust::forget(state);
        is_forgotten.set(true);
    });
    el("div")
        .child(el("label").class("label").attr("for", "key").text(t.key))
        .child(div("key-line").child(input).child(forget))
        .child(
            el("p")
                .class("note")
                .id("key-note")
                .attr("aria-live", "polite")
                .class_while("bad", move || is_bad() || mismatch(state, t).is_some())
                .say(move || if is_bad() { t.key_bad.to_owned() } else { note(state, t) }),
        )
        .part(move || trust::question(state, t, ["trust-yes", "trust-no"], || {}))
        .child(el("p").class("note").attr("role", "status").say(
            move || {
                if is_forgotten.get() { t.key_forgotten } else { "" }
            },
        ))
}

/// What a key of this kind goes with, and where the key goes; tracked.
fn note(state: State, t: &'static Messages) -> String {
    if let Some(mismatch) = mismatch(state, t) {
        return mismatch.into();
    }
    let kind = match state.key.with(|key| Credential::new(key).kind()) {
        CredentialKind::PayAsYouGo if state.can_upload() => t.choices.key_ordinary,
        CredentialKind::Workspace => t.choices.key_workspace,
        CredentialKind::Plan => t.choices.key_plan,
        CredentialKind::Temporary => t.choices.key_temporary,
        CredentialKind::AccessCode => t.doctor.key_visitor,
        _ => return t.key_note.into(),
    };
    [kind, if state.language.get() == Language::English { " " } else { "" }, t.key_note].concat()
}

/// Why the key does not go with the service; tracked.
fn mismatch(state: State, t: &'static Messages) -> Option<&'static str> {
    state.problems().iter().find_map(|problem| match problem.kind {
        ProblemKind::KeyOfPlan => Some(t.choices.key_of_plan),
        ProblemKind::KeyNotOfPlan => Some(t.choices.key_not_of_plan),
        _ => None,
    })
}

/// Whether DMXAPI gets the key as `Bearer`.
pub(super) fn bearer(state: State, t: &'static Messages) -> El {
    let is_on = move || state.service.with(|service| service.is_bearer);
    switch("bearer", t.choices.bearer, t.choices.bearer_note, is_on, move |on| {
        change(state, |service| service.is_bearer = on);
    })
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
                trust::keep(state);
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
