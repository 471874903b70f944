//! Tasks of earlier runs that can still be collected.

use leptos::prelude::*;

use super::kept_task::KeptTaskItem;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::RunState;

/// One line per task, while nothing runs.
#[component]
pub fn KeptTasks() -> impl IntoView {
    let i18n = use_i18n();
    let run: RunState = expect_context();
    let offers = Memo::new(move |_| {
        if run.is_running() {
            return Vec::new();
        }
        // The error panel speaks of its own task.
        let in_error = run.error.with(|error| error.as_ref()?.task_id.clone());
        let mut offers = run.offers.get();
        offers.retain(|offer| Some(&offer.task_id) != in_error.as_ref());
        offers
    });
    view! {
        <div id="kept-tasks" aria-live="polite">
            <Show when=move || !offers.with(Vec::is_empty)>
                <div class="news calm">
                    <h2>{t!(i18n, kept_title)}</h2>
                    <ul>
                        <For each=move || offers.get() key=|offer| offer.task_id.clone() let:offer>
                            <KeptTaskItem task=offer />
                        </For>
                    </ul>
                    <p class="note">{t!(i18n, kept_note)}</p>
                </div>
            </Show>
        </div>
    }
}
