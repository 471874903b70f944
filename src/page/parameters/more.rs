//! Options that are rarely touched.

use super::{change, labelled, segment, switch};
use crate::core::edit::{Delivery, ImageSource, ModeRow, Parameter};
use crate::page::dom::{El, div, el, settled};
use crate::page::messages::Messages;
use crate::page::state::State;

/// What transparency is laid on, where there is any.
pub(super) fn background(state: State, t: &'static Messages) -> El {
    let has_alpha = settled(move || {
        state.draft.with(|draft| {
            draft.images().iter().any(|image| matches!(&image.image.source, ImageSource::Local(facts) if facts.alpha))
        })
    });
    div("optional").part(move || {
        has_alpha.get().then(|| {
            let input = el("input")
                .attr("type", "color")
                .id("background")
                .value(move || state.form.with(|form| form.background.clone()))
                .typed(move |colour| change(state, |form| form.background = colour));
            let note = el("span").class("note").text(t.background_note);
            labelled("background", t.background, div("colour").child(input).child(note))
        })
    })
}

/// Options that are rarely touched.
pub(super) fn more(state: State, t: &'static Messages, row: &'static ModeRow) -> El {
    let prompt_extend = row.has(Parameter::PromptExtend).then(|| {
        let is_on = move || state.form.with(|form| form.prompt_extend);
        switch("prompt-extend", t.prompt_extend, t.prompt_extend_note, is_on, move |on| {
            change(state, |form| form.prompt_extend = on);
        })
    });
    let thinking = row.has(Parameter::ThinkingMode).then(|| {
        let is_on = move || state.form.with(|form| form.thinking_mode);
        switch("thinking-mode", t.thinking, t.thinking_note, is_on, move |on| {
            change(state, |form| form.thinking_mode = on);
        })
    });
    let delivery = row.deliveries.contains(&Delivery::Sync).then(|| delivery(state, t));
    let body = div("more-body").child_if(prompt_extend).child_if(thinking).child_if(delivery);
    el("details").class("more").child(el("summary").text(t.more)).child(body)
}

fn delivery(state: State, t: &'static Messages) -> El {
    let is_sync = move || state.form.with(|form| form.is_sync);
    let one = |id: &str, name: &str, sync: bool| {
        segment("delivery", id, name, move || is_sync() == sync, move || change(state, |form| form.is_sync = sync))
    };
    el("fieldset")
        .child(el("legend").class("label").text(t.delivery))
        .child(div("segments").child(one("delivery-task", t.by_task, false)).child(one(
            "delivery-sync",
            t.by_sync,
            true,
        )))
        .child(el("p").class("note").say(move || if is_sync() { t.by_sync_note } else { t.by_task_note }))
}
