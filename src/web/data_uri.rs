//! Files to data URIs through `FileReader`, in slices, joined as `Blob`s.
//!
//! The base64 text lives in JavaScript's heap one slice at a time and never in wasm memory; short
//! slices keep the main thread free. `Uint8Array.toBase64` makes the text faster than the reader, which
//! makes it where a browser lacks that; and a `Blob` takes bytes faster than text.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::{Array, JsString, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, FileReader};

use super::guard::Listener;

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
    let encoder = TextEncoder::new();
    let mut unread = 0..slices;
    let mut readings = VecDeque::with_capacity(READS);
    loop {
        while readings.len() < READS
            && let Some(slice) = unread.next()
        {
            let from = f64::from(slice) * SLICE_BYTES;
            readings.push_back(Reading::begin(&blob.slice_with_f64_and_f64(from, from + SLICE_BYTES)?, is_native)?);
        }
        let Some(reading) = readings.pop_front() else { break };
        let read = reading.done().await?;
        let base64 = if is_native {
            Uint8Array::new(&read).to_base64()
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

/// A read in progress; dropping it aborts the read.
struct Reading {
    reader: FileReader,
    waker: Rc<RefCell<Option<Waker>>>,
    _end: Listener,
}

impl Reading {
    fn begin(blob: &Blob, as_bytes: bool) -> Result<Self, JsValue> {
        let reader = FileReader::new()?;
        let waker: Rc<RefCell<Option<Waker>>> = Rc::default();
        let woken = Rc::clone(&waker);
        let end = Listener::new(&reader, "loadend", move |_| {
            if let Some(waker) = woken.take() {
                waker.wake();
            }
        });
        if as_bytes {
            reader.read_as_array_buffer(blob)?;
        } else {
            reader.read_as_data_url(blob)?;
        }
        Ok(Self { reader, waker, _end: end })
    }

    fn done(&self) -> impl Future<Output = Result<JsValue, JsValue>> {
        poll_fn(|context| {
            if self.reader.ready_state() != FileReader::DONE {
                self.waker.replace(Some(context.waker().clone()));
                return Poll::Pending;
            }
            Poll::Ready(match self.reader.error() {
                Some(error) => Err(error.into()),
                None => self.reader.result(),
            })
        })
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if self.reader.ready_state() == FileReader::LOADING {
            self.reader.abort();
        }
    }
}
