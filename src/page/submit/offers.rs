//! Tasks of earlier runs that can still be collected.

use crate::page::dom::{El, button, div, el};
use crate::page::messages::Messages;
use crate::page::state::State;
use crate::page::tasks::KeptTask;
use crate::page::{run, tasks};

/// One line per task.
pub(super) fn offers(state: State) -> El {
    let list = move || {
        let t = state.t();
        // The error panel speaks of its own task.
        let in_error = state.error.with(|error| error.as_ref().and_then(|error| error.task_id.clone()));
        let mut offers = state.offers.get();
        offers.retain(|offer| Some(&offer.task_id) != in_error.as_ref());
        if offers.is_empty() || state.run.with(Option::is_some) {
            return None;
        }
        let items = offers.into_iter().map(|offer| one(state, t, offer)).collect();
        Some(
            div("news calm")
                .child(el("h3").text(t.kept_title))
                .child(el("ul").children(items))
                .child(el("p").class("note").text(t.kept_note)),
        )
    };
    el("div").id("kept-tasks").attr("aria-live", "polite").part(list)
}

fn one(state: State, t: &'static Messages, offer: KeptTask) -> El {
    let date = js_sys::Date::new(&offer.began_millis.into());
    let digits = |number: u32| (number + 100).to_string()[1..].to_owned();
    let time = [&digits(date.get_hours()), ":", &digits(date.get_minutes())].concat();
    let words = if offer.prompt.is_empty() { &offer.task_id } else { &offer.prompt };
    let words = el("span").class("offer-words").attr("title", &offer.model).text(words);
    let task_id = offer.task_id.clone();
    let ask = button("link").text(t.ask_again).click(move || run::resume(state, offer.clone()));
    let forget = button("link quiet").text(t.forget_task).click(move || {
        tasks::forget(&task_id);
        state.offers.update(|offers| offers.retain(|offer| offer.task_id != task_id));
    });
    el("li")
        .class("offer")
        .child(el("span").class("numbers").text(&time))
        .child(words)
        .child(el("span").class("offer-actions").child(ask).child(forget))
}
