//! One result, large, beside what it was made from: a slider lays the source image over it.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, KeyboardEvent};

use super::card::{actions, error, picture, rewritten};
use super::{Film, words};
use crate::page::copy::copies;
use crate::page::dom::{El, Signal, button, div, el, watch};
use crate::page::messages::{fill_numbers, image_label};
use crate::page::root;
use crate::page::service::focus;
use crate::page::state::{Bytes, ResultCard};
use crate::page::submit::fact_list;

/// The dialog. The browser closes it by Escape and gives the focus back.
pub(super) fn viewer(film: Film) -> El {
    let state = film.state;
    let result = move || Some(Rc::new(film.result(film.viewing.get()?)?));
    let id = move || film.viewing.get().unwrap_or_default();
    let close = button("tool")
        .id("close-viewer")
        .attr_say("aria-label", move || state.t().close)
        .attr_say("title", move || state.t().close)
        .click(move || film.viewing.set(None))
        .child(el("i").class("icon icon-close"));
    let top = div("viewer-top")
        .child(el("h2").say(move || fill_numbers(state.t().result_n, &[id()])))
        .child(other(film, true))
        .child(other(film, false))
        .child(el("span").class("spring"))
        .part(move || Some(actions(film, &result()?)))
        .child(close);
    let viewer = el("dialog")
        .id("viewer")
        .class("viewer")
        .attr_say("aria-label", move || state.t().results)
        .on("close", move |_| film.viewing.set(None))
        .on("keydown", move |event| on_key(film, event.unchecked_ref()))
        .child(top)
        .part(move || Some(large(film, result()?)));
    let dialog = viewer.of_type::<HtmlDialogElement>();
    watch(move || {
        let is_wanted = film.viewing.with(Option::is_some);
        if is_wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !is_wanted && dialog.open() {
            dialog.close();
        }
    });
    viewer
}

fn large(film: Film, result: Rc<ResultCard>) -> El {
    let state = film.state;
    let before = Signal::new(state.selected_image.get_untracked());
    let cut = Signal::new(0_u32);
    let bytes = result.bytes;
    let sources: Vec<(u32, String)> = state.draft.with_untracked(|draft| {
        draft.images().iter().enumerate().map(|(at, image)| (image.id, image_label(state.t_untracked(), at))).collect()
    });
    let before_url = move || {
        let id = before.get()?;
        state.pictures.with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()))
    };
    let overlay = move || {
        let shape = move || fill_numbers("clip-path: inset(0 {0}% 0 0)", &[100 - cut.get().min(100)]);
        before_url().map(|url| el("img").class("before").attr("src", &url).attr("alt", "").attr_say("style", shape))
    };
    let seam = el("span")
        .class("seam")
        .class_while("idle", move || cut.get() == 0)
        .attr_say("style", move || fill_numbers("left: {0}%", &[cut.get()]));
    let slider = move || {
        let can_compare = before_url().is_some() && bytes.with(|bytes| matches!(bytes, Bytes::Saved { .. }));
        can_compare.then(|| {
            let range = el("input")
                .attr("type", "range")
                .id("compare")
                .attr("min", "0")
                .attr("max", "100")
                .attr_say("aria-label", move || state.t().compare)
                .value(move || cut.get().to_string())
                .typed(move |text| cut.set(text.parse().unwrap_or_default()));
            el("label")
                .class("compare")
                .child(el("span").say(move || state.t().result_after))
                .child(range)
                .child(el("span").say(move || state.t().result_before))
        })
    };
    let choice = (sources.len() > 1).then(|| {
        let one = |(source, name): (u32, String)| {
            button("tool")
                .attr_say("aria-pressed", move || if before.get() == Some(source) { "true" } else { "false" })
                .click(move || before.set(Some(source)))
                .text(&name)
        };
        div("compare-choice")
            .attr("role", "group")
            .attr_say("aria-label", move || state.t().compare)
            .children(sources.into_iter().map(one).collect())
    });
    let frame = picture(div("viewer-frame"), result.clone()).part(overlay).child(seam);
    el("div")
        .child(div("viewer-picture").child(frame))
        .part(slider)
        .child_if(choice)
        .part(move || error(film, &bytes.get()))
        .part(move || Some(facts(film, &result)))
}

/// Everything known of it, for support and for doing it again; tracked.
fn facts(film: Film, result: &Rc<ResultCard>) -> El {
    let state = film.state;
    let t = state.t();
    let size = result.bytes.with(|bytes| words::size(t, result, bytes));
    let facts = result.take.facts.with(|facts| words::facts(t, facts, size));
    let known = result.clone();
    let life = move || words::life_now(film, &known).unwrap_or_default();
    let url = result.image.url.clone();
    let copy = copies(state, button("link").id("copy-address"), |t| t.answers.copy_address, move || url.clone());
    let address = el("dd").child(el("span").say(life)).child(copy);
    let list = fact_list("viewer-facts", facts).unwrap_or_else(|| el("dl"));
    el("div")
        .child_if(rewritten(film, result))
        .child(list.child(el("div").child(el("dt").text(t.address)).child(address)))
}

/// A button to the result before or after the one that is shown.
fn other(film: Film, is_newer: bool) -> El {
    let state = film.state;
    let word = move || if is_newer { state.t().result_newer } else { state.t().result_older };
    button("tool")
        .attr_say("aria-label", word)
        .attr_say("title", word)
        .attr_while("disabled", "", move || neighbor(film, is_newer).is_none())
        .click(move || {
            go(film, is_newer);
        })
        .text(if is_newer { "←" } else { "→" })
}

/// The result before or after the one that is shown; tracked.
fn neighbor(film: Film, is_newer: bool) -> Option<u32> {
    let id = film.viewing.get()?;
    film.state.results.with(|results| {
        let at = results.iter().position(|result| result.id == id)?;
        let at = if is_newer { at.checked_sub(1)? } else { at + 1 };
        results.get(at).map(|result| result.id)
    })
}

/// Shows the result before or after this one, and answers whether there is one. The keys stay with the dialog.
fn go(film: Film, is_newer: bool) -> bool {
    let Some(next) = untrack(|| neighbor(film, is_newer)) else { return false };
    film.viewing.set(Some(next));
    request_animation_frame(|| {
        if root::find("#viewer :focus:not(:disabled)").is_none() {
            focus("close-viewer");
        }
    });
    true
}

/// Arrows go from result to result, except on the slider.
fn on_key(film: Film, event: &KeyboardEvent) {
    let is_newer = match event.key().as_str() {
        "ArrowLeft" => true,
        "ArrowRight" => false,
        _ => return,
    };
    let on_slider = event_target::<web_sys::Element>(event).tag_name() == "INPUT";
    if !on_slider && go(film, is_newer) {
        event.prevent_default();
    }
}
