//! The browser: the only code that waits.
//!
//! [`run()`] is the road of an edit; the other files each wrap one thing that browsers do.

pub mod ask;
mod clock;
mod control;
pub mod data_uri;
pub mod doctor;
pub mod encode;
pub mod fetch;
pub mod file;
mod guard;
mod keys;
mod read;
mod resize;
mod run;
pub mod storage;
mod upload;

pub use clock::{now, pause};
pub use control::Control;
pub use file::{LocalFile, ObjectUrl, OpenError};
pub use guard::Listener;
pub use keys::Keys;
pub use resize::ResizeGuard;
pub use run::{Options, Prepared, prepare, resume, run};
#[cfg(feature = "js")]
pub(crate) use run::{key_in_time, within};
pub use storage::{Area, Storage};

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen::{JsCast, JsValue};

/// A future on the heap: what is awaited in several places is compiled once.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The message of whatever a browser threw, for an error's text.
pub(crate) fn message_of(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => thrown.as_string().unwrap_or_else(|| "unknown".into()),
    }
}
