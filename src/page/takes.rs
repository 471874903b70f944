//! What runs brought: pictures, words, and what could not be made. Bytes are fetched the moment an address arrives.

use std::rc::Rc;

use leptos::task::spawn_local;
use web_sys::Blob;

use super::dom::Signal;
use super::state::State;
use super::tasks::{self, KeptTask};
use crate::core::geometry::Size;
use crate::core::job::{Error, Outcome, OutcomePart, ResultImage};
use crate::core::service::Proxy;
use crate::core::service::wire::reply::Usage;
use crate::web::fetch::{self, BytesError};
use crate::web::{ObjectUrl, file};

/// What one run brought. Copies are the same.
#[derive(Clone, Copy)]
pub struct Take {
    /// Unique on the page.
    pub id: u32,
    /// What is known of the run; more at its end.
    pub facts: Signal<Facts>,
    /// What came, in reading order; a stream adds to it.
    pub parts: Signal<Vec<TakePart>>,
}

/// What is known of a run.
#[derive(Clone, Default)]
pub struct Facts {
    /// What was asked for, for the download's name and "again".
    pub prompt: String,
    /// Model id.
    pub model: String,
    /// The seed that was sent, if any.
    pub seed: Option<u32>,
    /// For support.
    pub request_id: Option<String>,
    /// The task it came from.
    pub task_id: Option<String>,
    /// What the service counted.
    pub usage: Usage,
    /// How many images are missing without a reason.
    pub missing: u32,
    /// Why it broke off, although something came.
    pub ended: Option<Rc<Error>>,
}

/// A part of what came.
#[derive(Clone, PartialEq)]
pub enum TakePart {
    /// The result with this id.
    Picture(u32),
    /// Words.
    Words(String),
    /// An image that could not be made, and was not billed.
    Failed {
        /// The service's code.
        code: String,
        /// The service's words.
        message: String,
    },
}

/// One generated image on the page.
#[derive(Clone)]
pub struct ResultCard {
    /// Unique on the page.
    pub id: u32,
    /// The image's URL at the service, with its end.
    pub image: ResultImage,
    /// What it is a part of.
    pub take: Take,
    /// The bytes, once they are here.
    pub bytes: Signal<Bytes>,
}

/// The bytes of a result.
#[derive(Clone)]
pub enum Bytes {
    /// On their way.
    Loading,
    /// Here.
    Saved {
        /// The PNG as it came.
        blob: Blob,
        /// Where `<img>` finds it.
        url: ObjectUrl,
        /// Its size in px.
        size: Option<Size>,
        /// Whether it has an end: then nothing can be lost any more.
        is_whole: bool,
    },
    /// Not to be had: the image is shown by its own URL, if at all.
    Remote(BytesError),
}

impl Bytes {
    /// Whether asking the service again could bring more.
    fn is_settled(&self) -> bool {
        matches!(self, Self::Saved { is_whole: true, .. } | Self::Remote(BytesError::Expired | BytesError::NotAnImage))
    }
}

/// What the run in flight has brought so far; begun where it had brought nothing.
fn of_run(state: State, task: &KeptTask) -> Take {
    if let Some(take) = state.run.with_untracked(|run| run.as_ref()?.take) {
        return take;
    }
    let id = state.takes.with_untracked(|takes| takes.first().map_or(1, |newest| newest.id + 1));
    let facts = Facts { prompt: task.prompt.clone(), model: task.model.clone(), seed: task.seed, ..Facts::default() };
    let take = Take { id, facts: Signal::new(facts), parts: Signal::new(Vec::new()) };
    state.run.update(|run| {
        if let Some(run) = run {
            run.take = Some(take);
        }
    });
    state.takes.update(|takes| takes.insert(0, take));
    take
}

/// The next words of a stream came.
pub fn add_words(state: State, task: &KeptTask, more: &str) {
    of_run(state, task).parts.update(|parts| match parts.last_mut() {
        Some(TakePart::Words(words)) => words.push_str(more),
        _ => parts.push(TakePart::Words(more.to_owned())),
    });
}

