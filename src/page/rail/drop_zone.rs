//! Images dropped anywhere on the page or pasted.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent};

use crate::page::actions::open::{open_files, open_url};
use crate::page::context::Page;
use crate::page::i18n::t;
use crate::page::keys::is_typing;
use crate::page::scope::listen;
use crate::page::ui::Icon;
use crate::web::file::files_of;

/// Says where to let go, while something is dragged over the page.
#[component]
pub fn DropZone() -> impl IntoView {
    let page = Page::expect();
    let is_over = RwSignal::new(false);
    let events = page.root.events();
    for event in ["dragenter", "dragover"] {
        listen(&events, event, move |event| {
            let event: DragEvent = event.unchecked_into();
            if let Some(data) = event.data_transfer().filter(has_image) {
                event.prevent_default();
                data.set_drop_effect("copy");
                is_over.set(true);
            }
        });
    }
    listen(&events, "dragleave", move |event| {
        let event: DragEvent = event.unchecked_into();
        // Whoever goes from one element of the page to another does not leave it.
        if !event.related_target().is_some_and(|to| page.root.contains(&to)) {
            is_over.set(false);
        }
    });
    listen(&events, "dragend", move |_| is_over.set(false));
    listen(&events, "drop", move |event| {
        is_over.set(false);
        drop_images(page, &event.unchecked_into());
    });
    listen(&events, "paste", move |event| paste_images(page, &event.unchecked_into()));
    view! {
        <div class="drop-zone" id="drop-zone" class:over=is_over aria-hidden="true">
            <p>
                <Icon class="icon icon-picture" />
                {t!(page.i18n, drop_here)}
            </p>
        </div>
    }
}

fn has_image(data: &DataTransfer) -> bool {
    let types = data.types();
    types.iter().filter_map(|kind| kind.as_string()).any(|kind| kind == "Files" || kind == "text/uri-list")
}

fn drop_images(page: Page, event: &DragEvent) {
    let Some(data) = event.data_transfer().filter(has_image) else { return };
    event.prevent_default();
    let files = files_of(data.files());
    if files.is_empty() {
        let urls = data.get_data("text/uri-list").unwrap_or_default();
        if let Some(url) = urls.lines().find(|line| line.starts_with("http")) {
            open_url(page, url);
        }
    } else {
        open_files(page, files);
    }
}

fn paste_images(page: Page, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    let files = files_of(data.files());
    // Words copied together with a picture of them are pasted as words where somebody writes.
    let has_words = data.types().iter().any(|kind| kind == "text/plain");
    if files.is_empty() || (has_words && is_typing(event)) {
        return;
    }
    event.prevent_default();
    open_files(page, files);
}
