//! Finished runs as a film strip, the newest first, and one of them large.

mod card;
mod take;
mod viewer;
mod words;

use std::time::Duration;

use leptos::prelude::*;

use super::dom::{El, Signal, div, el, settled};
use super::state::{ResultCard, State};

/// The film's own state.
#[derive(Clone, Copy)]
struct Film {
    state: State,
    /// The result shown large, by id.
    viewing: Signal<Option<u32>>,
    /// Seconds since 1970, now and then.
    now_unix: Signal<u64>,
}

/// Finished runs, the newest first.
pub fn results(state: State) -> El {
    let film = Film { state, viewing: Signal::new(None), now_unix: Signal::new(now_unix()) };
    if let Ok(clock) = set_interval_with_handle(move || film.now_unix.set(now_unix()), Duration::from_secs(20)) {
        on_cleanup(move || clock.clear());
    }
    // What a stream brings stands for itself.
    let is_coming = settled(move || state.run.with(|run| run.as_ref().is_some_and(|run| run.take.is_none())));
    let coming = move || {
        div("card coming")
            .attr("aria-hidden", "true")
            .child(el("i").class("icon icon-wait"))
            .child(el("span").say(move || state.t().result_coming))
    };
    let ids = move || state.takes.with(|takes| takes.iter().map(|take| take.id).collect());
    el("section")
        .class("film")
        .id("results")
        .class_while("vacant", move || !is_coming.get() && state.takes.with(Vec::is_empty))
        .attr_say("aria-label", move || state.t().results)
        .child_while(move || is_coming.get(), coming)
        .each(ids, move |id| take::take(film, id))
        .child(viewer::viewer(film))
}

impl Film {
    /// The result with this id, not tracked: nothing but its bytes ever changes, which it knows itself.
    fn result(self, id: u32) -> Option<ResultCard> {
        self.state.results.with_untracked(|results| results.iter().find(|result| result.id == id).cloned())
    }
}

fn now_unix() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}
