//! The list of tasks that the panel shows.

use leptos::prelude::*;

use crate::core::job::Error;
use crate::core::service::Protocol;
use crate::core::service::plan::is_task_id;
use crate::core::service::wire::account::TaskList;
use crate::page::actions::{run, tasks};
use crate::page::context::Page;
use crate::page::state::KeptTask;
use crate::web::ask;

/// How many tasks a page of the list has.
const PAGE_SIZE: u32 = 10;

/// How the question for the list stands.
pub enum ListAnswer {
    /// It is on its way.
    Waiting,
    /// The service's list.
    Listed(TaskList),
    /// Why there is none.
    Failed(Error),
}

/// The panel's own state.
#[derive(Clone, Copy)]
pub struct TaskListState {
    /// The page of the editor that it is part of.
    pub page: Page,
    /// What was answered last.
    pub answer: RwSignal<ListAnswer>,
    /// The page of the list, from 1.
    pub page_number: RwSignal<u32>,
    /// Counts the questions: only the last one's answer is shown.
    questions: StoredValue<u32>,
}

impl TaskListState {
    /// Nothing asked yet.
    pub fn new(page: Page) -> Self {
        Self {
            page,
            answer: RwSignal::new(ListAnswer::Waiting),
            page_number: RwSignal::new(1),
            questions: StoredValue::new(0),
        }
    }

    /// Whether the service has no tasks; tracked.
    pub fn is_without_tasks(self) -> bool {
        self.page.edit.service.protocol() == Some(Protocol::Dmxapi)
    }

    /// Asks for a page of the list.
    pub fn load(self, page_number: u32) {
        let Ok(service) = untrack(|| self.page.edit.service.service()) else { return };
        if service.endpoint.protocol() == Protocol::Dmxapi {
            return;
        }
        self.page_number.set(page_number);
        self.answer.set(ListAnswer::Waiting);
        let question = self.questions.get_value() + 1;
        self.questions.set_value(question);
        self.page.scope.spawn(async move {
            let list = ask::tasks(&service, page_number, PAGE_SIZE).await;
            if self.questions.get_value() == question {
                self.answer.set(list.map_or_else(ListAnswer::Failed, ListAnswer::Listed));
            }
        });
    }

    /// Asks for the same page again.
    pub fn reload(self) {
        self.load(self.page_number.get_untracked());
    }

    /// Cancels a queued task, and shows the list as it is then.
    pub fn cancel(self, task_id: String) {
        let page = self.page;
        let Ok(service) = untrack(|| page.edit.service.service()) else { return };
        page.scope.spawn(async move {
            match ask::cancel(&service, &task_id).await {
                Ok(()) => tasks::forget(page.storage, &task_id),
                Err(error) => return self.answer.set(ListAnswer::Failed(error)),
            }
            page.run.offers.update(|offers| offers.retain(|offer| offer.task_id != task_id));
            self.reload();
        });
    }

    /// Has the page await a task: it is kept before it is asked for. Nothing happens while another one is awaited.
    pub fn fetch(self, mut task: KeptTask) {
        let page = self.page;
        if page.run.run.with_untracked(Option::is_some) {
            return;
        }
        if task.base_url.is_empty() {
            let Ok(endpoint) = page.edit.service.form.with_untracked(|form| form.endpoint()) else { return };
            task.base_url = endpoint.base_url().into();
        }
        if task.began_millis == 0.0 {
            task.began_millis = js_sys::Date::now();
        }
        page.ui.dialog.set(None);
        if is_task_id(&task.task_id) {
            tasks::keep(page.storage, task.clone());
        }
        run::resume(page, task);
    }
}
