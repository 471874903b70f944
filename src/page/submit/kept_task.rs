//! A task that can still be collected.

use leptos::prelude::*;

use crate::page::actions::{run, tasks};
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::KeptTask;

/// When it began, what it is about, and what can be done with it.
#[component]
pub fn KeptTaskItem(
    /// The task.
    task: KeptTask,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let began = js_sys::Date::new(&task.began_millis.into());
    let time = format!("{:02}:{:02}", began.get_hours(), began.get_minutes());
    let words = if task.prompt.is_empty() { task.task_id.clone() } else { task.prompt.clone() };
    let model = task.model.clone();
    let task = StoredValue::new(task);
    let forget = move |_| {
        task.with_value(|task| {
            tasks::forget(page.storage, &task.task_id);
            page.run.offers.update(|offers| offers.retain(|offer| offer.task_id != task.task_id));
            page.ui.focus("edit");
        });
    };
    view! {
        <li class="offer">
            <span class="numbers">{time}</span>
            <span class="offer-words" title=model>
                {words}
            </span>
            <span class="offer-actions">
                <button type="button" class="link" on:click=move |_| run::resume(page, task.get_value())>
                    {t!(i18n, ask_again)}
                </button>
                <button type="button" class="link quiet" on:click=forget>
                    {t!(i18n, forget_task)}
                </button>
            </span>
        </li>
    }
}
