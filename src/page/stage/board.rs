//! What the stage knows besides the page's state: the drag in progress and the zoom, and what can be done to boxes
//! without a pointer. The components of the stage read it and report to it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::press::Press;
use crate::core::edit::drag::centered;
use crate::core::edit::{Draft, Parameter, model};
use crate::core::geometry::{BoundingBox, Handle, Size};

use crate::page::state::{Notice, State};

/// The stage's own state. Copied into every closure; all copies are the same.
#[derive(Clone, Copy)]
pub struct Board {
    /// The page's state.
    pub state: State,
    /// The `<img>`, whose rectangle is the view.
    pub image: NodeRef<html::Img>,
    /// What the boxes are drawn on, exactly over the image.
    pub layer: NodeRef<html::Div>,
    /// Percent of natural size; `None` to fit the stage.
    pub zoom: RwSignal<Option<u32>>,
    /// Percent of natural size that is shown now.
    pub shown_percent: RwSignal<u32>,
    /// The image on the stage.
    pub current: Memo<Option<u32>>,
    /// Its natural size, upright; `None` where it is not known.
    pub size: Memo<Option<Size>>,
    /// Its boxes, as they are dragged right now.
    pub boxes: Memo<Vec<BoundingBox>>,
    /// Most boxes per image that the model takes in this mode; 0 for none.
    pub max_boxes: Memo<u32>,
    /// Boxes while a drag lasts.
    pub(super) preview: RwSignal<Option<Vec<BoundingBox>>>,
    pub(super) press: StoredValue<Option<Press>>,
}

impl Board {
    /// A board for the page's state.
    pub fn new(state: State) -> Self {
        let preview = RwSignal::new(None::<Vec<BoundingBox>>);
        let current = Memo::new(move |_| {
            state.draft.with(|draft| {
                let selected = state.selected_image.get().filter(|id| draft.position(*id).is_some());
                selected.or_else(|| draft.images().first().map(|image| image.id))
            })
        });
        Self {
            state,
            image: NodeRef::new(),
            layer: NodeRef::new(),
            zoom: RwSignal::new(None),
            shown_percent: RwSignal::new(100),
            current,
            size: Memo::new(move |_| {
                let id = current.get()?;
                state.draft.with(|draft| draft.image(id)?.image.size())
            }),
            boxes: Memo::new(move |_| {
                preview.get().unwrap_or_else(|| current.get().map(|id| bboxes_of(state.draft, id)).unwrap_or_default())
            }),
            max_boxes: Memo::new(move |_| {
                let takes_boxes = state.row().is_some_and(|row| row.has(Parameter::BboxList));
                let model = state.form.with(|form| model(&form.model)).filter(|_| takes_boxes);
                model.map_or(0, |model| model.boxes_per_image.value)
            }),
            preview,
            press: StoredValue::new(None),
        }
    }

    /// Whether a drag is going on; tracked.
    pub fn is_dragging(self) -> bool {
        self.preview.with(Option::is_some)
    }

    /// The selected box, where it exists; tracked.
    pub fn selected(self) -> Option<(usize, BoundingBox)> {
        let index = self.state.selected_box.get()?;
        self.boxes.with(|boxes| boxes.get(index).map(|bbox| (index, *bbox)))
    }

    /// Sets the boxes of the image on the stage: one step to undo.
    pub fn set_boxes(self, boxes: Vec<BoundingBox>) {
        if let Some(id) = self.current.get_untracked() {
            self.state.draft.update(|draft| draft.set_bboxes(id, boxes));
        }
    }

    /// Changes one box by `change`, which knows the image's size.
    pub fn change_box(self, index: usize, change: impl Fn(BoundingBox, Size) -> Option<BoundingBox>) {
        let Some(size) = self.size.get_untracked() else { return };
        let mut boxes = self.boxes.get_untracked();
        if let Some(changed) = boxes.get(index).and_then(|bbox| change(*bbox, size)) {
            boxes[index] = changed;
            self.set_boxes(boxes);
        }
    }

    /// Moves a box or one of its handles by whole image pixels.
    pub fn nudge(self, index: usize, handle: Option<Handle>, dx: i64, dy: i64) {
        self.change_box(index, |bbox, size| {
            Some(match handle {
                Some(handle) => bbox.resized(handle, dx, dy, size),
                None => bbox.moved(dx, dy, size),
            })
        });
    }

    /// Adds a box in the middle, selected and focused; says why where it cannot.
    pub fn add_box(self) {
        let Some(size) = self.size.get_untracked() else { return };
        let mut boxes = self.boxes.get_untracked();
        if !self.may_add(boxes.len()) {
            return;
        }
        let index = boxes.len();
        boxes.extend(centered(&boxes, size));
        self.set_boxes(boxes);
        self.select(index);
    }

    /// Takes a box out and goes on to the one that is left, or to the image.
    pub fn remove_box(self, index: usize) {
        let mut boxes = self.boxes.get_untracked();
        if index >= boxes.len() {
            return;
        }
        boxes.remove(index);
        let left = boxes.len();
        self.set_boxes(boxes);
        if left > 0 {
            self.select(index.min(left - 1));
        } else {
            self.state.selected_box.set(None);
            focus(self.layer.get_untracked().map(Element::from).as_ref());
        }
    }

    /// Selects and focuses a box, once it is drawn.
    pub fn select(self, index: usize) {
        self.state.selected_box.set(Some(index));
        let layer = self.layer;
        request_animation_frame(move || {
            let found = layer.get_untracked().and_then(|layer| {
                layer.query_selector(if index == 0 { "[data-box='0']" } else { "[data-box='1']" }).ok()?
            });
            focus(found.as_ref());
        });
    }

    /// Undoes a step, or does it again, and shows the image where something changed.
    pub fn step_history(self, step: fn(&mut Draft)) {
        self.abort();
        let before = self.state.draft.with_untracked(|draft| draft.images().to_vec());
        self.state.draft.update(step);
        let changed = self.state.draft.with_untracked(|draft| {
            let images = draft.images();
            let differs = images.iter().find(|image| before.iter().all(|old| old != *image));
            differs.filter(|_| images.len() >= before.len()).map(|image| image.id)
        });
        if changed.is_some() {
            self.state.selected_image.set(changed);
        }
    }

    /// Whether one more box may be drawn beside `count` of them; a notice says why not.
    pub(super) fn may_add(self, count: usize) -> bool {
        let max = self.max_boxes.get_untracked();
        if count < max as usize {
            return true;
        }
        let notice = if max == 0 { Notice::BoxesUnsupported } else { Notice::BoxesFull { max } };
        self.state.notices.update(|notices| {
            notices.retain(|old| *old != notice);
            notices.push(notice);
        });
        false
    }
}

fn bboxes_of(draft: RwSignal<Draft>, id: u32) -> Vec<BoundingBox> {
    draft.with(|draft| draft.image(id).map(|image| image.image.bboxes.clone()).unwrap_or_default())
}

/// Focuses an element where it stands: nothing scrolls.
pub fn focus(element: Option<&Element>) {
    let Some(element) = element.and_then(|element| element.dyn_ref::<HtmlElement>()) else { return };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
