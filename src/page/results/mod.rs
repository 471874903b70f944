//! What runs brought, as a strip, the newest first, and one result large.

mod answer_head;
mod bytes_error;
mod card;
mod card_actions;
mod failed_part;
mod group;
mod image;
mod part;
mod rewritten;
mod text;
mod viewer;

use std::time::Duration;

use leptos::prelude::*;

use self::group::ResultGroupView;
use self::viewer::Viewer;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::{Clock, ResultsState, RunState, ViewerState};
use crate::page::ui::Icon;

/// How often the page looks at the clock for how long URLs live.
const TICK: Duration = Duration::from_secs(20);

/// All that runs brought; without room of its own while that is nothing.
#[component]
pub fn Results() -> impl IntoView {
    let i18n = use_i18n();
    let results: ResultsState = expect_context();
    let run: RunState = expect_context();
    provide_context(ViewerState(RwSignal::new(None)));
    provide_context(ticking_clock());
    // What a stream brings stands for itself.
    let is_coming = Memo::new(move |_| run.run.with(|run| run.as_ref().is_some_and(|run| run.group.is_none())));
    let is_vacant = move || !is_coming.get() && results.groups.with(Vec::is_empty);
    view! {
        <section class="film" id="results" class:vacant=is_vacant aria-label=t!(i18n, results)>
            <Show when=move || is_coming.get()>
                <div class="card coming" aria-hidden="true">
                    <Icon class="icon icon-wait" />
                    <span>{t!(i18n, result_coming)}</span>
                </div>
            </Show>
            <For each=move || results.groups.get() key=|group| group.id let:group>
                <ResultGroupView group />
            </For>
            <Viewer />
        </section>
    }
}

/// The time, until the current owner is cleaned up.
fn ticking_clock() -> Clock {
    let now_unix = RwSignal::new(now_unix());
    let tick = move || now_unix.set(self::now_unix());
    if let Ok(interval) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || interval.clear());
    }
    Clock(now_unix.read_only())
}

fn now_unix() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}
