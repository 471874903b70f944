//! Files to data URIs, in slices, joined as `Blob`s.
//!
//! The base64 text lives in JavaScript's heap one slice at a time and never in wasm memory; short
//! slices keep the main thread free. `Uint8Array.toBase64` makes the text faster than a browser's reader, which
//! makes it where that is missing, and `btoa` where both are; and a `Blob` takes bytes faster than text.

use std::collections::VecDeque;

use js_sys::{Array, JsString, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag};

use super::read::{As, Reading, has_reader};

/// Bytes per slice: a multiple of 3, so that the slices' base64 joins without padding.
const SLICE_BYTES: f64 = 3.0 * 384.0 * 1024.0;
/// Reads under way at once: one is copied while the next is read.
const READS: usize = 2;

#[wasm_bindgen]
extern "C" {
    /// Of text that JavaScript has; web-sys' takes Rust's.
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, bytes: &Uint8Array);
    #[wasm_bindgen(catch)]
    fn btoa(text: &JsString) -> Result<JsString, JsValue>;
    #[wasm_bindgen(catch)]
    fn atob(base64: &JsString) -> Result<JsString, JsValue>;
    /// `String.fromCharCode`, by way of its `apply`, which takes any list of numbers.
    #[wasm_bindgen(js_namespace = ["String", "fromCharCode"], js_name = apply, catch)]
    fn text_of(this: &JsValue, bytes: &Uint8Array) -> Result<JsString, JsValue>;
}

/// Bytes to a piece of `btoa`'s text: a multiple of 3, and fewer than the arguments that any engine takes.
const PIECE_BYTES: u32 = 3 * 8192;

/// Base64 where nothing makes it at one go.
fn base64_in_pieces(bytes: &Uint8Array) -> Result<JsString, JsValue> {
    let mut base64: JsString = "".into();
    for from in (0..bytes.length()).step_by(PIECE_BYTES as usize) {
        let piece = bytes.subarray(from, (from + PIECE_BYTES).min(bytes.length()));
        let text = btoa(&text_of(&JsValue::NULL, &piece)?)?;
        base64 = base64.concat(text.as_ref());
    }
    Ok(base64)
}

/// The bytes that a data URI has written out, in base64 or as text; `None` where it cannot be read.
pub fn blob_of_data_uri(uri: &str) -> Option<Blob> {
    let (head, data) = uri.strip_prefix("data:")?.split_once(',')?;
    let data = js_sys::decode_uri_component(data).ok()?;
    let part: JsValue = match head.strip_suffix(";base64") {
        // One code unit of `atob`'s text is one byte.
        Some(_) => {
            let units: Vec<u8> = atob(&data).ok()?.iter().map(|unit| unit as u8).collect();
            Uint8Array::from(units.as_slice()).into()
        }
        None => data.into(),
    };
    let mime = head.split(';').next().unwrap_or_default();
    blob_of(&Array::of1(&part), mime).ok()
}

/// The data URI of `blob` as a `Blob` of ASCII text.
///
/// # Errors
/// What the reader threw, e.g. because the file was moved.
pub async fn data_uri(blob: &Blob, mime: &str) -> Result<Blob, JsValue> {
    let parts: Array = Array::of1(&format!("data:{mime};base64,").into());
    let slices = (blob.size() / SLICE_BYTES).ceil() as u32;
    let bytes = Uint8Array::new_with_length((blob.size().min(SLICE_BYTES) / 3.0).ceil() as u32 * 4);
    let is_native = Reflect::has(&bytes, &"toBase64".into())?;
    let what = if is_native { As::Bytes } else { As::DataUri };
    let encoder = TextEncoder::new();
    let mut unread = 0..slices;
    let mut readings = VecDeque::with_capacity(READS);
    loop {
        while readings.len() < READS
            && let Some(slice) = unread.next()
        {
            let from = f64::from(slice) * SLICE_BYTES;
            readings.push_back(Reading::begin(&blob.slice_with_f64_and_f64(from, from + SLICE_BYTES)?, what)?);
        }
        let Some(reading) = readings.pop_front() else { break };
        let read = reading.done().await?;
        let base64 = if is_native {
            Uint8Array::new(&read).to_base64()
        } else if !has_reader() {
            base64_in_pieces(&Uint8Array::new(&read))?
        } else {
            let uri: JsString = read.unchecked_into();
            uri.slice(uri.index_of(",", 0) as u32 + 1, uri.length())
        };
        encoder.encode_into(&base64, &bytes);
        let copied: JsValue = blob_of(&Array::of1(&bytes.subarray(0, base64.length())), "")?.into();
        parts.push(&copied);
    }
    blob_of(&parts, "")
}

/// A `Blob` of `parts`.
pub(super) fn blob_of(parts: &Array, mime: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    if !mime.is_empty() {
        options.set_type(mime);
    }
    Blob::new_with_blob_sequence_and_options(parts, &options)
}
