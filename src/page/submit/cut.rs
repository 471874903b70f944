//! What to do about a limit on the way: settings for the next edit. Nothing is sent by itself.

use leptos::prelude::*;

use crate::core::edit::Delivery;
use crate::core::job::{Cut, Error};
use crate::page::dom::{El, Signal, button, el};
use crate::page::messages::{Messages, fill_numbers};
use crate::page::state::State;

/// What ran into which limit, and a button that avoids it.
pub(super) fn cut(state: State, t: &'static Messages, error: &Error) -> Option<El> {
    let cut = error.cut?;
    let is_set = Signal::new(false);
    let can_task = untrack(|| state.delivery() != Delivery::Task && state.deliveries().contains(&Delivery::Task));
    let can_upload = untrack(|| state.can_upload()) && !state.form.with_untracked(|form| form.is_uploading);
    let (says, button_of) = match cut {
        Cut::Size => (
            t.doctor.cut_size.to_owned(),
            can_upload.then(|| {
                button("button").id("upload-instead").text(t.choices.upload).click(move || {
                    state.form.update(|form| form.is_uploading = true);
                    is_set.set(true);
                })
            }),
        ),
        Cut::Time(seconds) => (
            fill_numbers(if can_task { t.doctor.cut_time } else { t.doctor.cut_time_only }, &[seconds]),
            can_task.then(|| {
                button("button").id("as-task").text(t.doctor.as_task).click(move || {
                    state.form.update(|form| form.delivery = Some(Delivery::Task));
                    is_set.set(true);
                })
            }),
        ),
    };
    let button_of = button_of.map(|button| button.attr_while("disabled", "", move || is_set.get()));
    let is_done = el("p").attr("role", "status").say(move || if is_set.get() { t.doctor.set } else { "" });
    Some(el("div").class("cut").child(el("p").text(&says)).child_if(button_of).child(is_done))
}
