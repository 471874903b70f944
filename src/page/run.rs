//! Runs the draft, collects its images, and leaves the draft as it is whatever happens.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dom::Signal;
use super::state::{Bytes, ResultCard, Run, State};
use super::tasks::{self, KeptTask};
use super::{messages, service};
use crate::core::edit::{Delivery, check};
use crate::core::job::{Error, ErrorKind, NextStep, Outcome, Progress};
use crate::core::service::{Proxy, Service};
use crate::web::fetch::BytesError;
use crate::web::{Control, ObjectUrl, Options, fetch, file, now};

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
        Err(lack) => return service::show(Some(lack)),
    };

    let form = state.form.get_untracked();
    let options = Options {
        delivery: if form.is_sync { Delivery::Sync } else { Delivery::Task },
        background: form.background,
        ..Options::default()
    };
    let files: Vec<_> = state.draft.with_untracked(|draft| {
        state.pictures.with_value(|pictures| {
            let blob = |id| pictures.get(&id)?.file.as_ref().map(|file| file.blob.clone());
            draft.images().iter().map(|image| blob(image.id)).collect()
        })
    });
    let task = KeptTask {
        task_id: String::new(),
        base_url: service.endpoint.base_url().into(),
        asked: edit.request().asked().0,
        prompt: edit.request().prompt.clone(),
        model: edit.model().id.into(),
        seed: edit.request().seed,
        began_millis: js_sys::Date::now(),
    };
    let control = begin(state, None);
    spawn_local(async move {
        let proxy = service.proxy.clone();
        let report = reporter(state, task.clone());
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
    let control = begin(state, Some(task.task_id.clone()));
    spawn_local(async move {
        let proxy = service.proxy.clone();
        let report = reporter(state, task.clone());
        let result =
            crate::web::resume(&task.task_id, Some(task.asked), service, &Options::default(), &control, report).await;
        finish(state, &task, &proxy, result);
    });
}

/// Cancels the run; the second time its task is left to itself.
pub fn cancel(state: State) {
    state.run.update(|run| {
        if let Some(run) = run {
            run.cancels += 1;
            run.control.cancel();
        }
    });
}

fn begin(state: State, task_id: Option<String>) -> Control {
    let control = Control::new();
    state.error.set(None);
    state.notices.set(Vec::new());
    state.said.set(String::new());
    state.run.set(Some(Run {
        control: control.clone(),
        began: now(),
        progress: None,
        task_id,
        cancels: 0,
        is_too_late: false,
    }));
    control
}

/// Tells the page what happens. One type for both ways of running, so that they share their code.
fn reporter(state: State, task: KeptTask) -> Box<dyn FnMut(Progress)> {
    Box::new(move |progress| report(state, &task, progress))
}

fn report(state: State, task: &KeptTask, progress: Progress) {
    // First of all: this id is what was paid for.
    if let Progress::TaskCreated { task_id } = &progress {
        tasks::keep(KeptTask { task_id: task_id.clone(), ..task.clone() });
    }
    state.run.update(|run| {
        let Some(run) = run else { return };
        if let Progress::TaskCreated { task_id } = &progress {
            run.task_id = Some(task_id.clone());
        }
        run.is_too_late |= progress == Progress::TooLateToCancel;
        run.progress = Some(progress);
    });
}

fn finish(state: State, task: &KeptTask, proxy: &Proxy, result: Result<Outcome, Error>) {
    state.is_asked.set(false);
    match result {
        Ok(outcome) => show(state, task, proxy, &outcome),
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
            state.error.set(Some(error));
        }
    }
    state.run.set(None);
}

fn show(state: State, task: &KeptTask, proxy: &Proxy, outcome: &Outcome) {
    let t = state.t_untracked();
    let first_id = state.results.with_untracked(|cards| cards.iter().map(|card| card.id + 1).max().unwrap_or(1));
    let card = |(index, image): (usize, &crate::core::job::ResultImage)| ResultCard {
        id: first_id + index as u32,
        image: image.clone(),
        index,
        prompt: task.prompt.clone(),
        model: task.model.clone(),
        seed: task.seed,
        request_id: outcome.request_id.clone(),
        task_id: outcome.task_id.clone(),
        stated_size: outcome.usage.size.clone(),
        missing: outcome.missing(),
        bytes: Signal::new(Bytes::Loading),
    };
    let cards: Vec<ResultCard> = outcome.images.iter().enumerate().map(card).collect();
    for card in &cards {
        collect(state, card, proxy.clone());
    }
    let count = cards.len() as u32;
    state.said.set(if count == 1 { t.finished_one.into() } else { messages::fill_numbers(t.finished_many, &[count]) });
    state.results.update(|results| {
        results.splice(0..0, cards);
    });
}

/// Fetches the bytes of a result; its task is forgotten once every image of it is here, or beyond reach.
pub fn collect(state: State, card: &ResultCard, proxy: Proxy) {
    let (bytes, url, task_id) = (card.bytes, card.image.url.clone(), card.task_id.clone());
    bytes.set(Bytes::Loading);
    spawn_local(async move {
        let loaded = match fetch::bytes(&url, &proxy).await {
            Ok(blob) => {
                let size = file::size_of_blob(&blob).await;
                Bytes::Saved { url: ObjectUrl::new(&blob), blob, size }
            }
            Err(error) => Bytes::Remote(error),
        };
        bytes.set(loaded);
        let Some(task_id) = task_id else { return };
        let is_settled = state.results.with_untracked(|cards| {
            cards.iter().filter(|card| card.task_id.as_ref() == Some(&task_id)).all(|card| {
                card.bytes.with_untracked(|bytes| {
                    matches!(bytes, Bytes::Saved { .. } | Bytes::Remote(BytesError::Expired | BytesError::NotAnImage))
                })
            })
        });
        if is_settled {
            tasks::forget(&task_id);
        }
    });
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
