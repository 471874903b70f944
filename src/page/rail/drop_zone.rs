//! Images dropped anywhere on the page or pasted.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent};

use crate::core::edit::image_of_html;
use crate::page::actions::open::{open_data_url, open_files, open_url};
use crate::page::context::Page;
use crate::page::i18n::t;
use crate::page::keys::is_typing;
use crate::page::scope::listen;
use crate::page::state::Notice;
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
    let is_image = |kind: String| matches!(kind.as_str(), "Files" | "text/uri-list" | "text/html");
    types.iter().filter_map(|kind| kind.as_string()).any(is_image)
}

fn drop_images(page: Page, event: &DragEvent) {
    let Some(data) = event.data_transfer().filter(has_image) else { return };
    event.prevent_default();
    let files = files_of(data.files());
    if !files.is_empty() {
        return open_files(page, files);
    }
    match dropped_url(&data) {
        Some(url) if url.starts_with("data:") => open_data_url(page, &url),
        Some(url) => open_url(page, &url),
        None => page.notices.push_once(Notice::NothingDropped),
    }
}

/// The address of what was dropped: of the image, where it was dragged out of a page, and not of what it links to.
fn dropped_url(data: &DataTransfer) -> Option<String> {
    let html = data.get_data("text/html").unwrap_or_default();
    let urls = data.get_data("text/uri-list").unwrap_or_default();
    let is_known = |url: &String| ["http:", "https:", "data:image/"].iter().any(|start| url.starts_with(start));
    let image = image_of_html(&html).filter(is_known);
    image.or_else(|| urls.lines().map(|line| line.trim().to_owned()).find(is_known))
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
