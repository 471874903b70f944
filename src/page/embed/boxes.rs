//! `<wan-boxes>`: an image with its box layer alone.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::convert::{SizeDetail, boxes_within, to_js};
use super::{Host, Mounted, mount};
use crate::core::edit::Draft;
use crate::core::geometry::BoundingBox;
use crate::page::actions::open::{self, Sources};
use crate::page::i18n::I18n;
use crate::page::panic::report_panics;
use crate::page::scope::PageScope;
use crate::page::stage::{BoxAlone, StageState};
use crate::page::state::{DraftState, NoticesState, Pictures, PicturesState};

/// An image with its box layer, in an app.
pub struct Boxes {
    host: Host,
    mounted: Mounted<State>,
}

#[derive(Clone, Copy)]
struct State {
    i18n: I18n,
    scope: PageScope,
    sources: Sources,
    stage: StageState,
    /// Most boxes.
    most: RwSignal<u32>,
    /// What the app knows of the boxes.
    known: StoredValue<Known>,
    /// How often an image was asked for: only the last one is shown.
    asked: StoredValue<u32>,
}

/// The boxes that the app knows of.
#[derive(Default)]
struct Known {
    /// As they were dragged.
    input: Vec<BoundingBox>,
    /// As they were left.
    change: Vec<BoundingBox>,
}

impl Boxes {
    /// Lives in `host` from now on; `None` where the sentences cannot be read.
    ///
    /// It reports `input` while a box is dragged, `change` when somebody has changed boxes, `load` with the image's
    /// size, and `error` where there is no image to be had.
    pub fn mount(host: Host, language: &str, sentences: &str) -> Option<Self> {
        let make = |i18n, root| {
            let draft = DraftState::new(String::new());
            let notices = NoticesState(RwSignal::default());
            let pictures = PicturesState(StoredValue::new_local(Pictures::default()));
            let most = RwSignal::new(0);
            let stage = StageState::new(draft, notices, Signal::derive(move || Ok(most.get())));
            provide_context(i18n);
            provide_context(root);
            provide_context(notices);
            provide_context(pictures);
            report_panics(draft.prompt);
            State {
                i18n,
                scope: PageScope::new(),
                sources: Sources { draft, pictures, notices },
                stage,
                most,
                known: StoredValue::new(Known::default()),
                asked: StoredValue::new(0),
            }
        };
        let app = host.clone();
        let mounted = mount(&host, language, sentences, make, move |state| {
            report(app, state);
            view! { <BoxAlone stage=state.stage /> }
        })?;
        Some(Self { host, mounted })
    }

    /// Says everything in the language with this tag, which has these sentences.
    pub fn speak(&self, language: &str, sentences: &str) {
        super::speak(self.mounted.state.i18n, language, sentences);
    }

    /// Takes at most so many boxes.
    pub fn set_most(&self, most: u32) {
        self.mounted.state.most.set(most);
    }

    /// Shows an image: these bytes, else what is at `url`, else none. Boxes of the one before go.
    pub fn show(&self, name: String, bytes: Option<Blob>, url: String) {
        let State { scope, sources, stage, known, asked, .. } = self.mounted.state;
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        known.set_value(Known::default());
        let draft = sources.draft;
        sources.notices.clear();
        draft.selected_box.set(None);
        draft.draft.set(Draft::default());
        sources.pictures.0.set_value(Pictures::default());
        if bytes.is_none() && url.is_empty() {
            return;
        }
        let host = self.host.clone();
        scope.spawn(async move {
            let id = match bytes {
                Some(bytes) => open::open_blob(sources, name, bytes).await,
                None => Some(open::add_url(sources, url).await),
            };
            if asked.get_value() != mine {
                // Another one was asked for meanwhile.
                if let Some(id) = id {
                    draft.draft.update(|draft| draft.remove(id));
                }
                return;
            }
            draft.draft.update(Draft::forget_steps);
            let size = untrack(|| stage.size());
            host.tell(if size.is_some() { "load" } else { "error" }, &to_js(&size.map(SizeDetail::from)));
        });
    }

    /// `[[x1, y1, x2, y2], …]` in pixels of the image, as they are dragged right now.
    pub fn boxes(&self) -> JsValue {
        let boxes = untrack(|| self.mounted.state.stage.boxes());
        to_js(&boxes.iter().map(|bbox| bbox.to_array()).collect::<Vec<_>>())
    }

    /// Sets the boxes; what lies outside the image is cut off. Nothing is reported, and the way back ends here.
    pub fn set_boxes(&self, boxes: JsValue) {
        let State { stage, known, .. } = self.mounted.state;
        stage.abort();
        let Some(size) = untrack(|| stage.size()) else { return };
        let boxes = boxes_within(serde_wasm_bindgen::from_value(boxes).unwrap_or_default(), size);
        known.set_value(Known { input: boxes.clone(), change: boxes.clone() });
        stage.draft.selected_box.set(None);
        stage.set_boxes(boxes);
        stage.draft.draft.update(Draft::forget_steps);
    }
}

/// Tells the app when somebody has changed boxes.
fn report(host: Host, state: State) {
    Effect::new(move |_| {
        let (is_left, boxes) = (!state.stage.is_dragging(), state.stage.boxes());
        let news = state.known.try_update_value(|known| {
            let (is_input, is_change) = (known.input != boxes, is_left && known.change != boxes);
            known.input.clone_from(&boxes);
            if is_left {
                known.change = boxes;
            }
            [("input", is_input), ("change", is_change)]
        });
        for (word, _) in news.into_iter().flatten().filter(|(_, is_new)| *is_new) {
            host.tell(word, &JsValue::NULL);
        }
    });
}
