//! Runs the draft, collects its images, and leaves the draft as it is whatever happens.
//!
//! A run outlives the page: an element that leaves its document leaves the task to the service, and the task's id is
//! kept all the same. Nothing of the page is touched then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{collect, doctor, tasks};
use crate::core::edit::{Delivery, OutputSize, check};
use crate::core::job::{Error, ErrorKind, NextStep, Outcome, Progress};
use crate::core::service::{Proxy, Service};
use crate::page::context::Page;
use crate::page::i18n::tu_string;
use crate::page::state::{Checkup, KeptTask, Notice, ResultBytes, Run, ServiceLack};
use crate::web::{Control, Options, now};

/// Sends the draft, once; says what is missing where it cannot be sent.
pub fn start(page: Page) {
    let edit = page.edit;
    if page.run.run.with_untracked(Option::is_some) || edit.draft.opening.get_untracked() > 0 {
        return;
    }
    edit.draft.is_edit_pressed.set(true);
    let (request, problems) = untrack(|| (edit.request(), edit.problems()));
    let (Ok(checked), true) = (check(request), problems.is_empty()) else {
        return page.ui.focus(focus_of(problems.first().map_or("", |problem| problem.path.as_str())));
    };
    let service = match untrack(|| edit.service.service()) {
        Ok(service) => service,
        // Asked beside the button.
        Err(ServiceLack::Trust) => return page.ui.focus("send-yes"),
        Err(lack) => return page.ui.open_service(Some(lack)),
    };
    let form = edit.form.0.get_untracked();
    let options = Options {
        delivery: untrack(|| edit.delivery()),
        is_uploading: form.is_uploading && untrack(|| edit.service.can_upload()),
        background: form.background,
        keys: page.run.keys.get_value(),
        ..Options::default()
    };
    let ids: Vec<u32> = edit.draft.draft.with_untracked(|draft| draft.images().iter().map(|image| image.id).collect());
    let files: Vec<_> = ids.into_iter().map(|id| page.pictures.sent(id, form.keeps_metadata)).collect();
    let (asked, is_maximum) = checked.request().asked();
    let task = KeptTask {
        task_id: String::new(),
        base_url: service.endpoint.base_url().into(),
        asked: (!is_maximum).then_some(asked),
        prompt: checked.request().prompt.clone(),
        model: checked.model().id.into(),
        seed: checked.request().seed,
        began_millis: js_sys::Date::now(),
    };
    let control = begin(page, None, options.delivery == Delivery::Task);
    let usual_size = untrack(|| edit.row()).and_then(|row| row.size.value.default).map(OutputSize::Preset);
    page.run.update(|run| run.asked_size = checked.request().size.or(usual_size));
    spawn_local(async move {
        let proxy = service.proxy.clone();
        let report = reporter(page, task.clone(), proxy.clone());
        let result = crate::web::run(&checked, &files, service, &options, &control, report).await;
        finish(page, &task, &proxy, result);
    });
}

/// Asks for a kept task again.
pub fn resume(page: Page, task: KeptTask) {
    if page.run.run.with_untracked(Option::is_some) {
        return;
    }
    // The key goes to the host that has the task, and the page says so.
    page.edit.service.form.update(|form| *form = form.at(&task.base_url));
    let service: Service = match untrack(|| page.edit.service.service()) {
        Ok(service) => service,
        Err(lack) => return page.ui.open_service(Some(lack)),
    };
    page.run.offers.update(|offers| offers.retain(|offer| offer.task_id != task.task_id));
    let control = begin(page, Some(task.task_id.clone()), true);
    // What asked for it is gone.
    page.ui.focus("cancel");
    let options = Options { keys: page.run.keys.get_value(), ..Options::default() };
    spawn_local(async move {
        let proxy = service.proxy.clone();
        let report = reporter(page, task.clone(), proxy.clone());
        let result = crate::web::resume(&task.task_id, task.asked, service, &options, &control, report).await;
        finish(page, &task, &proxy, result);
    });
}

/// Cancels the run; the second time its task is left to itself.
pub fn cancel(page: Page) {
    page.run.update(|run| {
        run.cancels += 1;
        run.control.cancel();
    });
}

/// Leaves the task to itself as soon as there is one.
pub fn leave(page: Page) {
    page.run.update(|run| {
        run.is_left = true;
        run.control.leave();
    });
}

/// The page goes: a task that is awaited is left to the service, anything else is waited for no longer.
pub fn abandon(page: Page) {
    page.run.run.with_untracked(|run| {
        let Some(run) = run else { return };
        run.control.leave();
        if !run.is_task {
            run.control.cancel();
            run.control.cancel();
        }
    });
}

