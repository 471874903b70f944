//! Whom the key may go to: the addresses that it was entered for, and those that somebody said yes to.

use leptos::prelude::*;

use super::doctor::Checkup;
use super::dom::{El, button, div, el};
use super::messages::{Messages, fill};
use super::settings::ServiceForm;
use super::state::State;
use super::{root, service};
use crate::core::service::trust::{is_trusted, recipients};
use crate::web::store;

/// The origins that get the key; none while they cannot be told. Tracked.
fn origins(state: State) -> Vec<String> {
    let page = window().location().origin().unwrap_or_default();
    state.service.with(|service| match (service.endpoint(), service.proxy()) {
        (Ok(endpoint), Ok(proxy)) => recipients(&endpoint, &proxy, &page),
        _ => Vec::new(),
    })
}

/// Those among them that nobody has trusted with it; tracked.
pub fn strangers(state: State) -> Vec<String> {
    // The emulator's key opens nothing else.
    if state.service.with(ServiceForm::is_emulator) {
        return Vec::new();
    }
    // Whoever embeds the page and gives it a key says where that goes.
    if root::is_embedded() && state.trusted.with(Vec::is_empty) {
        return Vec::new();
    }
    let mut origins = origins(state);
    state.trusted.with(|trusted| origins.retain(|origin| !is_trusted(origin, trusted)));
    origins
}

/// The key was entered: it is for the addresses at hand.
pub fn entered(state: State, key: String) {
    state.key.set(key);
    state.is_key_new.set(true);
    moved(state);
}

/// The service or the way to it was chosen. Together with a new key that says whom it is for.
pub fn moved(state: State) {
    state.checkup.set(Checkup::None);
    if state.is_key_new.get_untracked() {
        state.trusted.set(untrack(|| origins(state)));
        keep(state);
    }
}

/// Keeps the key, with those who may have it, as long as was chosen.
pub fn keep(state: State) {
    let (kept, key) = (state.key_store.get_untracked(), state.key.get_untracked());
    state.trusted.with_untracked(|trusted| store::keep_key(kept, key.trim(), trusted));
}

/// Forgets the key, and who may have it.
pub fn forget(state: State) {
    store::forget_key();
    state.checkup.set(Checkup::None);
    state.is_key_new.set(false);
    state.key.set(String::new());
    state.trusted.set(Vec::new());
}

/// Asks whether the key may go where it would go now; `done` follows a yes. Nothing where that is settled. The buttons
/// have the ids `yes` and `no`. Tracked.
pub fn question(
    state: State,
    t: &'static Messages,
    [yes, no]: [&'static str; 2],
    mut done: impl FnMut() + 'static,
) -> Option<El> {
    let strangers = strangers(state);
    if strangers.is_empty() || state.key.with(|key| key.trim().is_empty()) {
        return None;
    }
    let asks = fill(t.doctor.trust, &[&strangers.join(t.and)]);
    let yes = button("button primary").id(yes).text(t.doctor.trust_yes).click(move || {
        state.trusted.update(|trusted| trusted.extend(strangers.iter().cloned()));
        keep(state);
        done();
    });
    let no = button("button").id(no).text(t.doctor.trust_no).click(move || {
        state.is_asked.set(false);
        service::show(None);
    });
    let ask = div("news trust")
        .attr("role", "group")
        .child(el("h3").text(&asks))
        .child(el("p").text(t.doctor.trust_new))
        .child(div("news-actions").child(yes).child(no));
    Some(ask)
}
