//! The account's tasks of the last 24 hours, wherever they come from, and a way to ask for any of them.

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{HtmlDialogElement, HtmlInputElement};

use super::dom::{El, Signal, button, div, el};
use super::messages::{error_sentence, fill_numbers};
use super::state::State;
use super::submit::details;
use super::tasks::{self, KeptTask};
use super::{run, service};
use crate::core::job::Error;
use crate::core::service::Protocol;
use crate::core::service::plan::is_task_id;
use crate::core::service::wire::account::{ListedTask, TaskList};
use crate::core::service::wire::reply::TaskStatus;
use crate::web::ask;

/// How many tasks a page has.
const PAGE: u32 = 10;

/// The panel's own state.
#[derive(Clone, Copy)]
struct Desk {
    state: State,
    list: Signal<Listing>,
    page: Signal<u32>,
    /// Counts the questions: only the last one's answer is shown.
    asked: Signal<u32>,
}

enum Listing {
    Asking,
    Here(TaskList),
    Not(Error),
}

/// The button that opens the panel, and the panel.
pub fn task_list(state: State) -> [El; 2] {
    let desk = Desk { state, list: Signal::new(Listing::Asking), page: Signal::new(1), asked: Signal::new(0) };
    let panel = el("dialog").class("dialog tasks").id("tasks").attr("aria-labelledby", "tasks-title");
    let dialog = panel.of_type::<HtmlDialogElement>();
    let shown = dialog.clone();
    let open =
        button("ghost").id("open-tasks").attr("aria-haspopup", "dialog").say(move || state.t().answers.tasks).click(
            move || match untrack(|| state.service()) {
                Err(lack) => service::show(Some(lack)),
                Ok(_) => {
                    let _ = shown.show_modal();
                    desk.load(1);
                }
            },
        );
    [open, panel.child(body(desk, dialog))]
}

fn body(desk: Desk, dialog: HtmlDialogElement) -> El {
    let state = desk.state;
    let closing = dialog.clone();
    let close = button("tool")
        .attr_say("aria-label", move || state.t().close)
        .attr_say("title", move || state.t().close)
        .child(el("i").class("icon icon-close"))
        .click(move || closing.close());
    let refresh = button("tool")
        .id("refresh-tasks")
        .attr_say("aria-label", move || state.t().answers.refresh)
        .attr_say("title", move || state.t().answers.refresh)
        .child(el("i").class("icon icon-retry"))
        .click(move || desk.load(desk.page.get_untracked()));
    let head = div("tasks-head")
        .child(el("h2").id("tasks-title").say(move || state.t().answers.tasks_title))
        .child(el("span").class("spring"))
        .child(refresh)
        .child(close);
    let is_busy = move || state.run.with(Option::is_some);
    let list = dialog.clone();
    div("dialog-body")
        .child(head)
        .child(by_id(desk, dialog))
        .child_while(is_busy, move || el("p").class("note warn").say(move || state.t().answers.tasks_busy))
        .child(div("").attr("aria-live", "polite").part(move || Some(listing(desk, &list))))
        .child(el("p").class("note").say(move || state.t().answers.tasks_note))
}

/// A task by its id, from wherever it was noted.
fn by_id(desk: Desk, dialog: HtmlDialogElement) -> El {
    let state = desk.state;
    let input = el("input").id("task-id").class("field").attr("autocomplete", "off").attr("spellcheck", "false");
    let field = input.of_type::<HtmlInputElement>();
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            let task_id = field.value().trim().to_owned();
            if !task_id.is_empty() {
                field.set_value("");
                fetch(desk, &dialog, KeptTask { task_id, ..KeptTask::default() });
            }
        })
        .child(el("label").class("label").attr("for", "task-id").say(move || state.t().task_id))
        .child(
            div("key-line")
                .child(input)
                .child(el("button").attr("type", "submit").class("button").say(move || state.t().answers.fetch_result)),
        )
}

/// The list, or why there is none; tracked.
fn listing(desk: Desk, dialog: &HtmlDialogElement) -> El {
    let t = desk.state.t();
    let says = |text: &str| el("p").class("tasks-none").text(text);
    if desk.is_without_tasks() {
        return says(t.answers.tasks_dmxapi);
    }
    desk.list.with(|list| match list {
        Listing::Asking => div("tasks-none").child(el("i").class("icon icon-wait")),
        Listing::Not(error) => {
            div("told").child(el("p").class("note bad").text(&error_sentence(t, error))).children(details(t, error))
        }
        Listing::Here(list) if list.tasks.is_empty() => says(t.answers.tasks_none),
        Listing::Here(list) => {
            let page = desk.page.get();
            let go = |to: u32, name, is_there: bool| {
                let go = button("link").text(name).click(move || desk.load(to));
                if is_there { go } else { go.attr("disabled", "") }
            };
            let pages = (list.pages > 1).then(|| {
                div("tasks-pages")
                    .child(go(page.max(2) - 1, t.answers.newer, page > 1))
                    .child(el("span").text(&fill_numbers(t.answers.page_of, &[page, list.pages])))
                    .child(go(page + 1, t.answers.older, page < list.pages))
            });
            let items = list.tasks.iter().map(|task| one(desk, dialog, task)).collect();
            div("").child(el("ul").children(items)).child_if(pages)
        }
    })
}

