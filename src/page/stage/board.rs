//! What the stage knows besides the page's state: the drag in progress and the zoom, and what can be done to boxes
//! without a pointer. The components of the stage read it and report to it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::find::Find;
use super::pinch::Fingers;
use super::press::Press;
use crate::core::edit::drag::centered;
use crate::core::edit::{Draft, Parameter, model};
use crate::core::geometry::{BoundingBox, Handle, Size};
use crate::page::dom::Signal;
use crate::page::state::{Notice, State};

/// The stage's own state. Copied into every closure; all copies are the same.
#[derive(Clone, Copy)]
pub struct Board {
    /// The page's state.
    pub state: State,
    /// Percent of natural size; `None` to fit the stage.
    pub zoom: Signal<Option<u32>>,
    /// Percent of natural size that is shown now.
    pub shown_percent: Signal<u32>,
    /// Most boxes on an image, where not the model but an app says so.
    pub most: Signal<Option<u32>>,
    /// Boxes while a drag lasts.
    pub(super) preview: Signal<Option<Vec<BoundingBox>>>,
    /// The search for places by words.
    pub(super) find: Signal<Find>,
    pub(super) desk: StoredValue<Desk, LocalStorage>,
}

/// What lies on the stage, for handlers: nothing that is shown follows it.
#[derive(Default)]
pub(super) struct Desk {
    /// The `<img>`, whose rectangle is the view.
    pub image: Option<Element>,
    /// What the boxes are drawn on, exactly over the image.
    pub layer: Option<Element>,
    /// The pointer that drags.
    pub press: Option<Press>,
    /// The fingers that are down.
    pub fingers: Fingers,
}

impl Board {
    /// A board for the page's state.
    pub fn new(state: State) -> Self {
        Self {
            state,
            zoom: Signal::new(None),
            shown_percent: Signal::new(100),
            most: Signal::new(None),
            preview: Signal::new(None),
            find: Signal::new(Find::Closed),
            desk: StoredValue::new_local(Desk::default()),
        }
    }

    /// The image on the stage; tracked.
    pub fn current(self) -> Option<u32> {
        let selected = self.state.selected_image.get();
        self.state.draft.with(|draft| {
            let selected = selected.filter(|id| draft.position(*id).is_some());
            selected.or_else(|| draft.images().first().map(|image| image.id))
        })
    }

    /// Its natural size, upright; `None` where it is not known. Tracked.
    pub fn size(self) -> Option<Size> {
        let id = self.current()?;
        self.state.draft.with(|draft| draft.image(id)?.image.size())
    }

    /// Its boxes, as they are dragged right now; tracked.
    pub fn boxes(self) -> Vec<BoundingBox> {
        self.preview.get().or_else(|| Some(bboxes_of(self.state.draft, self.current()?))).unwrap_or_default()
    }

    /// The box with this index; tracked.
    pub fn bbox(self, index: usize) -> Option<BoundingBox> {
        self.boxes().get(index).copied()
    }

    /// The boxes and the image's size, not tracked; `None` where no box can be.
    pub(super) fn now(self) -> Option<(Vec<BoundingBox>, Size)> {
        untrack(|| Some((self.boxes(), self.size()?)))
    }

    /// Most boxes per image that the model takes in this mode; 0 for none. Tracked.
    pub fn max_boxes(self) -> u32 {
        if let Some(most) = self.most.get() {
            return most;
        }
        let takes_boxes = self.state.row().is_some_and(|row| row.has(Parameter::BboxList));
        let model = self.state.form.with(|form| model(&form.model)).filter(|_| takes_boxes);
        model.map_or(0, |model| model.boxes_per_image.value)
    }

    /// The `<img>`, while there is one.
    pub(super) fn image(self) -> Option<Element> {
        self.desk.try_with_value(|desk| desk.image.clone())?
    }

    /// What the boxes are drawn on, while it is there.
    pub(super) fn layer(self) -> Option<Element> {
        self.desk.try_with_value(|desk| desk.layer.clone())?
    }

    /// Whether a drag is going on; tracked.
    pub fn is_dragging(self) -> bool {
        self.preview.with(Option::is_some)
    }

    /// The selected box, where it exists; tracked.
    pub fn selected(self) -> Option<(usize, BoundingBox)> {
        let index = self.state.selected_box.get()?;
        self.bbox(index).map(|bbox| (index, bbox))
    }

    /// Sets the boxes of the image on the stage: one step to undo.
    pub fn set_boxes(self, boxes: Vec<BoundingBox>) {
        if let Some(id) = untrack(|| self.current()) {
            self.state.draft.update(|draft| draft.set_bboxes(id, boxes));
        }
    }

    /// Changes one box by `change`, which knows the image's size.
    pub fn change_box(self, index: usize, change: &dyn Fn(BoundingBox, Size) -> Option<BoundingBox>) {
        let Some((mut boxes, size)) = self.now() else { return };
        if let Some(changed) = boxes.get(index).and_then(|bbox| change(*bbox, size)) {
            boxes[index] = changed;
            self.set_boxes(boxes);
        }
    }

    /// Moves a box or one of its handles by whole image pixels.
    pub fn nudge(self, index: usize, handle: Option<Handle>, dx: i64, dy: i64) {
        self.change_box(index, &|bbox, size| {
            Some(match handle {
                Some(handle) => bbox.resized(handle, dx, dy, size),
                None => bbox.moved(dx, dy, size),
            })
        });
    }

    /// Adds a box in the middle, selected and focused; says why where it cannot.
    pub fn add_box(self) {
        let Some((mut boxes, size)) = self.now() else { return };
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
        let Some((mut boxes, _)) = self.now().filter(|(boxes, _)| index < boxes.len()) else { return };
        boxes.remove(index);
        let left = boxes.len();
        self.set_boxes(boxes);
        if left > 0 {
            self.select(index.min(left - 1));
        } else {
            self.state.selected_box.set(None);
            focus(self.layer().as_ref());
        }
    }

    /// Selects and focuses a box, once it is drawn.
    pub fn select(self, index: usize) {
        self.state.selected_box.set(Some(index));
        request_animation_frame(move || {
            let found = self
                .layer()
                .and_then(|layer| layer.query_selector(&["[data-box='", &index.to_string(), "']"].concat()).ok()?);
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
        let max = untrack(|| self.max_boxes());
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

fn bboxes_of(draft: Signal<Draft>, id: u32) -> Vec<BoundingBox> {
    draft.with(|draft| draft.image(id).map(|image| image.image.bboxes.clone()).unwrap_or_default())
}

/// Focuses an element where it stands: nothing scrolls.
pub fn focus(element: Option<&Element>) {
    let Some(element) = element.and_then(|element| element.dyn_ref::<HtmlElement>()) else { return };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
