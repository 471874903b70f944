//! The stage before there is an image: where to begin.

use crate::page::dom::{El, button, div, el};
use crate::page::open::open_sample;
use crate::page::rail;
use crate::page::state::State;

/// An invitation.
pub(super) fn empty(state: State) -> El {
    let pick = button("button primary").say(move || state.t().pick_files).click(rail::pick_files);
    let by_url = button("button").attr("popovertarget", "url-form").say(move || state.t().by_url);
    let sample = button("button").id("open-sample").say(move || state.t().try_sample).click(move || open_sample(state));
    div("empty")
        .child(el("i").class("icon icon-picture"))
        .child(el("h2").say(move || state.t().empty_title))
        .child(el("p").say(move || state.t().empty_ways))
        .child(div("empty-actions").child(pick).child(by_url).child(sample))
        .child(el("p").class("empty-limits").say(move || state.t().accepted_files))
}
