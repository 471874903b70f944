//! A task by its id, from wherever it was noted.

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::state::TaskListState;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::KeptTask;

/// A form that takes an id.
#[component]
pub fn TaskById(
    /// What fetches the task.
    tasks: TaskListState,
) -> impl IntoView {
    let i18n = use_i18n();
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let task_id = input.value().trim().to_owned();
        if !task_id.is_empty() {
            input.set_value("");
            tasks.fetch(KeptTask { task_id, ..KeptTask::default() });
        }
    };
    view! {
        <form on:submit=submit>
            <label class="label" for="task-id">
                {t!(i18n, task_id)}
            </label>
            <div class="key-line">
                <input node_ref=input id="task-id" class="field" autocomplete="off" spellcheck="false" />
                <button type="submit" class="button">
                    {t!(i18n, fetch_result)}
                </button>
            </div>
        </form>
    }
}
