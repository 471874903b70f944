//! The stage before there is an image: where to begin.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::page::actions::open::open_sample;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::templates::TemplatesButton;
use crate::page::ui::Icon;

/// An invitation.
#[component]
pub(super) fn EmptyStage() -> impl IntoView {
    let page = Page::expect();
    let i18n = use_i18n();
    let pick_files = move |_| {
        if let Some(input) = page.root.by_id("file-input") {
            input.unchecked_into::<HtmlElement>().click();
        }
    };
    view! {
        <div class="empty">
            <Icon class="icon icon-picture" />
            <h2>{t!(i18n, empty_title)}</h2>
            <p>{t!(i18n, empty_ways)}</p>
            <div class="empty-actions">
                <button type="button" class="button primary" on:click=pick_files>
                    {t!(i18n, pick_files)}
                </button>
                <button type="button" class="button" popovertarget="url-form">
                    {t!(i18n, by_url)}
                </button>
                <button type="button" class="button" id="open-sample" on:click=move |_| open_sample(page)>
                    {t!(i18n, try_sample)}
                </button>
                <TemplatesButton id="empty-templates" class="button" />
            </div>
            <p class="empty-limits">{t!(i18n, accepted_files)}</p>
        </div>
    }
    .into_any()
}
