//! One result on the film: its picture, where it is, and what can be done with it.

use std::rc::Rc;

use leptos::prelude::*;

use super::{Film, words};
use crate::page::dom::{El, button, div, el};
use crate::page::messages::{fill, fill_numbers};
use crate::page::open::open_blobs;
use crate::page::stage::hide_broken;
use crate::page::state::{Bytes, ResultCard, TakePart};
use crate::page::takes;
use crate::web::fetch::BytesError;

/// The result with this id.
pub(super) fn card(film: Film, id: u32) -> El {
    let card = el("article").class("card").attr("data-result", &id.to_string());
    let Some(result) = film.result(id) else { return card };
    let (state, bytes) = (film.state, result.bytes);
    let result = Rc::new(result);
    let word = move || {
        bytes.with(|bytes| match bytes {
            Bytes::Loading => "loading",
            Bytes::Saved { is_whole: true, .. } => "saved",
            Bytes::Saved { .. } => "incomplete",
            Bytes::Remote(_) => "remote",
        })
    };
    let name = move || fill_numbers(state.t().result_n, &[id]);
    let frame = button("card-picture")
        .attr_say("aria-label", move || fill(state.t().show_larger, &[&name()]))
        .attr_while("disabled", "", move || bytes.with(|bytes| matches!(bytes, Bytes::Loading)))
        .click(move || film.viewing.set(Some(id)));
    let told = move || {
        let t = state.t();
        bytes.with(|bytes| match bytes {
            Bytes::Loading => t.result_loading,
            Bytes::Saved { is_whole: true, .. } => t.result_saved,
            Bytes::Saved { .. } => t.answers.result_cut,
            Bytes::Remote(BytesError::Expired) => t.result_gone,
            Bytes::Remote(_) => t.result_remote,
        })
    };
    let take = result.take;
    let missing = move || {
        let is_first = take.parts.with(|parts| {
            parts.iter().find(|part| matches!(part, TakePart::Picture(_))) == Some(&TakePart::Picture(id))
        });
        let missing = take.facts.with(|facts| facts.missing);
        (is_first && missing > 0)
            .then(|| el("p").class("card-missing").text(&fill_numbers(state.t().result_missing, &[missing])))
    };
    let known = result.clone();
    let facts = move || {
        let t = state.t();
        let size = bytes.with(|bytes| words::size(t, &known, bytes));
        let seed = take.facts.with(|facts| facts.seed).map(|seed| [t.seed, " ", &seed.to_string()].concat());
        [size, seed].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let known = result.clone();
    let life = move || words::life_now(film, &known).unwrap_or_default();
    let words = div("card-words")
        .child(el("p").class("card-state").say(told))
        .part(missing)
        .part(move || error(film, &bytes.get()))
        .child(el("p").class("card-facts").say(facts))
        .child_if(rewritten(film, &result))
        .child(el("p").class("card-life").attr_say("title", life.clone()).say(life));
    let acted = result.clone();
    card.attr_say("data-state", word)
        .attr_say("aria-label", name)
        .child(picture(frame, result))
        .child(words.part(move || Some(actions(film, &acted))))
}

/// The prompt as the service rewrote it, on demand.
pub(super) fn rewritten(film: Film, result: &ResultCard) -> Option<El> {
    let prompt = result.image.actual_prompt.as_ref()?;
    let summary = el("summary").say(move || film.state.t().answers.rewritten);
    Some(el("details").class("rewritten").child(summary).child(el("p").text(prompt)))
}

/// Why the bytes are not here; tracked.
pub(super) fn error(film: Film, bytes: &Bytes) -> Option<El> {
    let Bytes::Remote(error) = bytes else { return None };
    Some(el("p").class("card-error").text(&words::bytes_error(film.state.t(), *error)))
}

/// Puts the picture into its frame, from its bytes or from its address.
pub(super) fn picture(frame: El, result: Rc<ResultCard>) -> El {
    let image = move || {
        let source = result.bytes.with(|bytes| match bytes {
            Bytes::Saved { url, .. } => Some(url.as_str().to_owned()),
            Bytes::Loading | Bytes::Remote(BytesError::Expired | BytesError::NotAnImage) => None,
            Bytes::Remote(_) => Some(result.image.url.clone()),
        });
        source.map(|source| {
            el("img")
                .attr("alt", &result.take.facts.with_untracked(|facts| facts.prompt.clone()))
                .attr("draggable", "false")
                .on("error", |event| hide_broken(&event))
                .attr("src", &source)
        })
    };
    frame.child(el("i").class("icon icon-picture")).part(image)
}

/// What can be done with it; tracked.
pub(super) fn actions(film: Film, result: &Rc<ResultCard>) -> El {
    let state = film.state;
    let t = state.t();
    let bytes = result.bytes.get();
    let retry = {
        let result = result.clone();
        button("action")
            .attr("data-retry", "")
            .child(el("i").class("icon icon-retry"))
            .text(t.fetch_again)
            .click(move || takes::collect(state, &result, untrack(|| state.proxy())))
    };
    let all = div("card-actions");
    match bytes {
        Bytes::Saved { blob, url, is_whole, .. } => {
            let name = words::file_name(result.take, result.id, &blob.type_());
            let download = el("a")
                .class("action")
                .attr("data-download", "")
                .attr("href", url.as_str())
                .attr("download", &name)
                .child(el("i").class("icon icon-download"))
                .text(t.download);
            let reuse = named(button("action").attr("data-reuse", ""), t.use_as_source, "icon icon-reuse");
            all.child_if((!is_whole).then_some(retry)).child(download).child(reuse.click(move || {
                film.viewing.set(None);
                open_blobs(state, vec![(name.clone(), blob.clone())]);
            }))
        }
        Bytes::Remote(error) if error != BytesError::Expired => {
            let open = el("a")
                .class("action")
                .attr("data-open", "")
                .attr("href", &result.image.url)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer");
            all.child(retry).child(named(open, t.open_in_tab, "icon icon-open"))
        }
        _ => all,
    }
}

/// An icon in place of words, with its name.
pub(super) fn named(element: El, name: &str, icon: &str) -> El {
    element.attr("title", name).attr("aria-label", name).child(el("i").class(icon))
}
