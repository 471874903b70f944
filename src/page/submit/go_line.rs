//! The button that edits, and cancels.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use super::leave_button::LeaveButton;
use crate::page::actions::run;
use crate::page::context::Page;
use crate::page::i18n::{t_string, use_i18n};
use crate::page::keys::{self, Command, Scope};
use crate::web::now;

/// A second click of a double click on Edit must not cancel what the first began.
const DOUBLE_CLICK: Duration = Duration::from_millis(700);

/// The button, and beside it, while a task is waited for, one that leaves it to itself.
#[component]
pub fn GoLine() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let go = NodeRef::<html::Button>::new();
    let is_running = Memo::new(move |_| page.run.is_running());
    let can_leave = move || page.run.run.with(|run| run.as_ref().is_some_and(|run| run.is_task && !run.is_left));
    let press = move |event: web_sys::MouseEvent| {
        let Some(began) = page.run.run.with_untracked(|run| run.as_ref().map(|run| run.began)) else {
            return run::start(page);
        };
        if event.detail() == 1 || now().saturating_sub(began) > DOUBLE_CLICK {
            run::cancel(page);
        }
    };
    let leave = move |()| {
        // The button that was pressed goes with what it leaves.
        if let Some(go) = go.get_untracked() {
            let _ = go.focus();
        }
        run::leave(page);
    };
    let label = move || match page.run.run.with(|run| run.as_ref().map(|run| run.cancels)) {
        Some(0) => t_string!(i18n, cancel),
        Some(_) => t_string!(i18n, stop_waiting),
        None if page.edit.draft.image_count() == 0 => t_string!(i18n, generate),
        None => t_string!(i18n, edit),
    };
    let is_edit = |command| command == Command::Edit;
    let shortcut = keys::label(Scope::Everywhere, is_edit, keys::is_mac());
    // One element, so that it keeps the focus.
    view! {
        <div class="go-line">
            <button
                type="button"
                class="go"
                node_ref=go
                class:running=is_running
                id=move || if is_running.get() { "cancel" } else { "edit" }
                title=move || if is_running.get() { String::new() } else { shortcut.clone() }
                aria-keyshortcuts=move || (!is_running.get()).then(|| keys::aria(Scope::Everywhere, is_edit))
                on:click=press
            >
                {label}
            </button>
            <Show when=can_leave>
                <LeaveButton on_press=leave />
            </Show>
        </div>
    }
}
