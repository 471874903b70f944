//! The list of tasks, or why there is none.

use leptos::prelude::*;

use super::pages::Pages;
use super::state::{ListAnswer, TaskListState};
use super::task_row::TaskRow;
use crate::page::i18n::{error_sentence, t, use_i18n};
use crate::page::submit::ErrorDetails;
use crate::page::ui::Icon;

/// What the service answered.
#[component]
pub fn Listing(
    /// What was asked.
    tasks: TaskListState,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_without_tasks = Memo::new(move |_| tasks.is_without_tasks());
    move || {
        if is_without_tasks.get() {
            return view! { <p class="tasks-none">{t!(i18n, tasks_dmxapi)}</p> }.into_any();
        }
        tasks.answer.with(|answer| match answer {
            ListAnswer::Waiting => view! {
                <div class="tasks-none">
                    <Icon class="icon icon-wait" />
                </div>
            }
            .into_any(),
            ListAnswer::Failed(error) => {
                let (error, details) = (error.clone(), error.clone());
                view! {
                    <div class="told">
                        <p class="note bad">{move || error_sentence(i18n, &error)}</p>
                        <ErrorDetails error=details />
                    </div>
                }
                .into_any()
            }
            ListAnswer::Listed(list) if list.tasks.is_empty() => {
                view! { <p class="tasks-none">{t!(i18n, tasks_none)}</p> }.into_any()
            }
            ListAnswer::Listed(list) => {
                let rows = list.tasks.iter().cloned().map(|task| view! { <TaskRow tasks=tasks task=task /> });
                view! {
                    <div>
                        <ul>{rows.collect_view()}</ul>
                        <Pages tasks=tasks count=list.pages />
                    </div>
                }
                .into_any()
            }
        })
    }
}
