//! What the stage knows besides the page's state, and what can be done to boxes without a pointer.

use leptos::html;
use leptos::prelude::*;

use super::focus::{self, FocusTarget};
use super::press::Press;
use crate::core::edit::Draft;
use crate::core::edit::drag::{centered, duplicate};
use crate::core::geometry::{BoundingBox, Handle, Size, View};
use crate::core::prompt::Prompt;
use crate::page::state::pinch::Fingers;
use crate::page::state::{DraftState, Notice, NoticesState};

/// The stage of one page.
#[derive(Clone, Copy)]
pub struct StageState {
    /// Source images and boxes.
    pub draft: DraftState,
    /// Percent of natural size; `None` to fit the stage.
    pub zoom: RwSignal<Option<u32>>,
    /// Percent of natural size that is shown now.
    pub shown_percent: RwSignal<u32>,
    /// Whether boxes keep their ratio.
    pub(super) keeps_ratio: RwSignal<bool>,
    /// Whether boxes snap to edges and middles.
    pub(super) snaps: RwSignal<bool>,
    /// Boxes while a drag lasts.
    pub(super) preview: RwSignal<Option<Vec<BoundingBox>>>,
    /// What gets the focus once it is drawn.
    pub(super) focus: RwSignal<Option<FocusTarget>>,
    /// The image, whose rectangle is the view.
    pub(super) image: NodeRef<html::Img>,
    /// What the boxes are drawn on, exactly over the image.
    pub(super) layer: NodeRef<html::Div>,
    /// The window that the image scrolls in.
    pub(super) canvas: NodeRef<html::Div>,
    /// The pointer that drags.
    pub(super) press: StoredValue<Option<Press>>,
    /// The fingers that are down.
    pub(super) fingers: StoredValue<Fingers>,
    notices: NoticesState,
    /// Most boxes on an image, or what to say where it can have none.
    limit: Signal<Result<u32, Notice>>,
    // Each tells of changes only: while a box is dragged, nothing follows the pointer but that box.
    current: Memo<Option<u32>>,
    size: Memo<Option<Size>>,
    boxes: Memo<Vec<BoundingBox>>,
    box_count: Memo<usize>,
    selected_index: Memo<Option<usize>>,
    is_dragging: Memo<bool>,
}

impl StageState {
    /// A stage that lives as long as the owner at hand. `limit` is most boxes on an image, or what to say where it can
    /// have none.
    pub fn new(draft: DraftState, notices: NoticesState, limit: Signal<Result<u32, Notice>>) -> Self {
        let preview = RwSignal::new(None);
        let current = Memo::new(move |_| draft.current());
        let size = Memo::new(move |_| {
            let id = current.get()?;
            draft.draft.with(|draft| draft.image(id)?.image.size())
        });
        let boxes = Memo::new(move |_| preview.get().unwrap_or_else(|| drawn_boxes(draft, current.get())));
        let box_count = Memo::new(move |_| boxes.with(Vec::len));
        Self {
            draft,
            zoom: RwSignal::new(None),
            shown_percent: RwSignal::new(100),
            keeps_ratio: RwSignal::new(false),
            snaps: RwSignal::new(false),
            preview,
            focus: RwSignal::new(None),
            image: NodeRef::new(),
            layer: NodeRef::new(),
            canvas: NodeRef::new(),
            press: StoredValue::new(None),
            fingers: StoredValue::new(Fingers::default()),
            notices,
            limit,
            current,
            size,
            boxes,
            box_count,
            selected_index: Memo::new(move |_| draft.selected_box.get().filter(|index| *index < box_count.get())),
            is_dragging: Memo::new(move |_| preview.with(Option::is_some)),
        }
    }

    /// The id of the image on the stage; tracked.
    pub fn current(self) -> Option<u32> {
        self.current.get()
    }

    /// Its natural size, upright; `None` where it is not known. Tracked.
    pub fn size(self) -> Option<Size> {
        self.size.get()
    }

    /// Its boxes, as they are dragged right now; tracked.
    pub fn boxes(self) -> Vec<BoundingBox> {
        self.boxes.get()
    }

    /// How many they are; tracked.
    pub fn box_count(self) -> usize {
        self.box_count.get()
    }

    /// The box with this index, from 0; tracked.
    pub fn bbox(self, index: usize) -> Option<BoundingBox> {
        self.boxes.with(|boxes| boxes.get(index).copied())
    }

    /// Most boxes that the image may have; 0 for none. Tracked.
    pub fn max_boxes(self) -> u32 {
        self.limit.with(|limit| *limit.as_ref().unwrap_or(&0))
    }

    /// Whether a drag is going on; tracked.
    pub fn is_dragging(self) -> bool {
        self.is_dragging.get()
    }

    /// The index of the selected box, where it exists; tracked.
    pub fn selected_index(self) -> Option<usize> {
        self.selected_index.get()
    }

    /// The selected box and its index, where it exists; tracked.
    pub fn selected(self) -> Option<(usize, BoundingBox)> {
        let index = self.selected_index()?;
        self.bbox(index).map(|bbox| (index, bbox))
    }

    /// The boxes and the image's size, not tracked; `None` where no box can be.
    pub(super) fn now(self) -> Option<(Vec<BoundingBox>, Size)> {
        untrack(|| Some((self.boxes(), self.size()?)))
    }

    /// Where the image is shown, in CSS px of the window.
    pub(super) fn view(self) -> Option<View> {
        let rect = self.image.try_get_untracked()??.get_bounding_client_rect();
        Some(View { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() })
    }

    /// Ends a drag as if it had never been; answers whether there was one.
    pub fn abort(self) -> bool {
        let Some(press) = self.end_press() else { return false };
        self.preview.set(None);
        if press.is_new {
            self.select_only(None);
        }
        if let Some(layer) = self.layer.get_untracked() {
            let _ = layer.release_pointer_capture(press.pointer);
        }
        true
    }

