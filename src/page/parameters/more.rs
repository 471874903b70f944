//! Options that are rarely touched.

use super::{change, labelled, segment, switch};
use crate::core::edit::{Delivery, ImageSource, ModeRow, Parameter};
use crate::page::dom::{El, div, el, settled};
use crate::page::messages::{Messages, fill};
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
    let deliveries = settled(move || state.deliveries());
    let can_upload = settled(move || row.images.value.1 > 0 && state.can_upload());
    let body = div("more-body")
        .child_if(prompt_extend)
        .child_if(thinking)
        .part(move || Some(delivery(state, t, &deliveries.get())))
        .part(move || can_upload.get().then(|| upload(state, t)));
    el("details").class("more").child(el("summary").text(t.more)).child(body)
}

/// How the answer is awaited.
fn delivery(state: State, t: &'static Messages, ways: &[Delivery]) -> El {
    let name = move |way: Delivery| match way {
        Delivery::Task => t.by_task,
        Delivery::Sync => t.by_sync,
        Delivery::Stream => t.choices.by_stream,
    };
    let one = |way: Delivery| {
        let id = ["delivery-", way.name()].concat();
        let choose = move || change(state, |form| form.delivery = Some(way));
        segment("delivery", &id, name(way), move || state.delivery() == way, choose)
    };
    let is_choice = ways.len() > 1;
    let note = move || {
        let way = state.delivery();
        let note = match way {
            Delivery::Task => t.by_task_note,
            Delivery::Sync => t.by_sync_note,
            Delivery::Stream => t.choices.by_stream_note,
        };
        if is_choice { note.to_owned() } else { fill(t.choices.delivery_only, &[name(way), note]) }
    };
    let choice = is_choice.then(|| div("segments").children(ways.iter().copied().map(one).collect()));
    el("fieldset")
        .id("delivery")
        .child(el("legend").class("label").text(t.delivery))
        .child_if(choice)
        .child(el("p").class("note").id("delivery-note").say(note))
}

fn upload(state: State, t: &'static Messages) -> El {
    let is_on = move || state.form.with(|form| form.is_uploading);
    switch("upload-first", t.choices.upload, t.choices.upload_note, is_on, move |on| {
        change(state, |form| form.is_uploading = on);
    })
}
