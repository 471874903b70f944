//! The output's size: presets, or width and height.

use leptos::prelude::*;

use super::{change, segment};
use crate::core::edit::price::predicted_size;
use crate::core::edit::{Mode, ModeRow, OutputSize};
use crate::core::geometry::Size;
use crate::page::dom::{El, div, el, settled};
use crate::page::messages::{Messages, fill, image_label};
use crate::page::state::State;

/// The output's size.
pub(super) fn size(state: State, t: &'static Messages, row: &'static ModeRow) -> El {
    let rule = &row.size.value;
    let is_exact = settled(move || state.form.with(|form| form.size.contains('*')));
    // What the service takes without a size is chosen by none.
    let one = |name: &'static str, id: &str, words: &str, is_default: bool| {
        let is_chosen = move || {
            state.form.with(|form| {
                let size = form.size_in(row);
                size == name || (size.is_empty() && is_default)
            })
        };
        segment("size", id, words, is_chosen, move || change(state, |form| form.size = name.into()))
    };
    let presets = rule.presets.iter().map(|(preset, _)| {
        let name = preset.name();
        one(name, &["size-", name].concat(), name, rule.default == Some(*preset))
    });
    let auto = rule.presets.is_empty().then(|| one("", "size-auto", t.choices.size_auto, true));
    let custom = segment(
        "size",
        "size-custom",
        t.size_custom,
        move || is_exact.get(),
        move || {
            let size = untrack(|| predicted(state, row)).unwrap_or(Size::new(1280, 1280));
            change(state, |form| form.size = OutputSize::Exact(size).wire());
        },
    );
    let output = el("p").class("note numbers").id("output").attr("aria-live", "polite");
    el("fieldset")
        .id("size")
        .child(el("legend").class("label").text(t.size))
        .child(div("segments numbers").child_if(auto).children(presets.collect()).child(custom))
        .part(move || is_exact.get().then(|| exact(state, t, row)))
        .child(output.say(move || output_words(state, t, row)))
}

fn exact(state: State, t: &'static Messages, row: &'static ModeRow) -> El {
    let side = |id: &str, label: &str, at: usize| {
        el("input")
            .class("field numbers")
            .id(id)
            .attr("inputmode", "numeric")
            .attr("autocomplete", "off")
            .attr("aria-label", label)
            .invalid_while(move || is_wrong(state))
            .value(move || state.form.with(|form| form.size.split('*').nth(at).unwrap_or_default().to_owned()))
            .typed(move |text| {
                change(state, |form| {
                    let (width, height) = form.size.split_once('*').unwrap_or_default();
                    form.size =
                        [if at == 0 { &text } else { width }, "*", if at == 1 { &text } else { height }].concat();
                });
            })
    };
    let known = row.size.value.recommended.iter().map(|size| {
        let wire = OutputSize::Exact(*size).wire();
        el("option").attr("value", &wire).text(&wire.replace('*', " × "))
    });
    // Anything that is not in the list shows its name.
    let chosen = move || {
        let size = state.form.with(|form| OutputSize::parse(&form.size));
        let is_known = row.size.value.recommended.iter().any(|known| size == Some(OutputSize::Exact(*known)));
        size.filter(|_| is_known).map_or_else(String::new, OutputSize::wire)
    };
    let select = el("select")
        .class("field numbers")
        .id("size-recommended")
        .attr("aria-label", t.recommended)
        .child(el("option").attr("value", "").attr("disabled", "").text(t.recommended))
        .children(known.collect())
        .value(chosen)
        .on("change", move |event| change(state, |form| form.size = event_target_value(&event)));
    div("exact")
        .child(side("size-custom-width", t.width, 0))
        .child(el("span").attr("aria-hidden", "true").text("×"))
        .child(side("size-custom-height", t.height, 1))
        .child(select)
}

fn is_wrong(state: State) -> bool {
    state.problems().iter().any(|problem| problem.path == "size")
}

/// About the size of the answer; tracked.
fn predicted(state: State, row: &'static ModeRow) -> Option<Size> {
    let size = state.form.with(|form| OutputSize::parse(form.size_in(row)));
    let rule = &row.size.value;
    if size.is_some() || rule.default.is_some() {
        return predicted_size(row, size, last_size(state));
    }
    // Without a size: that of the last source image, made to fit.
    let last = last_size(state).unwrap_or(Size::new(1280, 1280));
    let (width, height, most) = (f64::from(last.width), f64::from(last.height), rule.max_total as f64);
    let scale = (most / (width * height)).sqrt();
    let scale = if row.mode == Mode::Interleave { scale.min(1.0) } else { scale };
    let exact = Size::new((width * scale).round() as u32, (height * scale).round() as u32);
    predicted_size(row, Some(OutputSize::Exact(exact)), None)
}

fn last_size(state: State) -> Option<Size> {
    state.draft.with(|draft| draft.images().last().and_then(|image| image.image.size()))
}

fn output_words(state: State, t: &'static Messages, row: &'static ModeRow) -> String {
    let is_preset = state.form.with(|form| !form.size.contains('*'));
    let count = state.draft.with(|draft| draft.images().len());
    let Some(size) = predicted(state, row).filter(|_| !is_wrong(state)) else { return String::new() };
    let (width, height) = (size.width.to_string(), size.height.to_string());
    if is_preset && last_size(state).is_some() && count > 1 {
        fill(t.output_follows, &[&width, &height, &image_label(t, count - 1)])
    } else {
        fill(t.output, &[&width, &height])
    }
}
