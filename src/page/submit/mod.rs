//! The foot of the side panel: what stands in the way, what it costs, and the button.

mod error;
mod offers;
mod problems;
mod progress;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use self::error::ErrorPanel;
use self::offers::Offers;
use self::problems::Problems;
use self::progress::ProgressLine;
use super::messages::{Messages, bytes_text, fill};
use super::run;
use super::settings::ServiceForm;
use super::state::State;
use crate::core::edit::price::{PriceRegion, price_cny};
use crate::core::edit::{ImageSource, model};
use crate::web::{Listener, now};

/// A second click of a double click on Edit must not cancel what the first began.
const DOUBLE_CLICK_MILLIS: u128 = 700;

/// The foot.
#[component]
pub fn Submit() -> impl IntoView {
    let state = State::expect();
    listen(state);
    let is_running = Memo::new(move |_| state.run.with(Option::is_some));
    let pressed = move |event: MouseEvent| {
        let Some(began) = state.run.with_untracked(|run| run.as_ref().map(|run| run.began)) else {
            return run::start(state);
        };
        let is_single = event.detail() == 1;
        if is_single || now().saturating_sub(began).as_millis() > DOUBLE_CLICK_MILLIS {
            run::cancel(state);
        }
    };
    let label = move || {
        let t = state.t();
        let cancels = state.run.with(|run| run.as_ref().map(|run| run.cancels));
        match cancels {
            Some(0) => t.cancel,
            Some(_) => t.stop_waiting,
            None if state.draft.with(|draft| draft.images().is_empty()) => t.generate,
            None => t.edit,
        }
    };
    let line = move || {
        if is_running.get() { view! { <ProgressLine/> }.into_any() } else { cost_line(state, state.t()) }
    };
    view! {
        <div class="foot">
            <div class="foot-news">
                <Offers/>
                <Problems/>
                <ErrorPanel/>
            </div>
            {line}
            <button type="button" class="go" class:running=move || is_running.get()
                id=move || if is_running.get() { "cancel" } else { "edit" }
                aria-keyshortcuts=move || (!is_running.get()).then_some("Control+Enter Meta+Enter")
                title=move || (!is_running.get()).then(|| shortcut(state.t()))
                on:click=pressed>
                {label}
            </button>
            <p class="unseen" role="status">{move || state.said.get()}</p>
        </div>
    }
    .into_any()
}

/// Ctrl or Cmd + Enter edits; leaving while something is on its way is asked about.
fn listen(state: State) {
    let window = window();
    let keys = Listener::new(&window, "keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        let is_open = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.repeat() && !is_open {
            event.prevent_default();
            run::start(state);
        }
    });
    let leaving = Listener::new(&window, "beforeunload", move |event| {
        if run::is_busy(state) {
            event.prevent_default();
        }
    });
    StoredValue::new_local((keys, leaving));
}

fn shortcut(t: &'static Messages) -> &'static str {
    let is_mac = window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS"));
    if is_mac { t.shortcut_mac } else { t.shortcut }
}

/// Number of images, price and upload, all about.
fn cost_line(state: State, t: &'static Messages) -> AnyView {
    let cost = move || {
        let n = state.form.with(|form| form.n);
        let model = model(&state.form.with(|form| form.model.clone()))?;
        let base_url = state.service.with(ServiceForm::endpoint).ok()?;
        let is_singapore = ["-intl.", ".ap-southeast-1."].iter().any(|mark| base_url.base_url().contains(mark));
        let region = if is_singapore { PriceRegion::Singapore } else { PriceRegion::Beijing };
        let fen = (price_cny(model, n, region) * 100.0).round() as u32;
        let price = format!("{}.{:02}", fen / 100, fen % 100);
        Some(fill(if n == 1 { t.cost_one } else { t.cost_many }, &[&price, &n.to_string()]))
    };
    let upload = move || {
        if state.service.with(ServiceForm::is_emulator) {
            return t.not_billed.to_owned();
        }
        let bytes: u64 = state.draft.with(|draft| {
            let length = |image: &crate::core::edit::DraftImage| match &image.image.source {
                ImageSource::Local(facts) => facts.bytes,
                ImageSource::Url { .. } => 0,
            };
            draft.images().iter().map(length).sum()
        });
        if bytes == 0 { String::new() } else { fill(t.upload, &[&bytes_text(bytes)]) }
    };
    view! {
        <p class="cost numbers">
            <span id="cost">{cost}</span>
            <span>{upload}</span>
        </p>
    }
    .into_any()
}
