//! The foot of the side panel: what stands in the way, what it costs, and the button.

mod cut;
mod error;
mod leave;
mod offers;
mod problems;
mod progress;

pub use self::error::{details, details_text, fact_list};

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, MouseEvent};

use super::dom::{El, button, div, el, keep, settled};
use super::messages::{Messages, bytes_text, fill};
use super::settings::ServiceForm;
use super::state::State;
use super::{root, run};
use crate::core::edit::price::{PriceRegion, price_cny};
use crate::core::edit::{ImageSource, model};
use crate::web::{Listener, now};

/// A second click of a double click on Edit must not cancel what the first began.
const DOUBLE_CLICK: Duration = Duration::from_millis(700);

/// The foot.
pub fn foot(state: State) -> El {
    listen(state);
    let is_running = settled(move || state.run.with(Option::is_some));
    let pressed = move |event: Event| {
        let Some(began) = state.run.with_untracked(|run| run.as_ref().map(|run| run.began)) else {
            return run::start(state);
        };
        let is_single = event.unchecked_ref::<MouseEvent>().detail() == 1;
        if is_single || now().saturating_sub(began) > DOUBLE_CLICK {
            run::cancel(state);
        }
    };
    let label = move || {
        let t = state.t();
        match state.run.with(|run| run.as_ref().map(|run| run.cancels)) {
            Some(0) => t.cancel,
            Some(_) => t.stop_waiting,
            None if state.draft.with(|draft| draft.images().is_empty()) => t.generate,
            None => t.edit,
        }
    };
    // One element, so that it keeps the focus.
    let go = button("go")
        .class_while("running", move || is_running.get())
        .attr_say("id", move || if is_running.get() { "cancel" } else { "edit" })
        .attr_say("title", move || if is_running.get() { "" } else { shortcut(state.t()) })
        .attr_while("aria-keyshortcuts", "Control+Enter Meta+Enter", move || !is_running.get())
        .say(label)
        .on("click", pressed);
    let news =
        div("foot-news").child(offers::offers(state)).child(problems::problems(state)).child(error::error(state));
    div("foot")
        .child(news)
        .part(move || Some(if is_running.get() { progress::line(state) } else { cost_line(state) }))
        .child(leave::with_leave(state, go))
        .child(el("p").class("unseen").attr("role", "status").say(move || state.said.get()))
}

/// Ctrl or Cmd + Enter edits; leaving while something is on its way is asked about.
fn listen(state: State) {
    let keys = Listener::new(&root::events(), "keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        let is_open = root::find("dialog[open]").is_some();
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.repeat() && !is_open {
            event.prevent_default();
            run::start(state);
        }
    });
    let leaving = Listener::new(&window(), "beforeunload", move |event| {
        if run::is_busy(state) {
            event.prevent_default();
        }
    });
    keep((keys, leaving));
}

fn shortcut(t: &'static Messages) -> &'static str {
    let is_mac = window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS"));
    if is_mac { t.shortcut_mac } else { t.shortcut }
}

/// Number of images, price and upload, all about.
fn cost_line(state: State) -> El {
    let cost = move || {
        let (id, (n, is_maximum)) = (state.form.with(|form| form.model.clone()), state.asked());
        let endpoint = state.service.with(ServiceForm::endpoint);
        let (Some(model), Ok(endpoint)) = (model(&id), endpoint) else { return String::new() };
        let is_singapore = ["-intl.", ".ap-southeast-1."].iter().any(|mark| endpoint.base_url().contains(mark));
        let region = if is_singapore { PriceRegion::Singapore } else { PriceRegion::Beijing };
        let fen = (price_cny(model, n, region) * 100.0).round() as u32;
        let cents = fen % 100 + 100;
        let price = [&(fen / 100).to_string(), ".", &cents.to_string()[1..]].concat();
        let t = state.t();
        let template = match n {
            _ if is_maximum => t.choices.cost_most,
            1 => t.cost_one,
            _ => t.cost_many,
        };
        fill(template, &[&price, &n.to_string()])
    };
    let upload = move || {
        let t = state.t();
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
    el("p").class("cost numbers").child(el("span").id("cost").say(cost)).child(el("span").say(upload))
}
