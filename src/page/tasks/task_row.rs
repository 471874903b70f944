//! One task of the list.

use leptos::prelude::*;

use super::state::TaskListState;
use super::time::time_text;
use crate::core::service::wire::account::ListedTask;
use crate::core::service::wire::reply::TaskStatus;
use crate::page::i18n::{t, t_string, task_status_text};
use crate::page::state::{KeptTask, ResultsState, kept_tasks};

/// A task's state, what it was, and what can be done with it.
#[component]
pub fn TaskRow(
    /// What fetches and cancels it.
    tasks: TaskListState,
    /// The task.
    task: ListedTask,
) -> impl IntoView {
    let page = tasks.page;
    let i18n = page.i18n;
    let ListedTask { task_id, status, model, began_millis, ended_millis } = task;
    let known = kept_tasks(page.storage).into_iter().find(|kept| kept.task_id == task_id);
    let prompt = known.as_ref().map(|kept| kept.prompt.clone()).or_else(|| prompt_of(page.results, &task_id));
    let kept = known.unwrap_or_else(|| KeptTask {
        task_id: task_id.clone(),
        model: model.clone(),
        began_millis: began_millis.map_or(0.0, |millis| millis as f64),
        ..KeptTask::default()
    });

    let tone = match &status {
        TaskStatus::Pending | TaskStatus::Running | TaskStatus::Other(_) => "wait",
        TaskStatus::Succeeded => "ok",
        TaskStatus::Failed => "bad",
        TaskStatus::Canceled | TaskStatus::Unknown => "",
    };
    let when = move || {
        let times = [began_millis, ended_millis].into_iter().flatten();
        let times: Vec<String> = times.map(|millis| time_text(i18n.lang(), millis)).collect();
        format!("{} · {model}", times.join(" – "))
    };
    let words_class = if prompt.is_some() { "offer-words" } else { "offer-words elsewhere" };
    let words = move || prompt.clone().unwrap_or_else(|| t_string!(i18n, of_elsewhere));
    let fetch = (!matches!(status, TaskStatus::Canceled | TaskStatus::Unknown)).then(|| {
        view! {
            <button
                type="button"
                class="action"
                disabled=move || page.run.is_running()
                on:click=move |_| tasks.fetch(kept.clone())
            >
                {t!(i18n, fetch_result)}
            </button>
        }
    });
    let id = task_id.clone();
    let cancel = (status == TaskStatus::Pending).then(|| {
        view! {
            <button type="button" class="action" on:click=move |_| tasks.cancel(id.clone())>
                {t!(i18n, cancel)}
            </button>
        }
    });
    view! {
        <li class="task" data-task=task_id>
            <b class=tone>{move || task_status_text(i18n, &status)}</b>
            <span class="numbers">{when}</span>
            <p class=words_class title=task_id.clone()>
                {words}
            </p>
            <div class="card-actions">
                {fetch}
                {cancel}
            </div>
        </li>
    }
}

/// What a task was asked for, where its result is on the page.
fn prompt_of(results: ResultsState, task_id: &str) -> Option<String> {
    results.groups.with_untracked(|groups| {
        groups.iter().find_map(|group| {
            group
                .facts
                .with_untracked(|facts| (facts.task_id.as_deref() == Some(task_id)).then(|| facts.prompt.clone()))
        })
    })
}
