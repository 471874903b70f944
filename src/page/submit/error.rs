//! Why the last run ended without images: what happened, the money, what to do, and what support wants to know.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::core::job::{Error, ErrorKind};
use crate::page::dom::{El, Signal, button, div, el};
use crate::page::messages::{Messages, error_sentence, fill, next_step_sentence};
use crate::page::run;
use crate::page::state::State;

/// The panel.
pub(super) fn error(state: State) -> El {
    let panel = move || state.error.with(|error| error.as_ref().map(|error| panel(state, state.t(), error)));
    el("div").id("error").attr("role", "alert").part(panel)
}

fn panel(state: State, t: &'static Messages, error: &Error) -> El {
    // The service's own words; ours are said in the reader's language already.
    let quote = match error.kind {
        ErrorKind::Service => Some(fill(t.says, &[&error.message])),
        ErrorKind::Image => Some(error.message.clone()),
        _ => None,
    };
    let next_step = next_step_sentence(t, error.next_step);
    let is_billed = error.may_be_billed() && !run::can_resume(error);
    let money = match (error.may_be_billed(), is_billed) {
        (true, true) => t.billed,
        (true, false) => t.billed_later,
        (false, _) => t.unbilled,
    };
    let facts = facts(t, error);
    let rows: Vec<El> =
        facts.iter().map(|(name, value)| el("div").child(el("dt").text(name)).child(el("dd").text(value))).collect();
    let raw = error.raw.as_ref().map(|raw| el("details").child(el("summary").text(t.raw)).child(el("pre").text(raw)));
    let line = |class: &str, text: &str| (!text.is_empty()).then(|| el("p").class(class).text(text));
    div(if error.kind == ErrorKind::Canceled { "news error calm" } else { "news error" })
        .child(el("h3").text(&error_sentence(t, error)))
        .child_if(quote.and_then(|quote| line("words", &quote)))
        .child_if(line("next-step", next_step))
        .child_if(line(if is_billed { "money billed" } else { "money" }, money))
        .child_if(line("money", t.kept_draft))
        .child_if((!rows.is_empty()).then(|| el("dl").class("numbers").children(rows)))
        .child_if(raw)
        .child(actions(state, t, error, &facts))
}

fn actions(state: State, t: &'static Messages, error: &Error, facts: &[(&'static str, String)]) -> El {
    let offer = state
        .offers
        .with_untracked(|offers| offers.iter().find(|offer| Some(&offer.task_id) == error.task_id.as_ref()).cloned());
    let ask_again =
        offer.map(|offer| button("button").text(t.ask_again).click(move || run::resume(state, offer.clone())));
    let details = details_text(facts, error);
    div("news-actions")
        .child_if(ask_again)
        .child_if((!facts.is_empty()).then(|| copy_button(t, details)))
        .child(button("button").text(t.dismiss).click(move || state.error.set(None)))
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

fn details_text(facts: &[(&'static str, String)], error: &Error) -> String {
    let mut text = error.message.clone();
    for (name, value) in facts {
        for part in ["\n", name, ": ", value] {
            text.push_str(part);
        }
    }
    if let Some(raw) = &error.raw {
        text.push('\n');
        text.push_str(raw);
    }
    text
}

fn copy_button(t: &'static Messages, text: String) -> El {
    let is_copied = Signal::new(false);
    let copy = move || {
        // A page that is not served securely has no clipboard to write to.
        let clipboard = window().navigator().clipboard();
        if !JsValue::from(&clipboard).is_undefined() {
            let written = clipboard.write_text(&text);
            spawn_local(async move { is_copied.set(JsFuture::from(written).await.is_ok()) });
        }
    };
    let label = move || if is_copied.get() { t.copied } else { t.copy_details };
    button("button").id("copy-details").say(label).click(copy)
}
