//! What one run brought: cards on the film, or with words among them an article.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::Element;

use super::card::card;
use super::{Film, words};
use crate::core::job::Cause;
use crate::page::copy::copies;
use crate::page::dom::{El, Signal, button, div, el, settled, watch};
use crate::page::messages::{error_sentence, fill};
use crate::page::state::{State, Take, TakePart};
use crate::page::submit::{details, fact_list};

/// How far from its end somebody still reads the end, CSS px.
const NEAR_END: i32 = 40;

/// What the run with this take brought.
pub(super) fn take(film: Film, id: u32) -> El {
    let state = film.state;
    let block = div("take");
    let found = state.takes.with_untracked(|takes| takes.iter().find(|take| take.id == id).copied());
    let Some(take) = found else { return block };
    let is_answer =
        settled(move || take.parts.with(|parts| parts.iter().any(|part| matches!(part, TakePart::Words(_)))));
    let is_coming = settled(move || {
        state.run.with(|run| run.as_ref().and_then(|run| run.take).is_some_and(|coming| coming.id == id))
    });
    follow(block, take, is_coming)
        .class_while("answer", move || is_answer.get())
        .attr_while("data-answer", "", move || is_answer.get())
        .attr_while("aria-busy", "true", move || is_coming.get())
        .child_while(move || is_answer.get(), move || head(state, take, is_coming))
        .list(move || take.parts.with(Vec::len), move |at| part(film, take, at))
        .part(move || ended(state, take))
        .part(move || (is_answer.get() && !is_coming.get()).then(|| facts(state, take)))
}

/// What it is, and its words to take along.
fn head(state: State, take: Take, is_coming: Signal<bool>) -> El {
    let copy =
        copies(state, button("action").attr("data-copy", ""), |t| t.answers.copy_text, move || text(take, false));
    let save = el("a").class("action").attr("data-save", "").attr("href", "#").attr("download", "answer.md");
    let link = save.clone();
    let save = save.say(move || state.t().answers.save_text).on("click", move |_| {
        let text = text(take, true);
        let _ = link.clone().attr("href", &["data:text/markdown;charset=utf-8,", &escape(&text)].concat());
    });
    div("answer-head")
        .child(el("h3").say(move || state.t().answers.answer))
        .child_while(move || is_coming.get(), || el("i").class("icon icon-wait"))
        .child(el("span").class("spring"))
        .child(copy)
        .child(save)
}

fn escape(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// The words, with the file names of the pictures among them where they are wanted.
fn text(take: Take, has_pictures: bool) -> String {
    let part = |part: &TakePart| match (part, has_pictures) {
        (TakePart::Words(words), _) => words.clone(),
        (TakePart::Picture(id), true) => ["![](", &words::file_name(take, *id, ""), ")"].concat(),
        _ => String::new(),
    };
    take.parts
        .with_untracked(|parts| parts.iter().map(part).filter(|part| !part.is_empty()).collect::<Vec<_>>())
        .join("\n\n")
}

/// One part in its place.
fn part(film: Film, take: Take, at: usize) -> El {
    // Words that grow are the same part.
    let picture = settled(move || {
        take.parts.with(|parts| if let Some(TakePart::Picture(id)) = parts.get(at) { Some(*id) } else { None })
    });
    let words = move || {
        take.parts.with(|parts| match parts.get(at) {
            Some(TakePart::Words(words)) => words.clone(),
            _ => String::new(),
        })
    };
    let draw = move || {
        if let Some(id) = picture.get() {
            return Some(card(film, id));
        }
        let failed = take.parts.with_untracked(|parts| match parts.get(at) {
            Some(TakePart::Failed { code, message }) => Some((code.clone(), message.clone())),
            _ => None,
        });
        Some(match failed {
            None => el("p").class("answer-words").say(words),
            Some((code, message)) => {
                let t = film.state.t();
                let cause = t.answers.causes[Cause::of(&code, &message) as usize];
                div("card quiet")
                    .attr("data-failed", &code)
                    .child(el("h3").text(t.answers.image_failed))
                    .child(el("p").text(cause))
                    .child(el("p").text(&fill(t.says, &[&message])))
                    .child(el("p").class("numbers").text(&code))
            }
        })
    };
    div("take-part").part(draw)
}

/// That it broke off, and why; tracked.
fn ended(state: State, take: Take) -> Option<El> {
    let error = take.facts.with(|facts| facts.ended.clone())?;
    let t = state.t();
    let told = el("p").text(&fill(t.answers.broke_off, &[&error_sentence(t, &error)]));
    Some(div("card quiet told").attr("data-ended", "").child(told).children(details(t, &error)))
}

/// What is known of it; tracked.
fn facts(state: State, take: Take) -> El {
    let t = state.t();
    let facts = take.facts.with(|facts| words::facts(t, facts, None));
    el("details")
        .class("told answer-facts")
        .child(el("summary").text(t.answers.details))
        .child_if(fact_list("numbers", facts))
}

/// Keeps the end in view while it grows, for whoever reads there.
fn follow(block: El, take: Take, is_coming: Signal<bool>) -> El {
    let element: Element = block.element().clone();
    let seen = element.clone();
    let reads_end = Rc::new(Cell::new(true));
    let reads = reads_end.clone();
    watch(move || {
        take.parts.track();
        if is_coming.get() && reads_end.get() {
            let element = element.clone();
            request_animation_frame(move || element.set_scroll_top(element.scroll_height()));
        }
    });
    block.on("scroll", move |_| reads.set(seen.scroll_height() - seen.scroll_top() - seen.client_height() < NEAR_END))
}
