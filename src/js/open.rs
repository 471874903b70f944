//! From what JavaScript hands over to what the core takes: settings, keys, files.

use std::time::Duration;

use js_sys::{Array, Function, Promise};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::input::{Malformed, Options, Request};
use super::output::{misuse, unreadable};
use crate::core::edit::{Delivery, EditRequest, ImageSource, SourceImage};
use crate::core::job::Error;
use crate::core::job::pace::Pace;
use crate::core::service::Credential;
use crate::web::{self, Boxed, Keys, LocalFile};

/// What `read` reads from plain data; `what` names it in an error.
///
/// serde-wasm-bindgen asks an object for the fields that a struct knows, so that a parameter of another name would pass
/// unseen: therefore all of them are read, then the struct.
pub(super) fn data<T>(data: JsValue, what: &str, read: fn(&Value) -> Result<T, Malformed>) -> Result<T, JsValue> {
    let value = serde_wasm_bindgen::from_value(data).map_err(|_| misuse(what, "give plain data"))?;
    read(&value).map_err(|Malformed { path, message }| misuse(if path.is_empty() { what } else { &path }, &message))
}

/// Keys that `make` makes: a function of a promise of `[key, its end in ms since 1970 or nothing]`.
pub(super) fn keys(make: Function) -> Keys {
    Keys::new(move || {
        let made = make.call0(&JsValue::NULL);
        Box::pin(async move {
            let failed = |thrown: JsValue| {
                let mut error = Error::no_key(&Credential::new(""));
                error.message = format!("the `credential` function failed: {}", web::message_of(&thrown));
                web::fetch::keep_thrown(thrown);
                error
            };
            let promise = made.map_err(failed)?.unchecked_into::<Promise>();
            let key = JsFuture::from(promise).await.map_err(failed)?;
            let (key, ends): (Option<String>, Option<f64>) =
                serde_wasm_bindgen::from_value(key).map_err(|error| failed(error.into()))?;
            Ok((Credential::new(key.unwrap_or_default()), ends))
        })
    })
}

/// The service answers 20 questions a second.
const SHORTEST_POLL: Duration = Duration::from_millis(50);

/// An edit, and the files of its images.
type Opened = (EditRequest, Vec<Option<Blob>>);

/// The edit, and the files of its images as they are shown and sent: what they are is read, and with `keeps_metadata`
/// nothing is cut out of them. `files` stand parallel to the images.
pub(super) fn open(request: Request, files: &Array, keeps_metadata: bool) -> Boxed<'_, Result<Opened, JsValue>> {
    Box::pin(async move {
        let mut edit = request.edit.with_any_model();
        let mut opened = Vec::new();
        for (index, image) in request.images.into_iter().enumerate() {
            let (source, file) = match image.url {
                Some(url) => (ImageSource::Url { url, size: image.size }, None),
                None => {
                    let blob = files.get(index as u32).unchecked_into();
                    let file = LocalFile::peek(blob, keeps_metadata)
                        .await
                        .map_err(|error| unreadable(&format!("images[{index}]"), &error))?;
                    (ImageSource::Local(file.facts), Some(file.blob))
                }
            };
            edit.images.push(SourceImage { source, bboxes: image.bboxes });
            opened.push(file);
        }
        Ok((edit, opened))
    })
}

impl Options {
    /// The way to await the answer that was asked for: only a task can be left to itself.
    pub(super) fn wanted_delivery(&self) -> Option<Delivery> {
        if self.leaves() { Some(Delivery::Task) } else { self.delivery }
    }

    pub(super) fn leaves(&self) -> bool {
        self.leave == Some(true)
    }

    pub(super) fn keeps_metadata(&self) -> bool {
        self.keep_metadata == Some(true)
    }

    /// The same for the run loop.
    pub(super) fn into_run(self, keys: Option<Keys>) -> web::Options {
        let default = web::Options::default();
        web::Options {
            delivery: self.delivery.unwrap_or_default(),
            deadline: self.deadline.unwrap_or(default.deadline),
            background: self.background.unwrap_or(default.background),
            is_uploading: self.upload == Some(true),
            keys,
            pace: Pace {
                poll: self.poll_interval.map(|pause| pause.max(SHORTEST_POLL)),
                tries: self.max_retries.map_or(default.pace.tries, |retries| retries.saturating_add(1)),
            },
        }
    }
}
