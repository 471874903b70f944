//! The source images in order, and every way to add one: pick, drop, paste, address.

mod drop;
mod item;
mod lift;
mod url_form;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement};

use self::lift::Lift;
use super::dom::{El, Signal, button, div, el};
use super::messages::{fill, fill_numbers, image_label};
use super::open::open_files;
use super::root;
use super::stage::focus;
use super::state::State;
use crate::web::file::files_of;

/// The rail's own state.
#[derive(Clone, Copy)]
struct Order {
    state: State,
    /// The thumbnail that is dragged.
    lift: Signal<Option<Lift>>,
}

/// The source images in order.
pub fn rail(state: State) -> El {
    let rail = Order { state, lift: Signal::new(None) };
    let ids = move || state.draft.with(|draft| draft.images().iter().map(|image| image.id).collect());
    let list = el("ol")
        .class("rail-list")
        // While a thumbnail is dragged the rail does not scroll.
        .on("touchmove", move |event| rail.keep_still(&event))
        .each(ids, move |id| item::item(rail, id));
    let add = button("rail-tile")
        .id("add-image")
        .attr_say("aria-label", move || state.t().add_images)
        .attr_say("title", move || state.t().add_images)
        .click(pick_files)
        .child(el("i").class("icon icon-plus").class_while("icon-wait", move || state.opening.get() > 0));
    let by_url =
        button("rail-link").id("open-url").attr("popovertarget", "url-form").say(move || state.t().by_url_short);
    let count = move || {
        let count = state.draft.with(|draft| draft.images().len() as u32);
        let most = state.row().filter(|_| count > 0).map(|row| row.images.value.1);
        most.map(|most| fill_numbers("{0} / {1}", &[count, most])).unwrap_or_default()
    };
    let files = el("input")
        .attr("type", "file")
        .id("file-input")
        .attr("hidden", "")
        .attr("multiple", "")
        .attr("accept", "image/jpeg,image/png,image/bmp,image/webp")
        .on("change", move |event| picked(state, &event));
    el("nav")
        .class("rail")
        .id("rail")
        .attr_say("aria-label", move || state.t().source_images)
        .child(list)
        .child(div("rail-add").child(add).child(by_url).child(el("span").class("rail-count").say(count)))
        .child(files)
        .child(url_form::url_form(state))
        .child(el("p").class("unseen").id("rail-keys").say(move || state.t().rail_keys))
        .child(drop::drop_zone(state))
}

/// Opens the browser's file picker.
pub fn pick_files() {
    if let Some(input) = root::by_id("file-input") {
        input.unchecked_into::<HtmlElement>().click();
    }
}

fn picked(state: State, event: &Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    open_files(state, files_of(input.files()));
    // The same file may be picked again.
    input.set_value("");
}

impl Order {
    /// Keeps the browser from doing anything else while a thumbnail is dragged.
    fn keep_still(self, event: &Event) {
        if self.lift.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    }

    /// Puts an image at another place, keeps the focus on it and says so.
    fn reorder(self, id: u32, to: usize) {
        let state = self.state;
        let (from, count) = state.draft.with_untracked(|draft| (draft.position(id), draft.images().len()));
        let to = to.min(count.saturating_sub(1));
        if from == Some(to) {
            return;
        }
        state.draft.update(|draft| draft.reorder(id, to));
        let name = self.name_of(id);
        state.said.set(fill(state.t_untracked().moved_to, &[&name, &(to + 1).to_string(), &count.to_string()]));
        focus_thumbnail(to);
    }

    /// Takes an image out and goes on to its neighbour.
    fn remove(self, id: u32) {
        let state = self.state;
        let Some(at) = state.draft.with_untracked(|draft| draft.position(id)) else { return };
        let name = self.name_of(id);
        state.draft.update(|draft| draft.remove(id));
        let next = state.draft.with_untracked(|draft| {
            let last = draft.images().len().checked_sub(1)?;
            let at = at.min(last);
            Some((at, draft.images()[at].id))
        });
        if state.selected_image.get_untracked() == Some(id) {
            state.selected_image.set(next.map(|(_, id)| id));
        }
        state.said.set(fill(state.t_untracked().removed, &[&name]));
        match next {
            Some((at, _)) => focus_thumbnail(at),
            None => focus(root::by_id("add-image").as_ref()),
        }
    }

    fn name_of(self, id: u32) -> String {
        self.state.draft.with_untracked(|draft| draft.image(id).map(|image| image.name.clone())).unwrap_or_default()
    }
}

/// Focuses the thumbnail at a place, once it is drawn.
fn focus_thumbnail(at: usize) {
    request_animation_frame(move || {
        let selector = ["[data-source='", &at.to_string(), "'] .thumbnail"].concat();
        focus(root::find(&selector).as_ref());
    });
}

/// `Image 1`, `图1`: what the image is called in prompts; tracked.
fn number(state: State, at: usize) -> String {
    image_label(state.t(), at)
}