/// Whether leaving now would lose something: a run in flight, or images on their way.
pub fn is_busy(page: Page) -> bool {
    let is_loading = |bytes: &ResultBytes| matches!(bytes, ResultBytes::Loading);
    page.run.run.with_untracked(Option::is_some)
        || page.results.items.with_untracked(|items| items.iter().any(|item| item.bytes.with_untracked(is_loading)))
}

fn begin(page: Page, task_id: Option<String>, is_task: bool) -> Control {
    let control = Control::new();
    page.run.error.set(None);
    page.run.checkup.set(Checkup::None);
    page.notices.clear();
    page.ui.status_text.set(String::new());
    page.run.run.set(Some(Run {
        control: control.clone(),
        began: now(),
        progress: None,
        task_id,
        cancels: 0,
        is_too_late: false,
        is_task,
        is_left: false,
        asked_size: None,
        group: None,
    }));
    control
}

/// Tells the page what happens. One type for both ways of running, so that they share their code.
fn reporter(page: Page, task: KeptTask, proxy: Proxy) -> Box<dyn FnMut(Progress)> {
    Box::new(move |progress| report(page, &task, &proxy, progress))
}

fn report(page: Page, task: &KeptTask, proxy: &Proxy, progress: Progress) {
    // First of all: this id is what was paid for.
    if let Progress::TaskCreated { task_id } = &progress {
        tasks::keep(page.storage, KeptTask { task_id: task_id.clone(), ..task.clone() });
    }
    if !page.scope.is_alive() {
        return;
    }
    match &progress {
        Progress::TaskCreated { task_id } => page.run.update(|run| run.task_id = Some(task_id.clone())),
        Progress::Text(words) => collect::add_words(page, task, words),
        Progress::Image(url) => collect::add_image(page, task, url, proxy),
        Progress::Prepared(images) => {
            let shrunk = images.iter().enumerate().filter(|(_, image)| image.is_shrunk);
            for (index, size) in shrunk.filter_map(|(index, image)| Some((index, image.size?))) {
                page.notices.push(Notice::Shrunk { index, size });
            }
        }
        Progress::UploadFailed(why) => page.notices.push(Notice::NotUploaded { why: why.clone() }),
        _ => {}
    }
    page.run.update(|run| {
        run.is_too_late |= progress == Progress::TooLateToCancel;
        run.progress = Some(progress);
    });
}

fn finish(page: Page, task: &KeptTask, proxy: &Proxy, result: Result<Outcome, Error>) {
    if !page.scope.is_alive() {
        // The task, if there is one, stays kept.
        return;
    }
    page.edit.draft.is_edit_pressed.set(false);
    match result {
        Ok(outcome) => {
            let count = collect::complete(page, task, &outcome, proxy);
            page.ui.status_text.set(match count {
                0 => tu_string!(page.i18n, finished_words),
                1 => tu_string!(page.i18n, finished_one),
                count => tu_string!(page.i18n, finished_many, count = count),
            });
        }
        Err(error) => fail(page, task, error),
    }
    page.run.run.set(None);
}

fn fail(page: Page, task: &KeptTask, error: Error) {
    if let Some(task_id) = &error.task_id {
        let is_over = matches!(error.kind, ErrorKind::TaskUnknown | ErrorKind::NoImages);
        if error.may_be_billed() && !is_over {
            let offer = KeptTask { task_id: task_id.clone(), ..task.clone() };
            page.run.offers.update(|offers| offers.push(offer));
        } else {
            tasks::forget(page.storage, task_id);
        }
    }
    collect::break_off(page, &error);
    let is_left = page.run.run.with_untracked(|run| run.as_ref().is_some_and(|run| run.is_left));
    if is_left && error.kind == ErrorKind::Canceled && can_resume(&error) {
        page.ui.status_text.set(tu_string!(page.i18n, left));
        return;
    }
    let is_lost = doctor::is_lost(&error);
    page.run.error.set(Some(error));
    if is_lost {
        doctor::look(page);
    }
}

/// Whether `error` can be followed by asking for its task again.
fn can_resume(error: &Error) -> bool {
    error.next_step == NextStep::ResumeLater && error.task_id.is_some()
}

/// The id of the control that a problem's path is about.
fn focus_of(path: &str) -> &'static str {
    match path {
        "prompt" => "prompt",
        "negative_prompt" => "negative-prompt",
        "size" => "size-custom-width",
        "seed" => "seed",
        "model" => "model",
        _ => "problems",
    }
}
