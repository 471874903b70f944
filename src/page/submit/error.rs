//! Why the last run ended without images: what happened, the money, what to do, and what support wants to know.

use leptos::prelude::*;

use super::cut;
use crate::core::job::doctor::Finding;
use crate::core::job::{Cause, Error, ErrorKind, NextStep};
use crate::core::service::CredentialKind;
use crate::page::copy::copies;
use crate::page::doctor;
use crate::page::dom::{El, button, div, el};
use crate::page::messages::{Messages, error_sentence, fill, next_step_sentence};
use crate::page::run;
use crate::page::state::State;

/// The panel.
pub(super) fn error(state: State) -> El {
    let panel = move || state.error.with(|error| error.as_ref().map(|error| panel(state, state.t(), error)));
    el("div").id("error").attr("role", "alert").part(panel)
}

fn panel(state: State, t: &'static Messages, error: &Error) -> El {
    let is_of_task = |task_id: &String| Some(task_id) == error.task_id.as_ref();
    let offer = state.offers.with_untracked(|offers| offers.iter().find(|offer| is_of_task(&offer.task_id)).cloned());
    let is_temporary = || untrack(|| state.service()).is_ok_and(|to| to.credential.kind() == CredentialKind::Temporary);
    let sentence = match (refusal_of_proxy(error), error.cause) {
        (Some(refusal), Some(Cause::Gateway | Cause::Key)) => untrack(|| doctor::sentence(state, t, refusal)),
        (_, Some(Cause::Key)) if is_temporary() => t.answers.temporary_key.into(),
        _ => error_sentence(t, error),
    };
    let next_step = match error.next_step {
        NextStep::CheckKey if offer.is_some() => t.answers.task_kept,
        step => next_step_sentence(t, step),
    };
    let is_billed = error.may_be_billed() && offer.is_none();
    let money = match (error.may_be_billed(), is_billed) {
        (true, true) => t.billed,
        (true, false) => t.billed_later,
        (false, _) => t.unbilled,
    };
    let line = |class: &str, text: &str| (!text.is_empty()).then(|| el("p").class(class).text(text));
    let ask_again =
        offer.map(|offer| button("button").text(t.ask_again).click(move || run::resume(state, offer.clone())));
    let text = details_text(t, error);
    let copy = copies(state, button("button").id("copy-details"), |t| t.copy_details, move || text.clone());
    let actions = div("news-actions")
        .child_if(ask_again)
        .child_if((!facts(t, error).is_empty()).then_some(copy))
        .child(button("button").text(t.dismiss).click(move || state.error.set(None)));
    div(if error.kind == ErrorKind::Canceled { "news error calm" } else { "news error" })
        .child(el("h3").text(&sentence))
        .child_if(line("words", &quote(t, error)))
        .child_if(line("next-step", next_step))
        .child_if(line(if is_billed { "money billed" } else { "money" }, money))
        .child_if(line("money", t.kept_draft))
        .child_if(cut::cut(state, t, error))
        .children(details(t, error))
        .child_if(doctor::is_about(error).then(|| doctor::checkup_in_error(state, t)))
        .child(actions)
}

/// What a proxy of ours refused it for.
fn refusal_of_proxy(error: &Error) -> Option<Finding> {
    error.code.as_deref().and_then(Finding::of_refusal)
}

/// The service's own words, or the browser's; empty where ours say all.
fn quote(t: &Messages, error: &Error) -> String {
    match error.kind {
        ErrorKind::Service if refusal_of_proxy(error).is_some() => fill(t.doctor.proxy_says, &[&error.message]),
        ErrorKind::Service => fill(t.says, &[&error.message]),
        ErrorKind::Image => error.message.clone(),
        _ => String::new(),
    }
}

/// What support wants to know: code, status, ids, and the answer as it came.
pub fn details(t: &'static Messages, error: &Error) -> Vec<El> {
    let raw = error.raw.as_ref().map(|raw| el("details").child(el("summary").text(t.raw)).child(el("pre").text(raw)));
    let rows = fact_list("numbers", facts(t, error));
    rows.into_iter().chain(raw).collect()
}

/// Names with their values; nothing where there are none.
pub fn fact_list(class: &str, facts: Vec<(&'static str, String)>) -> Option<El> {
    let row = |(name, value): &(&str, String)| el("div").child(el("dt").text(name)).child(el("dd").text(value));
    (!facts.is_empty()).then(|| el("dl").class(class).children(facts.iter().map(row).collect()))
}

fn facts(t: &'static Messages, error: &Error) -> Vec<(&'static str, String)> {
    let facts = [
        (t.code, error.code.clone()),
        (t.status, error.status.filter(|&status| status != 0).map(|status| status.to_string())),
        (t.request_id, error.request_id.clone()),
        (t.task_id, error.task_id.clone()),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The same as text, to be sent to support.
pub fn details_text(t: &'static Messages, error: &Error) -> String {
    let mut text = error.message.clone();
    for (name, value) in facts(t, error) {
        for part in ["\n", name, ": ", &value] {
            text.push_str(part);
        }
    }
    if let Some(raw) = &error.raw {
        text.push('\n');
        text.push_str(raw);
    }
    text
}
