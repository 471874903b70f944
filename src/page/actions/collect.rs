//! What runs bring: bytes are fetched the moment an address arrives.

use std::sync::Arc;

use leptos::prelude::*;

use super::tasks;
use crate::core::edit::model;
use crate::core::job::{Error, Outcome, OutcomePart, ResultImage};
use crate::core::service::{Endpoint, Proxy};
use crate::page::context::Page;
use crate::page::state::{GroupFacts, KeptTask, ResultBytes, ResultGroup, ResultItem, ResultPart, price_fen};
use crate::web::fetch;
use crate::web::{ObjectUrl, file};

/// What the run in flight has brought so far; begun where it had brought nothing.
fn group_of_run(page: Page, task: &KeptTask) -> ResultGroup {
    if let Some(group) = page.run.run.with_untracked(|run| run.as_ref()?.group) {
        return group;
    }
    let id = page.results.groups.with_untracked(|groups| groups.first().map_or(1, |newest| newest.id + 1));
    let facts = GroupFacts {
        prompt: task.prompt.clone(),
        model: task.model.clone(),
        seed: task.seed,
        asked_size: page.run.run.with_untracked(|run| run.as_ref()?.asked_size),
        asked_count: task.asked,
        fen_each: model(&task.model)
            .zip(Endpoint::parse(&task.base_url).ok())
            .map(|(model, endpoint)| price_fen(model, 1, &endpoint)),
        ..GroupFacts::default()
    };
    let group = page.scope.make(|| ResultGroup { id, facts: RwSignal::new(facts), parts: RwSignal::default() });
    page.run.update(|run| run.group = Some(group));
    page.results.groups.update(|groups| groups.insert(0, group));
    group
}

/// The next words of a stream came.
pub fn add_words(page: Page, task: &KeptTask, more: &str) {
    group_of_run(page, task).parts.update(|parts| match parts.last_mut() {
        Some(ResultPart::Words(words)) => words.push_str(more),
        _ => parts.push(ResultPart::Words(more.to_owned())),
    });
}

/// The next image of a stream came.
pub fn add_image(page: Page, task: &KeptTask, url: &str, proxy: &Proxy) {
    let group = group_of_run(page, task);
    let id = add_result(page, group, ResultImage::new(url), proxy);
    group.parts.update(|parts| parts.push(ResultPart::Image(id)));
}

/// All came: what a stream brought already stays as it is. Answers how many images there are.
pub fn complete(page: Page, task: &KeptTask, outcome: &Outcome, proxy: &Proxy) -> u32 {
    let group = group_of_run(page, task);
    let known: Vec<(u32, String)> = page.results.items.with_untracked(|items| {
        let of_group = items.iter().filter(|item| item.group.id == group.id);
        of_group.map(|item| (item.id, item.image.url.clone())).collect()
    });
    let mut known = known.into_iter();
    let mut failed = 0;
    let mut parts = Vec::new();
    for part in &outcome.parts {
        parts.push(match part {
            OutcomePart::Image(index) => {
                let image = &outcome.images[*index];
                let known = known.next().filter(|(_, url)| *url == image.url);
                let id = known.map_or_else(|| add_result(page, group, image.clone(), proxy), |(id, _)| id);
                ResultPart::Image(id)
            }
            OutcomePart::Text(words) => ResultPart::Words(words.clone()),
            OutcomePart::Failed { code, message } => {
                failed += 1;
                ResultPart::Failed { code: code.clone(), message: message.clone() }
            }
        });
    }
    group.facts.update(|facts| {
        facts.request_id.clone_from(&outcome.request_id);
        facts.task_id.clone_from(&outcome.task_id);
        facts.usage = outcome.usage.clone();
        facts.missing = outcome.missing().saturating_sub(failed);
        facts.ended = outcome.ended_early.as_deref().cloned().map(Arc::new);
    });
    group.parts.set(parts);
    if let (true, Some(task_id)) = (outcome.images.is_empty(), &outcome.task_id) {
        tasks::forget(page.storage, task_id);
    }
    outcome.images.len() as u32
}

/// The run ended with an error: what it had brought is kept, and says so.
pub fn break_off(page: Page, error: &Error) {
    if let Some(group) = page.run.run.with_untracked(|run| run.as_ref()?.group) {
        group.facts.update(|facts| facts.ended = Some(Arc::new(error.clone())));
    }
}

/// A new result behind those that its run has brought, its bytes on their way; answers its id.
fn add_result(page: Page, group: ResultGroup, image: ResultImage, proxy: &Proxy) -> u32 {
    let id = page.results.items.with_untracked(|items| items.iter().map(|item| item.id + 1).max().unwrap_or(1));
    let bytes = page.scope.make(|| RwSignal::new_local(ResultBytes::Loading));
    let item = ResultItem { id, image, group, bytes };
    page.results.items.update(|items| {
        let before = items.iter().take_while(|item| item.group.id == group.id).count();
        items.insert(before, item.clone());
    });
    fetch_bytes(page, &item, proxy.clone());
    id
}

/// Fetches the bytes of a result, and keeps what is here where no more comes. Its task is forgotten once every image of
/// it is here, or beyond reach.
pub fn fetch_bytes(page: Page, item: &ResultItem, proxy: Proxy) {
    let (bytes, url, group) = (item.bytes, item.image.url.clone(), item.group);
    let before = bytes.get_untracked();
    bytes.set(ResultBytes::Loading);
    page.scope.spawn(async move {
        bytes.set(match (fetch::bytes(&url, &proxy).await, before) {
            (Ok(blob), _) => {
                let (size, is_whole) = (file::size_of_blob(&blob).await, file::is_whole(&blob).await);
                ResultBytes::Saved { url: ObjectUrl::new(&blob), blob, size, is_whole }
            }
            (Err(_), before @ ResultBytes::Saved { .. }) => before,
            (Err(error), _) => ResultBytes::Remote(error),
        });
        let Some(task_id) = group.facts.with_untracked(|facts| facts.task_id.clone()) else { return };
        let is_final = page.results.items.with_untracked(|items| {
            let mut of_group = items.iter().filter(|item| item.group.id == group.id);
            of_group.all(|item| item.bytes.with_untracked(ResultBytes::is_final))
        });
        if is_final {
            tasks::forget(page.storage, &task_id);
        }
    });
}