/// The next image of a stream came.
pub fn add_image(state: State, task: &KeptTask, url: &str, proxy: &Proxy) {
    let take = of_run(state, task);
    let id = add_result(state, take, ResultImage::new(url), proxy);
    take.parts.update(|parts| parts.push(TakePart::Picture(id)));
}

/// All came: what a stream brought already stays as it is. Answers how many pictures there are.
pub fn complete(state: State, task: &KeptTask, outcome: &Outcome, proxy: &Proxy) -> u32 {
    let take = of_run(state, task);
    let mut known = state.results.with_untracked(|results| {
        let of_take = results.iter().filter(|result| result.take.id == take.id);
        of_take.map(|result| (result.id, result.image.url.clone())).collect::<Vec<_>>().into_iter()
    });
    let mut failed = 0;
    let parts = outcome.parts.iter().map(|part| match part {
        OutcomePart::Image(index) => {
            let image = &outcome.images[*index];
            let known = known.next().filter(|(_, url)| *url == image.url);
            TakePart::Picture(known.map_or_else(|| add_result(state, take, image.clone(), proxy), |(id, _)| id))
        }
        OutcomePart::Text(words) => TakePart::Words(words.clone()),
        OutcomePart::Failed { code, message } => {
            failed += 1;
            TakePart::Failed { code: code.clone(), message: message.clone() }
        }
    });
    let parts = parts.collect();
    take.facts.update(|facts| {
        facts.request_id.clone_from(&outcome.request_id);
        facts.task_id.clone_from(&outcome.task_id);
        facts.usage = outcome.usage.clone();
        facts.missing = outcome.missing().saturating_sub(failed);
        facts.ended = outcome.ended_early.as_deref().cloned().map(Rc::new);
    });
    take.parts.set(parts);
    if let (true, Some(task_id)) = (outcome.images.is_empty(), &outcome.task_id) {
        tasks::forget(task_id);
    }
    outcome.images.len() as u32
}

/// The run ended with an error: what it had brought is kept, and says so.
pub fn break_off(state: State, error: &Error) {
    if let Some(take) = state.run.with_untracked(|run| run.as_ref()?.take) {
        take.facts.update(|facts| facts.ended = Some(Rc::new(error.clone())));
    }
}

/// A new result behind those that its run has brought, its bytes on their way; answers its id.
fn add_result(state: State, take: Take, image: ResultImage, proxy: &Proxy) -> u32 {
    let id = state.results.with_untracked(|all| all.iter().map(|result| result.id + 1).max().unwrap_or(1));
    let result = ResultCard { id, image, take, bytes: Signal::new(Bytes::Loading) };
    collect(state, &result, proxy.clone());
    state.results.update(|all| {
        let before = all.iter().take_while(|result| result.take.id == take.id).count();
        all.insert(before, result);
    });
    id
}

/// Fetches the bytes of a result, and keeps what is here where no more comes. Its task is forgotten once every image of
/// it is here, or beyond reach.
pub fn collect(state: State, result: &ResultCard, proxy: Proxy) {
    let (id, bytes, url, take) = (result.id, result.bytes, result.image.url.clone(), result.take);
    let before = bytes.get_untracked();
    bytes.set(Bytes::Loading);
    spawn_local(async move {
        let fetched = fetch::bytes(&url, &proxy).await;
        // An element that went has let go of its results.
        if state.results.with_untracked(|all| all.iter().all(|result| result.id != id)) {
            return;
        }
        bytes.set(match (fetched, before) {
            (Ok(blob), _) => {
                let (size, is_whole) = (file::size_of_blob(&blob).await, file::is_whole(&blob).await);
                Bytes::Saved { url: ObjectUrl::new(&blob), blob, size, is_whole }
            }
            (Err(_), before @ Bytes::Saved { .. }) => before,
            (Err(error), _) => Bytes::Remote(error),
        });
        let Some(task_id) = take.facts.with_untracked(|facts| facts.task_id.clone()) else { return };
        let is_settled = state.results.with_untracked(|all| {
            let mut of_take = all.iter().filter(|result| result.take.id == take.id);
            of_take.all(|result| result.bytes.with_untracked(Bytes::is_settled))
        });
        if is_settled {
            tasks::forget(&task_id);
        }
    });
}
