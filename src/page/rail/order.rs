//! The order of the source images: moves one, takes one out, goes from one to the next.

use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, HtmlOListElement};

use crate::page::context::Page;
use crate::page::i18n::tu_string;
use crate::page::keys::Command;
use crate::page::state::thumbnail_drag::ThumbnailDrag;

/// What the thumbnails share.
#[derive(Clone, Copy)]
pub struct Order {
    /// The page.
    pub page: Page,
    /// The list of thumbnails.
    pub list: NodeRef<html::Ol>,
    /// The thumbnail that a pointer holds.
    pub drag: RwSignal<Option<ThumbnailDrag>>,
    /// Runs while a finger rests on it.
    pub(super) rest: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Order {
    /// The order of the page's source images.
    pub fn new() -> Self {
        Self {
            page: Page::expect(),
            list: NodeRef::new(),
            drag: RwSignal::new(None),
            rest: StoredValue::new_local(None),
        }
    }

    /// Where the image with this id stands, and how many there are; not tracked.
    pub fn place(self, id: u32) -> (usize, usize) {
        let draft = self.page.edit.draft.draft;
        draft.with_untracked(|draft| (draft.position(id).unwrap_or_default(), draft.images().len()))
    }

    /// What the image with this id is called; not tracked.
    pub fn name(self, id: u32) -> String {
        let draft = self.page.edit.draft.draft;
        draft.with_untracked(|draft| draft.image(id).map(|image| image.name.clone())).unwrap_or_default()
    }

    /// Does what a key wants of the image with this id; answers whether there was something to do.
    pub fn execute(self, command: Command, id: u32) -> bool {
        let (at, count) = self.place(id);
        match command {
            Command::Go(by) => self.focus(at.saturating_add_signed(by).min(count.saturating_sub(1))),
            Command::Move(by) => self.reorder(id, at.saturating_add_signed(by)),
            Command::Remove => self.remove(id),
            Command::Abort => return self.abort(),
            _ => return false,
        }
        true
    }

    /// Puts an image at another place (from 0, clamped), keeps the focus on it and says so.
    pub fn reorder(self, id: u32, to: usize) {
        let (from, count) = self.place(id);
        let to = to.min(count.saturating_sub(1));
        if from == to {
            return;
        }
        self.page.edit.draft.draft.update(|draft| draft.reorder(id, to));
        let moved_to = tu_string!(self.page.i18n, moved_to, image = self.name(id), number = to + 1, count = count);
        self.page.ui.status_text.set(moved_to);
        self.focus(to);
    }

    /// Takes an image out and goes on to its neighbour.
    pub fn remove(self, id: u32) {
        let (at, count) = self.place(id);
        let name = self.name(id);
        let state = self.page.edit.draft;
        state.draft.update(|draft| draft.remove(id));
        let next = at.min(count.saturating_sub(2));
        if state.selected_image.get_untracked() == Some(id) {
            let next = state.draft.with_untracked(|draft| draft.images().get(next).map(|image| image.id));
            state.selected_image.set(next);
        }
        self.page.ui.status_text.set(tu_string!(self.page.i18n, removed, image = name));
        if count > 1 {
            self.focus(next);
        } else {
            self.page.ui.focus("add-image");
        }
    }

    /// Focuses the thumbnail at a place (from 0), once it is drawn.
    fn focus(self, at: usize) {
        request_animation_frame(move || {
            let Some(list) = self.list.try_get_untracked().flatten() else { return };
            let item = list.children().item(at as u32);
            if let Some(thumbnail) = item.and_then(|item| item.first_element_child()) {
                focus_in_place(&thumbnail);
            }
        });
    }

    /// What has the focus among the thumbnails.
    fn focused(self) -> Option<Element> {
        let list = self.list.get_untracked()?;
        self.page.root.focused().filter(|focused| list.contains(Some(focused)))
    }

    /// Call before the thumbnails are put in another order. Afterwards the focus is where it was, and no thumbnail slides
    /// to its place from where it was.
    pub fn keep_in_place(self) {
        let Some(list) = self.list.get_untracked() else { return };
        let focused = self.focused();
        queue_microtask(move || {
            insert_anew(&list);
            if let Some(focused) = focused.filter(|focused| list.contains(Some(focused))) {
                focus_in_place(&focused);
            }
        });
    }
}

/// Puts every item in anew where it is: an element that has just been inserted has no transition.
fn insert_anew(list: &HtmlOListElement) {
    let items = list.children();
    for item in (0..items.length()).filter_map(|at| items.item(at)) {
        let _ = list.insert_before(&item, item.next_sibling().as_ref());
    }
}

/// Focuses an element without scrolling to it.
fn focus_in_place(element: &Element) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.unchecked_ref::<HtmlElement>().focus_with_options(&options);
}
