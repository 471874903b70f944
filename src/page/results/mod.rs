//! Finished runs as a film strip, the newest first, and one of them large.

mod card;
mod viewer;
mod words;

use std::time::Duration;

use leptos::prelude::*;

use self::card::Card;
use self::viewer::Viewer;
use super::state::State;

/// The film's own state.
#[derive(Clone, Copy)]
struct Film {
    state: State,
    /// The result shown large, by id.
    viewing: RwSignal<Option<u32>>,
    /// Seconds since 1970, now and then.
    now_unix: RwSignal<u64>,
}

/// Finished runs, the newest first.
#[component]
pub fn Results() -> impl IntoView {
    let state = State::expect();
    let film = Film { state, viewing: RwSignal::new(None), now_unix: RwSignal::new(now_unix()) };
    if let Ok(clock) = set_interval_with_handle(move || film.now_unix.set(now_unix()), Duration::from_secs(20)) {
        on_cleanup(move || clock.clear());
    }
    let is_running = Memo::new(move |_| state.run.with(Option::is_some));
    let is_vacant = move || !is_running.get() && state.results.with(Vec::is_empty);
    let waiting = move || {
        is_running.get().then(|| {
            let word = move || state.t().result_coming;
            view! { <div class="card coming" aria-hidden="true"><i class="icon icon-wait"></i><span>{word}</span></div> }
        })
    };
    let cards = move || {
        let results = state.results.get();
        results.into_iter().map(|result| view! { <Card film result/> }).collect_view()
    };
    view! {
        <section class="film" id="results" class:vacant=is_vacant aria-label=move || state.t().results>
            {waiting}
            {cards}
            <Viewer film/>
        </section>
    }
    .into_any()
}

fn now_unix() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}