    /// The pointer that dragged does so no longer.
    pub(super) fn end_press(self) -> Option<Press> {
        self.press.try_update_value(Option::take).flatten()
    }

    /// Sets the boxes of the image on the stage: one step to undo.
    pub fn set_boxes(self, boxes: Vec<BoundingBox>) {
        if let Some(id) = self.current.get_untracked() {
            self.draft.draft.update(|draft| draft.set_bboxes(id, boxes));
        }
    }

    /// Changes one box by `change`, which knows the image's size.
    pub(super) fn change_box(self, index: usize, change: &dyn Fn(BoundingBox, Size) -> Option<BoundingBox>) {
        let Some((mut boxes, size)) = self.now() else { return };
        if let Some(changed) = boxes.get(index).and_then(|bbox| change(*bbox, size)) {
            boxes[index] = changed;
            self.set_boxes(boxes);
        }
    }

    /// Moves a box or one of its handles by whole image pixels.
    pub(super) fn nudge(self, index: usize, handle: Option<Handle>, dx: i64, dy: i64) {
        self.change_box(index, &|bbox, size| {
            Some(match handle {
                Some(handle) => bbox.resized(handle, dx, dy, size),
                None => bbox.moved(dx, dy, size),
            })
        });
    }

    /// Adds a box in the middle, selected and focused; says why where it cannot.
    pub(super) fn add_box(self) {
        let Some((boxes, size)) = self.now() else { return };
        if !self.may_add(boxes.len()) {
            return;
        }
        if let Some(bbox) = centered(&boxes, size) {
            self.push_box(bbox, Prompt::default());
        }
    }

    /// Adds a copy of a box, with its note, beside it; says why where it cannot.
    pub(super) fn duplicate_box(self, index: usize) {
        let Some((boxes, size)) = self.now().filter(|(boxes, _)| index < boxes.len()) else { return };
        if self.may_add(boxes.len()) {
            let note = |draft: &Draft| Some(draft.image(self.current.get_untracked()?)?.notes.get(index)?.note.clone());
            let note = self.draft.draft.with_untracked(note).unwrap_or_default();
            self.push_box(duplicate(boxes[index], size), note);
        }
    }

    /// Copies a box to the same part of another image, and shows that; says why where it cannot.
    pub(super) fn copy_box(self, index: usize, to: u32) {
        let draft = self.draft;
        let count = draft.draft.with_untracked(|draft| draft.image(to).map(|image| image.notes.len()));
        let (Some(from), Some(count)) = (self.current.get_untracked(), count) else { return };
        if self.may_add(count) {
            draft.draft.update(|draft| {
                draft.copy_bbox(from, index, to);
            });
            draft.selected_image.set(Some(to));
        }
    }

    /// Adds a box at the end, selected and focused.
    fn push_box(self, bbox: BoundingBox, note: Prompt) {
        let Some(id) = self.current.get_untracked() else { return };
        let index = self.draft.draft.try_update(|draft| draft.add_bbox(id, bbox, note)).flatten();
        if let Some(index) = index {
            self.select(index);
        }
    }

    /// Removes a box and goes on to the one that is left, or to the image.
    pub(super) fn remove_box(self, index: usize) {
        let Some((boxes, _)) = self.now().filter(|(boxes, _)| index < boxes.len()) else { return };
        let left = boxes.len() - 1;
        if let Some(id) = self.current.get_untracked() {
            self.draft.draft.update(|draft| draft.remove_bbox(id, index));
        }
        if left > 0 {
            self.select(index.min(left - 1));
        } else {
            self.draft.selected_box.set(None);
            self.focus_layer();
        }
    }

    /// Selects a box, and focuses it once it is drawn.
    pub(super) fn select(self, index: usize) {
        self.draft.selected_box.set(Some(index));
        self.focus.set(Some(FocusTarget::Box(index)));
    }

    /// Selects a box, or none, and leaves the focus where it is.
    pub(super) fn select_only(self, index: Option<usize>) {
        let selected = self.draft.selected_box;
        if selected.get_untracked() != index {
            selected.set(index);
        }
    }

    /// Gives the focus to what the boxes are drawn on.
    pub(super) fn focus_layer(self) {
        if let Some(layer) = self.layer.get_untracked() {
            focus::focus(&layer);
        }
    }

    /// Undoes a step, or does it again, and shows the image where something changed.
    pub(super) fn step_history(self, step: fn(&mut Draft)) {
        self.abort();
        let draft = self.draft;
        let before = draft.draft.with_untracked(|draft| draft.images().to_vec());
        draft.draft.update(step);
        let changed = draft.draft.with_untracked(|draft| {
            let images = draft.images();
            let differs = images.iter().find(|image| before.iter().all(|old| old != *image));
            differs.filter(|_| images.len() >= before.len()).map(|image| image.id)
        });
        if changed.is_some() {
            draft.selected_image.set(changed);
        }
    }

    /// Whether one more box may be drawn beside `count` of them; a notice says why not.
    pub(super) fn may_add(self, count: usize) -> bool {
        self.notices.push_once(match self.limit.get_untracked() {
            Ok(max) if count < max as usize => return true,
            Ok(max) => Notice::BoxesFull { max },
            Err(why) => why,
        });
        false
    }
}

/// The boxes of the image with this id as the draft has them; tracked.
fn drawn_boxes(draft: DraftState, id: Option<u32>) -> Vec<BoundingBox> {
    let boxes = |draft: &Draft| Some(draft.image(id?)?.image.bboxes.clone());
    draft.draft.with(boxes).unwrap_or_default()
}
