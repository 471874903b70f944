//! How many images: a number, or a most where the model decides.

use super::{change, segment};
use crate::core::edit::ModeRow;
use crate::page::dom::{El, div, el};
use crate::page::form::{count_range, is_maximum};
use crate::page::messages::{Messages, fill_numbers};
use crate::page::state::State;

/// How many images.
pub(super) fn count(state: State, t: &'static Messages, row: &'static ModeRow) -> El {
    let (min, max) = count_range(row);
    let now = move || state.form.with(|form| form.count_in(row));
    let control = if is_maximum(row) {
        let set = move |text: String| change(state, |form| form.max_images = text.parse().unwrap_or(min));
        let range = el("input").attr("type", "range").id("max-images").attr("aria-label", t.images);
        let range = range.attr("min", &min.to_string()).attr("max", &max.to_string());
        let words = move || fill_numbers(t.choices.most, &[now()]);
        let range = range.attr_say("aria-valuetext", words).value(move || now().to_string()).typed(set);
        div("most numbers").child(range).child(el("output").attr("for", "max-images").say(words))
    } else {
        let one = |n: u32| {
            let name = n.to_string();
            let choose = move || change(state, |form| form.n = n);
            segment("count", &["count-", &name].concat(), &name, move || now() == n, choose)
        };
        div("segments numbers").children((min..=max).map(one).collect())
    };
    el("fieldset").id("count").child(el("legend").class("label").text(t.images)).child(control)
}
