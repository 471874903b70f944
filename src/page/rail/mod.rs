//! The source images in order, and every way to add one: pick, drop, paste, address.

mod drop;
mod item;
mod lift;
mod url_form;

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use self::drop::DropZone;
use self::item::Item;
use self::lift::Lift;
use self::url_form::UrlForm;
use super::messages::fill;
use super::open::open_files;
use super::stage::focus;
use super::state::State;

use crate::core::edit::prompt::image_name;
use crate::web::file::files_of;

/// The rail's own state.
#[derive(Clone, Copy)]
struct Order {
    state: State,
    /// The thumbnail that is dragged.
    lift: RwSignal<Option<Lift>>,
}

/// The source images in order.
#[component]
pub fn Rail() -> impl IntoView {
    let state = State::expect();
    let rail = Order { state, lift: RwSignal::new(None) };
    let images = Memo::new(move |_| {
        state.draft.with(|draft| draft.images().iter().map(|image| (image.id, image.name.clone())).collect::<Vec<_>>())
    });
    let items = move || {
        let images = images.get();
        images.into_iter().enumerate().map(|(at, (id, name))| view! { <Item rail at id name/> }).collect_view()
    };
    let most = move || state.row().map(|row| row.images.value.1).filter(|_| images.with(|images| !images.is_empty()));
    view! {
        <nav class="rail" id="rail" aria-label=move || state.t().source_images>
            <ol class="rail-list" on:touchmove=move |event| {
                // While a thumbnail is dragged the rail does not scroll.
                if rail.lift.with_untracked(Option::is_some) {
                    event.prevent_default();
                }
            }>{items}</ol>
            <div class="rail-add">
                <button
                    type="button"
                    id="add-image"
                    class="rail-tile"
                    aria-label=move || state.t().add_images
                    title=move || state.t().add_images
                    on:click=move |_| pick_files()
                >
                    <i class="icon icon-plus" class:icon-wait=move || { state.opening.get() > 0 }></i>
                </button>
                <button type="button" id="open-url" class="rail-link" popovertarget="url-form">{move || state.t().by_url_short}</button>
                <span class="rail-count">{move || most().map(|most| format!("{} / {most}", images.with(Vec::len)))}</span>
            </div>
            <input
                type="file"
                id="file-input"
                hidden
                multiple
                accept="image/jpeg,image/png,image/bmp,image/webp"
                on:change=move |event| picked(state, &event)
            />
            <UrlForm/>
            
            <p class="unseen" id="rail-keys">{move || state.t().rail_keys}</p>
            <DropZone/>
        </nav>
    }
    .into_any()
}

/// Opens the browser's file picker.
pub fn pick_files() {
    if let Some(input) = document().get_element_by_id("file-input") {
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
            None => focus(document().get_element_by_id("add-image").as_ref()),
        }
    }

    fn name_of(self, id: u32) -> String {
        self.state.draft.with_untracked(|draft| draft.image(id).map(|image| image.name.clone())).unwrap_or_default()
    }
}

/// Focuses the thumbnail at a place, once it is drawn.
fn focus_thumbnail(at: usize) {
    request_animation_frame(move || {
        let selector = format!("[data-source='{at}'] .thumbnail");
        focus(document().query_selector(&selector).ok().flatten().as_ref());
    });
}

/// `图1`, the name that prompts use.
fn number(at: usize) -> String {
    image_name(at)
}
