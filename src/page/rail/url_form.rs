//! An image by its address.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use crate::page::open::open_url;
use crate::page::state::State;

/// A small form that pops up.
#[component]
pub fn UrlForm() -> impl IntoView {
    let state = State::expect();
    let form = NodeRef::<html::Form>::new();
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        open_url(state, input.value());
        input.set_value("");
        if let Some(form) = form.get_untracked() {
            let _ = form.hide_popover();
        }
    };
    view! {
        <form id="url-form" class="url-form" popover="auto" node_ref=form on:submit=submit>
            <label for="image-url">{move || state.t().image_url}</label>
            <input
                id="image-url"
                class="field"
                type="url"
                required
                autofocus
                autocomplete="off"
                spellcheck="false"
                placeholder="https://"
                node_ref=input
            />
            <p>{move || state.t().image_url_hint}</p>
            <button type="submit" id="add-url" class="button primary">{move || state.t().add_url}</button>
        </form>
    }
    .into_any()
}
