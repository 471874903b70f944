//! Why the last run ended without images: what happened, the money, what to do, and what support wants to know.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::core::job::{Error, ErrorKind};
use crate::page::messages::{Messages, error_sentence, fill, next_step_sentence};
use crate::page::run;
use crate::page::state::State;

/// The panel.
#[component]
pub(super) fn ErrorPanel() -> impl IntoView {
    let state = State::expect();
    let panel = move || state.error.get().map(|error| panel(state, error));
    view! { <div id="error" role="alert">{panel}</div> }.into_any()
}

fn panel(state: State, error: Error) -> AnyView {
    let t = state.t();
    let is_calm = error.kind == ErrorKind::Canceled;
    let is_billed = error.may_be_billed() && !run::can_resume(&error);
    let money = match (error.may_be_billed(), is_billed) {
        (true, true) => t.billed,
        (true, false) => t.billed_later,
        (false, _) => t.unbilled,
    };
    let next_step = next_step_sentence(t, error.next_step);
    // The service's own words; ours are said in the reader's language already.
    let words = matches!(error.kind, ErrorKind::Service).then(|| fill(t.says, &[&error.message]));
    let own = (error.kind == ErrorKind::Image).then(|| error.message.clone());
    let offer = state
        .offers
        .with_untracked(|offers| offers.iter().find(|offer| Some(&offer.task_id) == error.task_id.as_ref()).cloned());
    let ask_again = offer.map(|offer| {
        view! {
            <button type="button" class="button" on:click=move |_| run::resume(state, offer.clone())>{t.ask_again}</button>
        }
    });
    let facts = facts(t, &error);
    let has_facts = !facts.is_empty();
    let rows: Vec<AnyView> = facts
        .iter()
        .map(|(name, value)| view! { <div><dt>{*name}</dt><dd>{value.clone()}</dd></div> }.into_any())
        .collect();
    let details = details_text(&facts, &error);
    let raw = error.raw.clone().map(|raw| {
        view! {
            <details>
                <summary>{t.raw}</summary>
                <pre>{raw}</pre>
            </details>
        }
    });
    view! {
        <div class="news error" class:calm=is_calm>
            <h3>{error_sentence(t, &error)}</h3>
            {words.or(own).map(|words| view! { <p class="words">{words}</p> })}
            {(!next_step.is_empty()).then(|| view! { <p>{next_step}</p> })}
            <p class="money" class:billed=is_billed>{money}</p>
            <p class="money">{t.kept_draft}</p>
            {has_facts.then(|| view! { <dl class="numbers">{rows}</dl> })}
            {raw}
            <div class="news-actions">
                {ask_again}
                {has_facts.then(|| view! { <CopyButton text=details/> })}
                <button type="button" class="button" on:click=move |_| state.error.set(None)>{t.dismiss}</button>
            </div>
        </div>
    }
    .into_any()
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
        text.push('\n');
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
    }
    if let Some(raw) = &error.raw {
        text.push('\n');
        text.push_str(raw);
    }
    text
}

#[component]
fn CopyButton(text: String) -> impl IntoView {
    let state = State::expect();
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        // A page that is not served securely has no clipboard to write to.
        let clipboard = window().navigator().clipboard();
        if !wasm_bindgen::JsValue::from(&clipboard).is_undefined() {
            let written = clipboard.write_text(&text);
            spawn_local(async move { is_copied.set(JsFuture::from(written).await.is_ok()) });
        }
    };
    view! {
        <button type="button" class="button" id="copy-details" on:click=copy>
            {move || if is_copied.get() { state.t().copied } else { state.t().copy_details }}
        </button>
    }
    .into_any()
}
