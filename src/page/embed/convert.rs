//! What the app hands over and reads, as plain objects.

use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::core::geometry::{BoundingBox, Size};

/// A value as JavaScript has it; what is missing is `null`.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    // Fails for no type of ours.
    value.serialize(&Serializer::new().serialize_missing_as_null(true)).unwrap_or(JsValue::NULL)
}

/// Width and height in px.
#[derive(Serialize)]
pub(super) struct SizeDetail {
    width: u32,
    height: u32,
}

impl From<Size> for SizeDetail {
    fn from(size: Size) -> Self {
        Self { width: size.width, height: size.height }
    }
}

/// Corners of a box as an app gives them: numbers, in or out of the image.
#[derive(Deserialize)]
pub(super) struct Corners([f64; 4]);

/// The boxes that lie in an image of this size, on whole pixels.
pub(super) fn boxes_within(boxes: Vec<Corners>, within: Size) -> Vec<BoundingBox> {
    let whole = |corners: Corners| corners.0.map(|corner| (corner + 0.5).floor() as i64);
    boxes.into_iter().filter_map(|corners| BoundingBox::normalized(whole(corners), within)).collect()
}
