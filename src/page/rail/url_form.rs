//! An image by its URL.

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::page::actions::open::open_url;
use crate::page::context::Page;
use crate::page::i18n::t;

/// A small form that pops up.
#[component]
pub fn UrlForm() -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let form = NodeRef::<html::Form>::new();
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(form), Some(input)) = (form.get_untracked(), input.get_untracked()) else { return };
        open_url(page, &input.value());
        input.set_value("");
        let _ = form.hide_popover();
    };
    view! {
        <form node_ref=form id="url-form" class="url-form" popover="auto" on:submit=submit>
            <label for="image-url">{t!(i18n, image_url)}</label>
            <input
                node_ref=input
                id="image-url"
                class="field"
                type="url"
                required
                autofocus
                autocomplete="off"
                spellcheck="false"
                placeholder="https://"
            />
            <p>{t!(i18n, image_url_hint)}</p>
            <button type="submit" id="add-url" class="button primary">
                {t!(i18n, add_url)}
            </button>
        </form>
    }
}
