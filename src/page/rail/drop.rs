//! Pictures dropped anywhere on the page or pasted.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event};

use crate::page::dom::{El, Signal, div, el, keep};
use crate::page::open::{open_files, open_url};
use crate::page::root;
use crate::page::state::State;
use crate::web::Listener;
use crate::web::file::files_of;

/// Says where to let go, while something is dragged over the page.
pub(super) fn drop_zone(state: State) -> El {
    let is_over = Signal::new(false);
    for event in ["dragenter", "dragover", "dragleave", "dragend", "drop", "paste"] {
        keep(Listener::new(&root::events(), event, move |event| heard(state, is_over, &event)));
    }
    div("drop-zone")
        .id("drop-zone")
        .class_while("over", move || is_over.get())
        .attr("aria-hidden", "true")
        .child(el("p").child(el("i").class("icon icon-picture")).say(move || state.t().drop_here))
}

fn heard(state: State, is_over: Signal<bool>, event: &Event) {
    let kind = event.type_();
    if kind == "paste" {
        return pasted(state, event.unchecked_ref());
    }
    let event: &DragEvent = event.unchecked_ref();
    match kind.as_str() {
        "dragenter" | "dragover" => {
            if let Some(data) = event.data_transfer().filter(has_picture) {
                event.prevent_default();
                data.set_drop_effect("copy");
                is_over.set(true);
            }
        }
        // From part to part.
        "dragleave" if event.related_target().is_some_and(|to| root::contains(&to)) => {}
        _ => is_over.set(false),
    }
    if kind == "drop" {
        dropped(state, event);
    }
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
