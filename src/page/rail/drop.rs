//! Pictures dropped anywhere on the page or pasted.

use leptos::ev::{self, DragEvent};
use leptos::prelude::*;
use web_sys::{ClipboardEvent, DataTransfer};

use crate::page::open::{open_files, open_url};
use crate::page::state::State;
use crate::web::file::files_of;

/// Says where to let go, while something is dragged over the page.
#[component]
pub fn DropZone() -> impl IntoView {
    let state = State::expect();
    let is_over = RwSignal::new(false);
    let over = move |event: &DragEvent| {
        if event.data_transfer().is_some_and(|data| has_picture(&data)) {
            event.prevent_default();
            if let Some(data) = event.data_transfer() {
                data.set_drop_effect("copy");
            }
            is_over.set(true);
        }
    };
    let listeners = [
        window_event_listener(ev::dragenter, move |event| over(&event)),
        window_event_listener(ev::dragover, move |event| over(&event)),
        window_event_listener(ev::dragleave, move |event| {
            // Only leaving the window has nothing to go to.
            if event.related_target().is_none() {
                is_over.set(false);
            }
        }),
        window_event_listener(ev::dragend, move |_| is_over.set(false)),
        window_event_listener(ev::drop, move |event| {
            is_over.set(false);
            dropped(state, &event);
        }),
        window_event_listener(ev::paste, move |event| pasted(state, &event)),
    ];
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    view! {
        <div class="drop-zone" id="drop-zone" class:over=move || is_over.get() aria-hidden="true">
            <p>
                <i class="icon icon-picture"></i>
                {move || state.t().drop_here}
            </p>
        </div>
    }
    .into_any()
}

fn has_picture(data: &DataTransfer) -> bool {
    let types = data.types();
    types.iter().filter_map(|kind| kind.as_string()).any(|kind| kind == "Files" || kind == "text/uri-list")
}

fn dropped(state: State, event: &DragEvent) {
    let Some(data) = event.data_transfer().filter(has_picture) else { return };
    event.prevent_default();
    let files = files_of(data.files());
    if files.is_empty() {
        let address = data.get_data("text/uri-list").unwrap_or_default();
        if let Some(address) = address.lines().find(|line| line.starts_with("http")) {
            open_url(state, address.to_owned());
        }
    } else {
        open_files(state, files);
    }
}

fn pasted(state: State, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    let files = files_of(data.files());
    // Words copied together with a picture of them are pasted as words where somebody writes.
    let has_words = data.types().iter().any(|kind| kind == "text/plain");
    if files.is_empty() || (has_words && crate::page::stage::is_typing(event)) {
        return;
    }
    event.prevent_default();
    open_files(state, files);
}
