//! The account's tasks of the last 24 hours, wherever they come from, and a way to ask for any of them.

mod listing;
mod pages;
mod state;
mod task_by_id;
mod task_row;
mod time;

use leptos::prelude::*;

use self::listing::Listing;
use self::state::TaskListState;
use self::task_by_id::TaskById;
use super::context::Page;
use super::i18n::t;
use super::state::Dialog;
use super::ui::{IconButton, ModalDialog};
use crate::page::ui::Gap;

/// The panel of tasks. It asks for the list each time that it opens.
#[component]
pub fn TasksPanel() -> impl IntoView {
    let page = Page::expect();
    let (i18n, ui) = (page.i18n, page.ui);
    let tasks = TaskListState::new(page);
    let is_open = Memo::new(move |_| ui.dialog.get() == Some(Dialog::Tasks));
    Effect::new(move |_| {
        if is_open.get() {
            tasks.load(1);
        }
    });
    let close = move |()| ui.close(Dialog::Tasks);
    view! {
        <ModalDialog id="tasks" class="dialog tasks" labelled_by="tasks-title" is_open=is_open on_close=close>
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="tasks-title">{t!(i18n, tasks_title)}</h2>
                    <Gap class="spring" />
                    <IconButton
                        id="refresh-tasks"
                        icon="icon-retry"
                        label=t!(i18n, refresh)
                        on_press=move |()| tasks.reload()
                    />
                    <IconButton icon="icon-close" label=t!(i18n, close) on_press=close />
                </div>
                <TaskById tasks=tasks />
                <Show when=move || page.run.is_running()>
                    <p class="note warn">{t!(i18n, tasks_busy)}</p>
                </Show>
                <div aria-live="polite">
                    <Listing tasks=tasks />
                </div>
                <p class="note">{t!(i18n, tasks_note)}</p>
            </div>
        </ModalDialog>
    }
}
