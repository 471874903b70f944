//! The bytes of a `Blob`: through `FileReader` in a browser, where a read can be aborted, and through `arrayBuffer()`
//! where there is none.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReader};

use super::guard::Listener;

/// A read in progress; dropping it aborts the read where that can be.
pub(super) enum Reading {
    /// By a `FileReader`.
    Reader(Reader),
    /// By `arrayBuffer()`.
    Buffer(JsFuture),
}

/// What is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// An `ArrayBuffer`.
    Bytes,
    /// A data URI, where there is a `FileReader`; else an `ArrayBuffer`.
    DataUri,
}

impl Reading {
    /// Begins to read `blob`.
    pub fn begin(blob: &Blob, what: As) -> Result<Self, JsValue> {
        if !has_reader() {
            return Ok(Self::Buffer(JsFuture::from(blob.array_buffer())));
        }
        let reader = FileReader::new()?;
        let waker: Rc<RefCell<Option<Waker>>> = Rc::default();
        let woken = Rc::clone(&waker);
        let end = Listener::new(&reader, "loadend", move |_| {
            if let Some(waker) = woken.take() {
                waker.wake();
            }
        });
        match what {
            As::Bytes => reader.read_as_array_buffer(blob)?,
            As::DataUri => reader.read_as_data_url(blob)?,
        }
        Ok(Self::Reader(Reader { reader, waker, _end: end }))
    }

    /// What was read.
    pub async fn done(self) -> Result<JsValue, JsValue> {
        match self {
            Self::Reader(reader) => reader.done().await,
            Self::Buffer(buffer) => buffer.await,
        }
    }
}

/// Whether this is a browser's window or worker.
pub(super) fn has_reader() -> bool {
    Reflect::has(&js_sys::global(), &"FileReader".into()).unwrap_or(false)
}

pub(super) struct Reader {
    reader: FileReader,
    waker: Rc<RefCell<Option<Waker>>>,
    _end: Listener,
}

impl Reader {
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

impl Drop for Reader {
    fn drop(&mut self) {
        if self.reader.ready_state() == FileReader::LOADING {
            self.reader.abort();
        }
    }
}
