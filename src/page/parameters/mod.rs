//! Model and parameters: those that the chosen model has in the mode at hand, as the table says.

mod count;
mod mode;
mod more;
mod palette;
mod size;

use leptos::prelude::*;

use super::dom::{El, button, div, el, settled, watch};
use super::messages::{Messages, fill, fill_numbers};
use super::settings;
use super::state::{Form, State};
use crate::core::edit::models::{Dialect, SEED_MAX};
use crate::core::edit::{MODELS, Mode, ModeRow, Parameter, model};

/// The form under the prompt.
pub fn parameters(state: State) -> El {
    watch(move || state.form.with(settings::keep_form));
    // A row is itself, not what stands in it.
    let row = settled(move || state.row().map_or(0, |row| std::ptr::from_ref(row).addr()));
    el("section").part(move || {
        let t = state.t();
        let group = div("parameters").attr("role", "group").attr("aria-label", t.model);
        Some(group.child(models(state, t)).child(mode::mode(state, t)).part(move || {
            row.track();
            untrack(|| state.row()).map(|row| fields(state, t, row))
        }))
    })
}

/// Changes the form.
fn change(state: State, change: impl FnOnce(&mut Form)) {
    state.form.update(change);
}

/// One of several, as a part of a segmented control.
pub(super) fn segment(
    group: &str,
    id: &str,
    name: &str,
    is_chosen: impl FnMut() -> bool + 'static,
    mut choose: impl FnMut() + 'static,
) -> El {
    let input = el("input").attr("type", "radio").attr("name", group).attr("value", id).id(id);
    el("label").child(input.checked(is_chosen).on("change", move |_| choose())).text(name)
}

/// A checkbox that looks like a switch, under its name, with a note beside it.
pub(super) fn switch(
    id: &str,
    name: &str,
    note: &str,
    is_on: impl FnMut() -> bool + 'static,
    mut set: impl FnMut(bool) + 'static,
) -> El {
    let input = el("input").attr("type", "checkbox").attr("role", "switch").id(id).attr("aria-label", name);
    let input = input.checked(is_on).on("change", move |event| set(event_target_checked(&event)));
    el("div")
        .child(el("span").class("label").attr("aria-hidden", "true").text(name))
        .child(el("label").class("switch").child(input).child(el("span").text(note)))
}

fn labelled(id: &str, name: &str, control: El) -> El {
    el("div").child(el("label").class("label").attr("for", id).text(name)).child(control)
}

fn models(state: State, t: &'static Messages) -> El {
    let option = |model: &crate::core::edit::Model| el("option").attr("value", model.id).text(model.id);
    let select = el("select")
        .class("field")
        .id("model")
        .attr("aria-describedby", "model-note")
        .children(MODELS.iter().map(option).collect())
        .value(move || state.form.with(|form| form.model.clone()))
        .on("change", move |event| change(state, |form| form.model = event_target_value(&event)));
    let note = move || {
        let Some(model) = model(&state.form.with(|form| form.model.clone())) else { return String::new() };
        let images = model.mode(Mode::Edit).map_or(0, |row| row.images.value.1);
        let boxes = model.boxes_per_image.value;
        let note = fill_numbers(if boxes == 0 { t.model_note_plain } else { t.model_note }, &[images, boxes]);
        if model.dialect == Dialect::Legacy { fill(t.choices.by_task_only, &[&note]) } else { note }
    };
    labelled("model", t.model, select).child(el("p").class("note").id("model-note").say(note))
}

fn fields(state: State, t: &'static Messages, row: &'static ModeRow) -> El {
    let watermark = row.has(Parameter::Watermark).then(|| {
        let is_on = move || state.form.with(|form| form.watermark);
        switch("watermark", t.watermark, t.watermark_note, is_on, move |on| change(state, |form| form.watermark = on))
    });
    div("parameters")
        .child(size::size(state, t, row))
        .child(count::count(state, t, row))
        .child(div("pair").child(seed(state, t)).child_if(watermark))
        .child_if(row.has(Parameter::ColorPalette).then(|| palette::palette(state, t)))
        .child_if(row.has(Parameter::NegativePrompt).then(|| negative_prompt(state, t)))
        .child(more::background(state, t))
        .child(more::more(state, t, row))
}

fn seed(state: State, t: &'static Messages) -> El {
    let is_set = move || state.form.with(|form| !form.seed.is_empty());
    let is_bad = move || {
        let is_seed = |text: &str| text.parse::<u32>().is_ok_and(|seed| seed <= SEED_MAX);
        state.form.with(|form| !form.seed.trim().is_empty() && !is_seed(form.seed.trim()))
    };
    let label = move || if is_set() { t.seed_clear } else { t.seed_roll };
    let roll = move || {
        let drawn = (js_sys::Math::random() * f64::from(SEED_MAX)) as u32;
        let text = if untrack(is_set) { String::new() } else { drawn.to_string() };
        change(state, |form| form.seed = text);
    };
    let input = el("input")
        .class("field numbers")
        .id("seed")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .attr("placeholder", t.random)
        .invalid_while(is_bad)
        .value(move || state.form.with(|form| form.seed.clone()))
        .typed(move |text| change(state, |form| form.seed = text));
    let dice = button("ghost")
        .id("seed-roll")
        .attr_say("aria-label", label)
        .attr_say("title", label)
        .child(el("i").class("dice").class_while("clear", is_set))
        .click(roll);
    labelled("seed", t.seed, div("with-button").child(input).child(dice))
}

fn negative_prompt(state: State, t: &'static Messages) -> El {
    let area = el("textarea")
        .class("field")
        .id("negative-prompt")
        .attr("rows", "2")
        .value(move || state.form.with(|form| form.negative_prompt.clone()))
        .typed(move |text| change(state, |form| form.negative_prompt = text));
    labelled("negative-prompt", t.negative_prompt, area)
}
