//! What the stage knows besides the page's state: the drag in progress and the zoom, and everything that can be done to
//! boxes. The components of the stage read it and report to it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusOptions, HtmlElement, PointerEvent};

use crate::core::edit::drag::{Drag, Grip, centered};
use crate::core::edit::{Draft, Parameter, model};
use crate::core::geometry::{BoundingBox, Handle, Point, Size, View, image_from_view};
use crate::page::state::{Notice, State};

/// How far a pointer moves before it is a drag and no longer a press, CSS px.
const DRAG_STARTS: f64 = 3.0;

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
    preview: RwSignal<Option<Vec<BoundingBox>>>,
    press: StoredValue<Option<Press>>,
}

/// A pointer that is down.
#[derive(Clone)]
struct Press {
    pointer: i32,
    at: Point,
    drag: Drag,
    is_new: bool,
    has_moved: bool,
}

#[wasm_bindgen]
extern "C" {
    /// A pointer event with its whole precision: web-sys cuts `clientX` to whole CSS pixels.
    #[wasm_bindgen(extends = PointerEvent)]
    type PrecisePointer;
    #[wasm_bindgen(method, getter = clientX)]
    fn precise_x(this: &PrecisePointer) -> f64;
    #[wasm_bindgen(method, getter = clientY)]
    fn precise_y(this: &PrecisePointer) -> f64;
}

/// Where a pointer is, in CSS pixels of the window.
pub fn point_of(event: &PointerEvent) -> Point {
    let event: &PrecisePointer = event.unchecked_ref();
    Point::new(event.precise_x(), event.precise_y())
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
    fn may_add(self, count: usize) -> bool {
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

    /// A pointer went down on the layer.
    pub fn press(self, event: &PointerEvent) {
        let is_busy = self.press.with_value(Option::is_some);
        if is_busy || event.button() != 0 || !event.is_primary() {
            return;
        }
        let at = point_of(event);
        let Some((start, size)) = self.image_point(at) else { return };
        let boxes = self.boxes.get_untracked();
        let (index, handle) = if event.alt_key() { (None, None) } else { grip_of(event.target()) };
        let grip = match (index, handle) {
            (Some(index), Some(handle)) => Grip::Resize(index, handle),
            (Some(index), None) => Grip::Move(index),
            (None, _) => Grip::New,
        };
        self.state.selected_box.set(index);
        if let Some(layer) = self.layer.get_untracked() {
            let _ = layer.set_pointer_capture(event.pointer_id());
        }
        let drag = Drag::new(grip, start, boxes, size);
        let is_new = grip == Grip::New;
        self.press.set_value(Some(Press { pointer: event.pointer_id(), at, drag, is_new, has_moved: false }));
    }

    /// The pointer moved.
    pub fn drag(self, event: &PointerEvent) {
        let Some(mut press) = self.press.get_value().filter(|press| press.pointer == event.pointer_id()) else {
            return;
        };
        let at = point_of(event);
        if !press.has_moved {
            if (at.x - press.at.x).abs().max((at.y - press.at.y).abs()) < DRAG_STARTS {
                return;
            }
            if press.is_new && !self.may_add(press.drag.index()) {
                self.abort();
                return;
            }
            press.has_moved = true;
            self.press.set_value(Some(press.clone()));
        }
        let Some((now, _)) = self.image_point(at) else { return };
        let boxes = press.drag.boxes(now);
        if boxes.len() > press.drag.index() {
            self.state.selected_box.set(Some(press.drag.index()));
        }
        self.preview.set(Some(boxes));
    }

    /// The pointer went up: what was dragged becomes one step.
    pub fn release(self, event: &PointerEvent) {
        self.drag(event);
        let Some(press) = self.press.get_value().filter(|press| press.pointer == event.pointer_id()) else { return };
        self.press.set_value(None);
        if let Some(boxes) = self.preview.get_untracked() {
            self.set_boxes(boxes);
            self.preview.set(None);
        }
        let index = press.drag.index();
        if index < self.boxes.with_untracked(Vec::len) {
            self.select(index);
        }
    }

    /// Ends a drag as if it had never been; answers whether there was one.
    pub fn abort(self) -> bool {
        let Some(press) = self.press.get_value() else { return false };
        self.press.set_value(None);
        self.preview.set(None);
        if press.is_new {
            self.state.selected_box.set(None);
        }
        if let Some(layer) = self.layer.get_untracked() {
            let _ = layer.release_pointer_capture(press.pointer);
        }
        true
    }

    /// Where a point of the window lies in the image, and the image's size.
    fn image_point(self, at: Point) -> Option<(Point, Size)> {
        let rect = self.image.get_untracked()?.get_bounding_client_rect();
        let view = View { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() };
        let size = self.size.get_untracked()?;
        Some((image_from_view(at, view, size), size))
    }
}

fn bboxes_of(draft: RwSignal<Draft>, id: u32) -> Vec<BoundingBox> {
    draft.with(|draft| draft.image(id).map(|image| image.image.bboxes.clone()).unwrap_or_default())
}

/// The box and the handle that an event's target belongs to.
pub fn grip_of(target: Option<web_sys::EventTarget>) -> (Option<usize>, Option<Handle>) {
    let attribute = |name: &str| {
        let element: &Element = target.as_ref()?.dyn_ref()?;
        element.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)
    };
    let index = attribute("data-box").and_then(|index| index.parse().ok());
    let handle = attribute("data-handle").and_then(|name| Handle::ALL.into_iter().find(|handle| handle.name() == name));
    (index, handle)
}

/// Focuses an element where it stands: nothing scrolls.
pub fn focus(element: Option<&Element>) {
    let Some(element) = element.and_then(|element| element.dyn_ref::<HtmlElement>()) else { return };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _: Result<(), JsValue> = element.focus_with_options(&options);
}
