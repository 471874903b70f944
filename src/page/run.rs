//! Runs the draft, collects its images, and leaves the draft as it is whatever happens.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::doctor::{self, Checkup};
use super::settings::ServiceLack;
use super::state::{Bytes, Notice, ResultCard, Run, State};
use super::takes;
use super::tasks::{self, KeptTask};
use super::{messages, service};
use crate::core::edit::{Delivery, check};
use crate::core::job::{Error, ErrorKind, NextStep, Outcome, Progress};
use crate::core::service::{Proxy, Service};
use crate::web::{Control, Options, now};

/// Sends the draft, once; says what is missing where it cannot be sent.
pub fn start(state: State) {
    if state.run.with_untracked(Option::is_some) || state.opening.get_untracked() > 0 {
        return;
    }
    state.is_asked.set(true);
    let request = untrack(|| state.request());
    let problems = untrack(|| state.problems());
    let service = untrack(|| state.service());
    let (Ok(edit), true) = (check(request), problems.is_empty()) else {
        return service::focus(focus_of(problems.first().map_or("", |problem| problem.path.as_str())));
    };
    let service = match service {
        Ok(service) => service,
        // Asked beside the button.
        Err(ServiceLack::Trust) => return request_animation_frame(|| service::focus("send-yes")),
        Err(lack) => return service::show(Some(lack)),
    };

    let form = state.form.get_untracked();
    let options = Options {
        delivery: untrack(|| state.delivery()),
        is_uploading: form.is_uploading && untrack(|| state.can_upload()),
        background: form.background,
        #[cfg(feature = "editor")]
        keys: super::embed::keys(),
        ..Options::default()
    };
    let files: Vec<_> = state.draft.with_untracked(|draft| {
        state.pictures.with_value(|pictures| {
            let blob = |id| pictures.get(&id)?.file.as_ref().map(|file| file.blob.clone());
            draft.images().iter().map(|image| blob(image.id)).collect()
        })
    });
    let (asked, is_maximum) = edit.request().asked();
    let task = KeptTask {
        task_id: String::new(),
        base_url: service.endpoint.base_url().into(),
        asked: (!is_maximum).then_some(asked),
        prompt: edit.request().prompt.clone(),
        model: edit.model().id.into(),
        seed: edit.request().seed,
        began_millis: js_sys::Date::now(),
    };
    let control = begin(state, None, options.delivery == Delivery::Task);
    spawn_local(async move {
        let proxy = service.proxy.clone();
        let report = reporter(state, task.clone(), proxy.clone());
        let result = crate::web::run(&edit, &files, service, &options, &control, report).await;
        finish(state, &task, &proxy, result);
    });
}

/// Asks for a kept task again.
pub fn resume(state: State, task: KeptTask) {
    if state.run.with_untracked(Option::is_some) {
        return;
    }
    // The key goes to the host that has the task, and the page says so.
    state.service.update(|service| *service = service.at(&task.base_url));
    let service: Service = match untrack(|| state.service()) {
        Ok(service) => service,
        Err(lack) => return service::show(Some(lack)),
    };
    state.offers.update(|offers| offers.retain(|offer| offer.task_id != task.task_id));
    let control = begin(state, Some(task.task_id.clone()), true);
    spawn_local(async move {
        let proxy = service.proxy.clone();
        let report = reporter(state, task.clone(), proxy.clone());
        let options = Options {
            #[cfg(feature = "editor")]
            keys: super::embed::keys(),
            ..Options::default()
        };
        let result = crate::web::resume(&task.task_id, task.asked, service, &options, &control, report).await;
        finish(state, &task, &proxy, result);
    });
}

/// Cancels the run; the second time its task is left to itself.
pub fn cancel(state: State) {
    change(state, |run| {
        run.cancels += 1;
        run.control.cancel();
    });
}

/// Leaves the task to itself as soon as there is one.
pub fn leave(state: State) {
    change(state, |run| {
        run.is_left = true;
        run.control.leave();
    });
}

fn change(state: State, change: impl FnOnce(&mut Run)) {
    state.run.update(|run| {
        if let Some(run) = run {
            change(run);
        }
    });
}

fn begin(state: State, task_id: Option<String>, is_task: bool) -> Control {
    let control = Control::new();
    state.error.set(None);
    state.checkup.set(Checkup::None);
    state.notices.set(Vec::new());
    state.said.set(String::new());
    state.run.set(Some(Run {
        control: control.clone(),
        began: now(),
        progress: None,
        task_id,
        cancels: 0,
        is_too_late: false,
        is_task,
        is_left: false,
        take: None,
    }));
    control
}

/// Tells the page what happens. One type for both ways of running, so that they share their code.
fn reporter(state: State, task: KeptTask, proxy: Proxy) -> Box<dyn FnMut(Progress)> {
    Box::new(move |progress| report(state, &task, &proxy, progress))
}

fn report(state: State, task: &KeptTask, proxy: &Proxy, progress: Progress) {
    match &progress {
        // First of all: this id is what was paid for.
        Progress::TaskCreated { task_id } => {
            tasks::keep(KeptTask { task_id: task_id.clone(), ..task.clone() });
            change(state, |run| run.task_id = Some(task_id.clone()));
        }
        Progress::Text(words) => takes::add_words(state, task, words),
        Progress::Image(url) => takes::add_image(state, task, url, proxy),
        Progress::UploadFailed(why) => {
            state.notices.update(|notices| notices.push(Notice::NotUploaded { why: why.clone() }));
        }
        _ => {}
    }
    change(state, |run| {
        run.is_too_late |= progress == Progress::TooLateToCancel;
        run.progress = Some(progress);
    });
}

fn finish(state: State, task: &KeptTask, proxy: &Proxy, result: Result<Outcome, Error>) {
    state.is_asked.set(false);
    let t = state.t_untracked();
    match result {
        Ok(outcome) => {
            let said = match takes::complete(state, task, &outcome, proxy) {
                0 => t.answers.finished_words.into(),
                1 => t.finished_one.into(),
                count => messages::fill_numbers(t.finished_many, &[count]),
            };
            state.said.set(said);
        }
        Err(error) => {
            if let Some(task_id) = &error.task_id {
                let is_over = matches!(error.kind, ErrorKind::TaskUnknown | ErrorKind::NoImages);
                if error.may_be_billed() && !is_over {
                    let offer = KeptTask { task_id: task_id.clone(), ..task.clone() };
                    state.offers.update(|offers| offers.push(offer));
                } else {
                    tasks::forget(task_id);
                }
            }
            takes::break_off(state, &error);
            let is_left = state.run.with_untracked(|run| run.as_ref().is_some_and(|run| run.is_left));
            if is_left && error.kind == ErrorKind::Canceled && can_resume(&error) {
                state.said.set(t.answers.left.into());
            } else {
                let is_lost = doctor::is_lost(&error);
                state.error.set(Some(error));
                if is_lost {
                    doctor::look(state);
                }
            }
        }
    }
    state.run.set(None);
}

/// Whether leaving now would lose something: a run in flight, or images on their way.
pub fn is_busy(state: State) -> bool {
    let is_loading = |card: &ResultCard| card.bytes.with_untracked(|bytes| matches!(bytes, Bytes::Loading));
    state.run.with_untracked(Option::is_some) || state.results.with_untracked(|cards| cards.iter().any(is_loading))
}

/// Whether `error` can be followed by asking for its task again.
pub fn can_resume(error: &Error) -> bool {
    error.next_step == NextStep::ResumeLater && error.task_id.is_some()
}

/// The control that a problem's path is about.
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
