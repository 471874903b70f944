//! The words: what should change, with the images and boxes they name.

mod chips;
mod marks;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::dom::{El, div, el};
use super::messages::{self, Messages, fill, fill_numbers};
use super::state::State;
use crate::core::edit::prompt::{mentioned_images, missing_images};
use crate::core::edit::{Parameter, model};

/// The prompt with its counter, its chips and what is odd about it.
pub fn prompt(state: State) -> El {
    el("section").attr("aria-labelledby", "prompt-label").part(move || Some(body(state, state.t())))
}

fn body(state: State, t: &'static Messages) -> El {
    let limit = move || model(&state.form.with(|form| form.model.clone())).map_or(0, |model| model.prompt_chars.value);
    let count = move || state.prompt.with(|prompt| prompt.chars().count() as u32);
    let over = move || count().saturating_sub(limit());

    let marks = div("prompt-marks").attr("aria-hidden", "true").part(move || Some(marks::view(state)));
    let area = el("textarea")
        .id("prompt")
        .attr("rows", "5")
        .attr("placeholder", t.prompt_placeholder)
        .attr("aria-describedby", "prompt-count prompt-note")
        .invalid_while(move || over() > 0)
        .value(move || state.prompt.get())
        .typed(move |text| state.prompt.set(text));
    let backdrop = marks.element().clone();
    let area = area.on("scroll", move |event| {
        backdrop.set_scroll_top(event_target::<web_sys::Element>(&event).scroll_top());
    });
    let chips = chips::chips(state, t, area.element().clone().unchecked_into::<HtmlTextAreaElement>());

    let note = el("p")
        .class("note")
        .id("prompt-note")
        .attr("aria-live", "polite")
        .class_while("warn", move || lint(state, t).1)
        .say(move || lint(state, t).0);
    let counter = el("p")
        .class("note numbers")
        .id("prompt-count")
        .class_while("bad", move || over() > 0)
        .child(el("span").attr("aria-hidden", "true").say(move || fill_numbers("{0} / {1}", &[count(), limit()])))
        .child(el("span").class("unseen").say(move || fill_numbers(t.count_of, &[count(), limit()])))
        .say(move || match over() {
            0 => String::new(),
            over => ["\u{2003}", &fill_numbers(t.prompt_over, &[over])].concat(),
        });
    el("div")
        .child(el("label").class("label").id("prompt-label").attr("for", "prompt").text(t.prompt))
        .child(div("prompt").class_while("over", move || over() > 0).child(marks).child(area))
        .child(chips)
        .child(div("row").child(note).child(counter))
}

/// What is to be said about the words, and whether it is a warning; tracked.
fn lint(state: State, t: &'static Messages) -> (String, bool) {
    let boxed: Vec<bool> =
        state.draft.with(|draft| draft.images().iter().map(|image| !image.image.bboxes.is_empty()).collect());
    state.prompt.with(|prompt| {
        let missing = missing_images(prompt, boxed.len());
        if !missing.is_empty() {
            let names: Vec<String> = missing.iter().map(|&n| fill_numbers(t.image_word, &[n])).collect();
            return (fill(t.lint_missing, &[&names.join(t.and)]), true);
        }
        if prompt.trim().is_empty() || !boxed.contains(&true) {
            return (String::new(), false);
        }
        let takes_boxes = state.row().is_some_and(|row| row.has(Parameter::BboxList));
        let named = mentioned_images(prompt);
        let words = ["框", "选", "区域", "box", "area", "select", "region"];
        let speaks_of_boxes = words.iter().any(|word| prompt.contains(word));
        if !takes_boxes {
            return if speaks_of_boxes { (t.choices.boxes_unused.to_owned(), true) } else { (String::new(), false) };
        }
        let is_named = |index: usize| named.contains(&(index as u32 + 1)) || (boxed.len() == 1 && speaks_of_boxes);
        match boxed.iter().enumerate().position(|(index, &has_box)| has_box && !is_named(index)) {
            Some(index) => (fill(t.lint_box, &[&messages::image_label(t, index)]), true),
            None => (t.lint_fine.to_owned(), false),
        }
    })
}
