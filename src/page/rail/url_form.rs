//! An image by its address.

use web_sys::{HtmlElement, HtmlInputElement};

use crate::page::dom::{El, el};
use crate::page::open::open_url;
use crate::page::state::State;

/// A small form that pops up.
pub(super) fn url_form(state: State) -> El {
    let input = el("input")
        .id("image-url")
        .class("field")
        .attr("type", "url")
        .attr("required", "")
        .attr("autofocus", "")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "https://");
    let form = el("form").id("url-form").class("url-form").attr("popover", "auto");
    let (field, popover) = (input.of_type::<HtmlInputElement>(), form.of_type::<HtmlElement>());
    form.on("submit", move |event| {
        event.prevent_default();
        open_url(state, field.value());
        field.set_value("");
        let _ = popover.hide_popover();
    })
    .child(el("label").attr("for", "image-url").say(move || state.t().image_url))
    .child(input)
    .child(el("p").say(move || state.t().image_url_hint))
    .child(el("button").attr("type", "submit").id("add-url").class("button primary").say(move || state.t().add_url))
}
