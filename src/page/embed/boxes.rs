//! `<wan-boxes>`: an image with its box layer alone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::detail::{boxes_in, boxes_out, size_out};
use super::{Entered, Home, enter};
use crate::core::edit::Draft;
use crate::core::geometry::BoundingBox;
use crate::page::dom::watch;
use crate::page::open;
use crate::page::root;
use crate::page::stage::{Board, alone};
use crate::page::state::State;

/// An image with its box layer, in an app.
pub struct Boxes {
    home: Home,
    entered: Entered<Desk>,
}

/// What is shown.
#[derive(Clone, Copy)]
struct Desk {
    board: Board,
    /// What the app knows of the boxes.
    told: StoredValue<Told, LocalStorage>,
    /// How often an image was asked for: only the last one is shown.
    asked: StoredValue<u32, LocalStorage>,
}

/// The boxes that the app was told of.
#[derive(Default)]
struct Told {
    /// As they were dragged.
    input: Vec<BoundingBox>,
    /// As they were left.
    change: Vec<BoundingBox>,
}

impl Boxes {
    /// Lives in `home` from now on; `None` where the messages cannot be read.
    ///
    /// It reports `input` while a box is dragged, `change` when somebody has changed boxes, `load` with the image's
    /// size, and `error` where there is no image to be had.
    pub fn enter(home: Home, language: &str, messages: String) -> Option<Self> {
        let make = |language| Desk {
            board: Board::new(State::new(language)),
            told: StoredValue::new_local(Told::default()),
            asked: StoredValue::new_local(0),
        };
        let host = home.clone();
        let entered = enter(&home, language, messages, make, move |desk: Desk| {
            if let Some(body) = root::body() {
                alone(desk.board).iter().for_each(|part| drop(body.append_child(part.element())));
            }
            watch(move || {
                let (is_left, boxes) = (!desk.board.is_dragging(), desk.board.boxes());
                let news = desk.told.try_update_value(|told| {
                    let (is_input, is_change) = (told.input != boxes, is_left && told.change != boxes);
                    told.input.clone_from(&boxes);
                    if is_left {
                        told.change = boxes;
                    }
                    [("input", is_input), ("change", is_change)]
                });
                for (word, _) in news.into_iter().flatten().filter(|(_, is_new)| *is_new) {
                    host.tell(word, &JsValue::NULL);
                }
            });
        })?;
        Some(Self { home, entered })
    }

    /// Says everything in the language that has these messages.
    pub fn speak(&self, language: &str, messages: String) {
        super::speak(self.entered.state.board.state, language, messages);
    }

    /// Takes at most so many boxes.
    pub fn set_most(&self, most: u32) {
        self.entered.state.board.most.set(Some(most));
    }

    /// Shows an image: these bytes, else what is at `url`, else none. Boxes of the one before go.
    pub fn show(&self, name: String, bytes: Option<Blob>, url: String) {
        let Desk { board, told, asked } = self.entered.state;
        let state = board.state;
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        told.set_value(Told::default());
        state.notices.set(Vec::new());
        state.selected_box.set(None);
        state.draft.set(Draft::default());
        state.pictures.set_value(Default::default());
        if bytes.is_none() && url.is_empty() {
            return;
        }
        let home = self.home.clone();
        spawn_local(async move {
            let id = match bytes {
                Some(bytes) => open::open_blob(state, name, bytes).await,
                None => Some(open::add_url(state, url).await),
            };
            if asked.get_value() != mine {
                // Another one was asked for meanwhile.
                if let Some(id) = id {
                    state.draft.update(|draft| draft.remove(id));
                }
                return;
            }
            state.draft.update(Draft::forget_steps);
            let size = untrack(|| board.size());
            home.tell(if size.is_some() { "load" } else { "error" }, &size_out(size));
        });
    }

    /// `[[x1, y1, x2, y2], …]` in pixels of the image, as they are dragged right now.
    pub fn boxes(&self) -> JsValue {
        boxes_out(&untrack(|| self.entered.state.board.boxes()))
    }

    /// Sets the boxes; what lies outside the image is cut off. Nothing is reported, and
    /// the way back ends here.
    pub fn set_boxes(&self, boxes: &JsValue) {
        let Desk { board, told, .. } = self.entered.state;
        board.abort();
        let Some(size) = untrack(|| board.size()) else { return };
        let boxes = boxes_in(boxes, size);
        told.set_value(Told { input: boxes.clone(), change: boxes.clone() });
        board.state.selected_box.set(None);
        board.set_boxes(boxes);
        board.state.draft.update(Draft::forget_steps);
    }
}
