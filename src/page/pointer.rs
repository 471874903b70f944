//! Where a pointer is.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::PointerEvent;

use crate::core::geometry::Point;

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
