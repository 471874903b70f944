//! Buttons that add images, and how many there are.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement};

use crate::page::actions::open::open_files;
use crate::page::context::Page;
use crate::page::i18n::t;
use crate::page::root::PageRoot;
use crate::web::file::files_of;

/// Opens the browser's file picker, from wherever it is called in answer to a press.
pub fn pick_files(root: PageRoot) {
    if let Some(input) = root.by_id("file-input") {
        input.unchecked_into::<HtmlElement>().click();
    }
}

/// Picks files, opens the form for a URL, and says how many images there are of how many.
#[component]
pub fn AddImages() -> impl IntoView {
    let page = Page::expect();
    let (i18n, draft) = (page.i18n, page.edit.draft);
    let count = move || {
        let count = draft.image_count();
        let row = page.edit.row().filter(|_| count > 0);
        row.map(|row| format!("{count} / {}", row.images.value.1)).unwrap_or_default()
    };
    view! {
        <div class="rail-add">
            <button
                type="button"
                class="rail-tile"
                id="add-image"
                aria-label=t!(i18n, add_images)
                title=t!(i18n, add_images)
                on:click=move |_| pick_files(page.root)
            >
                <i class="icon icon-plus" class:icon-wait=move || draft.opening.get() != 0></i>
            </button>
            <button type="button" class="rail-link" id="open-url" popovertarget="url-form">
                {t!(i18n, by_url_short)}
            </button>
            <span class="rail-count">{count}</span>
        </div>
        <input
            type="file"
            id="file-input"
            hidden
            multiple
            accept="image/jpeg,image/png,image/bmp,image/webp,image/avif,image/gif"
            on:change=move |event| picked(page, &event)
        />
    }
}

fn picked(page: Page, event: &Event) {
    let input: HtmlInputElement = event_target(event);
    open_files(page, files_of(input.files()));
    // The same file may be picked again.
    input.set_value("");
}