/// One task: its state, what it was, and what can be done; tracked.
fn one(desk: Desk, dialog: &HtmlDialogElement, task: &ListedTask) -> El {
    let state = desk.state;
    let t = state.t();
    let (word, tone) = match &task.status {
        TaskStatus::Pending => (t.answers.states[0], "wait"),
        TaskStatus::Running => (t.answers.states[1], "wait"),
        TaskStatus::Succeeded => (t.answers.states[2], "ok"),
        TaskStatus::Failed => (t.answers.states[3], "bad"),
        TaskStatus::Canceled => (t.answers.states[4], ""),
        TaskStatus::Unknown => (t.answers.states[5], ""),
        TaskStatus::Other(word) => (word.as_str(), "wait"),
    };
    let known = tasks::kept().into_iter().find(|kept| kept.task_id == task.task_id);
    let on_page = || {
        state.takes.with(|takes| {
            let facts = takes.iter().map(|take| take.facts.get_untracked());
            facts.into_iter().find(|facts| facts.task_id.as_ref() == Some(&task.task_id)).map(|facts| facts.prompt)
        })
    };
    let prompt = known.as_ref().map(|kept| kept.prompt.clone()).or_else(on_page);
    let times: Vec<String> =
        [task.began_millis, task.ended_millis].into_iter().flatten().map(|millis| time(state, millis)).collect();
    let when = [&times.join(" – "), " · ", &task.model].concat();
    let kept = known.unwrap_or_else(|| KeptTask {
        task_id: task.task_id.clone(),
        model: task.model.clone(),
        began_millis: task.began_millis.map_or(0.0, |millis| millis as f64),
        ..KeptTask::default()
    });
    let shown = dialog.clone();
    let can_fetch = !matches!(task.status, TaskStatus::Canceled | TaskStatus::Unknown);
    let fetch = can_fetch.then(|| {
        button("action")
            .attr_while("disabled", "", move || state.run.with(Option::is_some))
            .text(t.answers.fetch_result)
            .click(move || fetch(desk, &shown, kept.clone()))
    });
    let task_id = task.task_id.clone();
    let cancel = (task.status == TaskStatus::Pending)
        .then(|| button("action").text(t.cancel).click(move || desk.cancel(task_id.clone())));
    el("li")
        .class("task")
        .attr("data-task", &task.task_id)
        .child(el("b").class(tone).text(word))
        .child(el("span").class("numbers").text(&when))
        .child(
            el("p")
                .class(if prompt.is_some() { "offer-words" } else { "offer-words elsewhere" })
                .attr("title", &task.task_id)
                .text(prompt.as_deref().unwrap_or(t.answers.of_elsewhere)),
        )
        .child(div("card-actions").child_if(fetch).child_if(cancel))
}

/// Takes a task over: it is kept before it is asked for.
fn fetch(desk: Desk, dialog: &HtmlDialogElement, mut task: KeptTask) {
    let state = desk.state;
    if state.run.with_untracked(Option::is_some) {
        return;
    }
    if task.base_url.is_empty() {
        let Ok(endpoint) = state.service.with_untracked(|service| service.endpoint()) else { return };
        task.base_url = endpoint.base_url().into();
    }
    if task.began_millis == 0.0 {
        task.began_millis = js_sys::Date::now();
    }
    dialog.close();
    if is_task_id(&task.task_id) {
        tasks::keep(task.clone());
    }
    run::resume(state, task);
}

impl Desk {
    /// Asks for a page of the list.
    fn load(self, page: u32) {
        let Ok(service) = untrack(|| self.state.service()) else { return };
        if service.endpoint.protocol() == Protocol::Dmxapi {
            return;
        }
        self.page.set(page);
        self.list.set(Listing::Asking);
        self.asked.update(|asked| *asked += 1);
        let asked = self.asked.get_untracked();
        spawn_local(async move {
            let list = ask::tasks(&service, page, PAGE).await;
            if self.asked.get_untracked() == asked {
                self.list.set(list.map_or_else(Listing::Not, Listing::Here));
            }
        });
    }

    /// Cancels a queued task, and shows the list as it is then.
    fn cancel(self, task_id: String) {
        let Ok(service) = untrack(|| self.state.service()) else { return };
        spawn_local(async move {
            match ask::cancel(&service, &task_id).await {
                Ok(()) => tasks::forget(&task_id),
                Err(error) => return self.list.set(Listing::Not(error)),
            }
            self.state.offers.update(|offers| offers.retain(|offer| offer.task_id != task_id));
            self.load(self.page.get_untracked());
        });
    }

    /// Whether the service has no tasks; tracked.
    fn is_without_tasks(self) -> bool {
        let endpoint = self.state.service.with(|service| service.endpoint());
        endpoint.is_ok_and(|endpoint| endpoint.protocol() == Protocol::Dmxapi)
    }
}

/// A time as the reader's own place and language have it, with the day where it is another than today.
fn time(state: State, millis: u64) -> String {
    let options = Object::new();
    let date = js_sys::Date::new(&(millis as f64).into());
    let is_today = date.to_date_string() == js_sys::Date::new_0().to_date_string();
    let names = ["hour", "minute", "day", "month"];
    for name in &names[..if is_today { 2 } else { 4 }] {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &(*name).into(), &"2-digit".into());
    }
    date.to_locale_string(state.language.get().tag(), &options).into()
}
