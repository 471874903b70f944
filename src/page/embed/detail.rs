//! What the app reads, as plain objects.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::core::geometry::{BoundingBox, Size};
#[cfg(feature = "editor")]
use crate::{
    core::job::Error,
    page::messages::{Messages, error_sentence, next_step_sentence},
    page::state::{Bytes, ResultCard},
};

/// A plain object.
pub(super) fn object(values: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in values {
        // A plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// A property; `undefined` where there is none.
#[cfg(feature = "editor")]
pub(super) fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// `[[x1, y1, x2, y2], …]`
pub(super) fn boxes_out(boxes: &[BoundingBox]) -> JsValue {
    let corners = |bbox: &BoundingBox| bbox.to_array().into_iter().map(JsValue::from).collect::<Array>();
    boxes.iter().map(corners).collect::<Array>().into()
}

/// The boxes of `[[x1, y1, x2, y2], …]` that lie in an image of this size.
pub(super) fn boxes_in(boxes: &JsValue, within: Size) -> Vec<BoundingBox> {
    let corner = |value: JsValue| (value.as_f64().unwrap_or(f64::NAN) + 0.5).floor() as i64;
    let read = |corners: JsValue| {
        let corners: Vec<i64> = Array::from(&corners).iter().map(corner).collect();
        BoundingBox::normalized(corners.try_into().ok()?, within)
    };
    Array::from(boxes).iter().filter_map(read).collect()
}

/// `{ width, height }`, or `null`.
pub(super) fn size_out(size: Option<Size>) -> JsValue {
    let known = |size: Size| object(&[("width", size.width.into()), ("height", size.height.into())]);
    size.map_or(JsValue::NULL, known)
}

/// A generated image; `blob` is `null` where the bytes could not be had.
#[cfg(feature = "editor")]
pub(super) fn result_out(result: &ResultCard, bytes: &Bytes) -> JsValue {
    let text = |text: Option<String>| text.map_or(JsValue::NULL, JsValue::from);
    let (blob, size) = match bytes {
        Bytes::Saved { blob, size, .. } => (blob.clone().into(), *size),
        _ => (JsValue::NULL, None),
    };
    let expires = result.image.expires_unix.map_or(JsValue::NULL, |seconds| (seconds as f64 * 1000.0).into());
    result.take.facts.with_untracked(|facts| {
        object(&[
            ("url", result.image.url.as_str().into()),
            ("expiresAt", expires),
            ("blob", blob),
            ("size", size_out(size)),
            ("prompt", facts.prompt.as_str().into()),
            ("model", facts.model.as_str().into()),
            ("seed", facts.seed.map_or(JsValue::NULL, JsValue::from)),
            ("requestId", text(facts.request_id.clone())),
            ("taskId", text(facts.task_id.clone())),
        ])
    })
}

/// Why a run ended without images, in the words that the editor shows.
#[cfg(feature = "editor")]
pub(super) fn error_out(t: &Messages, error: &Error) -> JsValue {
    let text = |text: &Option<String>| text.as_deref().map_or(JsValue::NULL, JsValue::from);
    let kind = error.kind.name();
    object(&[
        ("kind", kind.into()),
        ("message", error_sentence(t, error).into()),
        ("nextStep", next_step_sentence(t, error.next_step).into()),
        ("code", text(&error.code)),
        ("status", error.status.map_or(JsValue::NULL, JsValue::from)),
        ("requestId", text(&error.request_id)),
        ("taskId", text(&error.task_id)),
        ("retryable", error.is_retryable().into()),
        ("maybeBilled", error.may_be_billed().into()),
    ])
}
