//! The same part of all pictures beside each other: by wheel, fingers, mouse, buttons and keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent, WheelEvent};

use crate::core::geometry::Point;
use crate::page::i18n::{t, use_i18n};
use crate::page::pointer::point_of;
use crate::page::state::PictureZoom;
use crate::page::ui::IconButton;

/// By how much a step enlarges.
const STEP: f64 = 1.5;
/// How much of the frame a key moves by.
const PAN: f64 = 0.1;

/// Which part is seen.
#[derive(Clone, Copy)]
pub(super) struct ViewerZoom {
    /// The part.
    pub part: RwSignal<PictureZoom>,
    /// The pointers that are down, and where, in CSS px of the window.
    down: StoredValue<Vec<(i32, Point)>>,
}

impl ViewerZoom {
    /// All of the picture.
    pub fn new() -> Self {
        Self { part: RwSignal::default(), down: StoredValue::default() }
    }

    /// Shows all of the picture.
    pub fn reset(self) {
        self.part.set(PictureZoom::default());
    }

    /// Some steps larger, or smaller, about the middle; 0 shows all.
    pub fn step(self, by: i32) {
        match by {
            0 => self.reset(),
            by => self.part.update(|part| *part = part.zoomed(STEP.powi(by), 0.5, 0.5)),
        }
    }

    /// Some steps to the right and down.
    pub fn pan(self, right: i32, down: i32) {
        self.part.update(|part| *part = part.panned(-f64::from(right) * PAN, -f64::from(down) * PAN));
    }

    /// The wheel turns over a frame.
    pub fn wheel(self, event: &WheelEvent) {
        let Some(frame) = frame_of(event.target()) else { return };
        event.prevent_default();
        let rect = frame.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
        let y = (f64::from(event.client_y()) - rect.top()) / rect.height().max(1.0);
        let factor = (-event.delta_y() * 0.002).exp();
        self.part.update(|part| *part = part.zoomed(factor.clamp(0.5, 2.0), x, y));
    }

    /// A pointer goes down on a frame.
    pub fn press(self, event: &PointerEvent) {
        let Some(frame) = frame_of(event.target()).filter(|_| event.button() == 0) else { return };
        let is_whole = self.part.with_untracked(|part| part.is_whole());
        if !is_whole || event.pointer_type() == "touch" {
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
        self.down.update_value(|down| {
            down.retain(|(id, _)| *id != event.pointer_id());
            down.push((event.pointer_id(), point_of(event)));
        });
    }

    /// A pointer moves: one moves the picture, two enlarge it.
    pub fn drag(self, event: &PointerEvent) {
        let (Some(frame), before) = (frame_of(event.target()), self.down.get_value()) else { return };
        let Some(at) = before.iter().position(|(id, _)| *id == event.pointer_id()) else { return };
        let mut after = before.clone();
        after[at].1 = point_of(event);
        let rect = frame.get_bounding_client_rect();
        let (width, height) = (rect.width().max(1.0), rect.height().max(1.0));
        let (old, new) = (middle(&before), middle(&after));
        self.part.update(|part| {
            if before.len() > 1 {
                let factor = distance(&after) / distance(&before).max(1.0);
                let at = ((old.x - rect.left()) / width, (old.y - rect.top()) / height);
                *part = part.zoomed(factor, at.0, at.1);
            }
            *part = part.panned((new.x - old.x) / width, (new.y - old.y) / height);
        });
        self.down.set_value(after);
    }

    /// A pointer goes up, or is lost.
    pub fn release(self, event: &PointerEvent) {
        self.down.update_value(|down| down.retain(|(id, _)| *id != event.pointer_id()));
    }
}

/// Buttons for who has no wheel.
#[component]
pub(super) fn ZoomButtons(
    /// Which part is seen.
    zoom: ViewerZoom,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_whole = Signal::derive(move || zoom.part.with(|part| part.is_whole()));
    view! {
        <div class="viewer-zoom" role="group" aria-label=t!(i18n, picture_zoom)>
            <IconButton
                id="viewer-zoom-out"
                icon="icon-zoom-out"
                label=t!(i18n, zoom_out)
                is_disabled=is_whole
                on_press=move |()| zoom.step(-1)
            />
            <button type="button" class="tool percent" id="viewer-zoom-fit" on:click=move |_| zoom.reset()>
                {move || format!("{:.0} %", zoom.part.with(|part| part.scale * 100.0))}
            </button>
            <IconButton
                id="viewer-zoom-in"
                icon="icon-zoom-in"
                label=t!(i18n, zoom_in)
                on_press=move |()| zoom.step(1)
            />
        </div>
    }
}

fn frame_of(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(".viewer-frame").ok().flatten()
}

fn middle(points: &[(i32, Point)]) -> Point {
    let count = points.len().max(1) as f64;
    let sum = points.iter().fold((0.0, 0.0), |sum, (_, at)| (sum.0 + at.x, sum.1 + at.y));
    Point::new(sum.0 / count, sum.1 / count)
}

fn distance(points: &[(i32, Point)]) -> f64 {
    match points {
        [(_, a), (_, b), ..] => (a.x - b.x).hypot(a.y - b.y),
        _ => 1.0,
    }
}
