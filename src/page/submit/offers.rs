//! Tasks of earlier runs that can still be collected.

use leptos::prelude::*;

use crate::page::state::State;
use crate::page::tasks::KeptTask;
use crate::page::{run, tasks};

/// One line per task.
#[component]
pub(super) fn Offers() -> impl IntoView {
    let state = State::expect();
    let list = move || {
        let t = state.t();
        // The error panel speaks of its own task.
        let in_error = state.error.with(|error| error.as_ref().and_then(|error| error.task_id.clone()));
        let offers: Vec<KeptTask> =
            state.offers.get().into_iter().filter(|offer| Some(&offer.task_id) != in_error.as_ref()).collect();
        if offers.is_empty() || state.run.with(Option::is_some) {
            return None;
        }
        let items: Vec<AnyView> = offers.into_iter().map(|offer| one(state, offer)).collect();
        Some(view! {
            <div class="news calm">
                <h3>{t.kept_title}</h3>
                <ul>{items}</ul>
                <p class="note">{t.kept_note}</p>
            </div>
        })
    };
    view! { <div id="kept-tasks" aria-live="polite">{list}</div> }.into_any()
}

fn one(state: State, offer: KeptTask) -> AnyView {
    let t = state.t();
    let date = js_sys::Date::new(&offer.began_millis.into());
    let time = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
    let words = if offer.prompt.is_empty() { offer.task_id.clone() } else { offer.prompt.clone() };
    let task_id = offer.task_id.clone();
    let forget = move |_| {
        tasks::forget(&task_id);
        state.offers.update(|offers| offers.retain(|offer| offer.task_id != task_id));
    };
    view! {
        <li class="offer">
            <span class="numbers">{time}</span>
            <span class="offer-words" title=offer.model.clone()>{words}</span>
            <span class="offer-actions">
                <button type="button" class="link" on:click=move |_| run::resume(state, offer.clone())>
                    {t.ask_again}
                </button>
                <button type="button" class="link quiet" on:click=forget>{t.forget_task}</button>
            </span>
        </li>
    }
    .into_any()
}
