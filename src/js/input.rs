//! What JavaScript says, read.

use std::time::Duration;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::output::{misuse, unreadable};
use crate::core::edit::{Delivery, EditRequest, ImageSource, SourceImage};
use crate::core::geometry::{BoundingBox, Size};
use crate::core::job::Error;
use crate::core::json::Value;
use crate::core::service::{Authorization, Credential, Endpoint, KNOWN_ENDPOINTS, Proxy, Service};
use crate::web::{self, Boxed, Keys, LocalFile};

/// Our own JavaScript wrote it.
fn json(text: &str) -> Value {
    Value::parse(text).unwrap_or_default()
}

/// `{ service, proxy, credential, bearer }`; `service` is a name, a base URL or `{ workspace, region }`.
pub(super) fn service(settings: &str) -> Result<Service, JsValue> {
    let settings = json(settings);
    let text = |key: &str| settings[key].as_str().unwrap_or_default();
    let wanted = &settings["service"];
    let endpoint = match wanted.as_str() {
        Some(name) => {
            let known = KNOWN_ENDPOINTS.iter().find(|known| known.id == name);
            Endpoint::parse(known.map_or(name, |known| known.base_url))
        }
        None => Endpoint::workspace(
            wanted["workspace"].as_str().unwrap_or_default(),
            wanted["region"].as_str().unwrap_or_default(),
        ),
    };
    let endpoint = endpoint.map_err(|error| misuse("service", &error.to_string()))?;
    let proxy = Proxy::parse(text("proxy")).map_err(|error| misuse("proxy", &error.to_string()))?;
    let credential = Credential::new(text("credential"));
    let authorization = match settings["bearer"] {
        Value::Bool(true) => Authorization::Bearer,
        _ => Authorization::default(),
    };
    Ok(Service { endpoint, proxy, credential, authorization })
}

/// Keys that `make` makes: a function of a promise of `[key, its end in ms since 1970 or nothing]`.
pub(super) fn keys(make: Function) -> Keys {
    Keys::new(move || {
        let made = make.call0(&JsValue::NULL);
        Box::pin(async move {
            let failed = |thrown: JsValue| {
                let mut error = Error::no_key(true);
                error.message = ["the credential callback failed: ", &web::message_of(&thrown)].concat();
                error
            };
            let promise = made.map_err(failed)?.unchecked_into::<Promise>();
            let key = JsFuture::from(promise).await.map_err(failed)?.unchecked_into::<Array>();
            Ok((Credential::new(key.get(0).as_string().unwrap_or_default()), key.get(1).as_f64()))
        })
    })
}

/// A request, its images not yet looked into.
pub(super) struct Request {
    edit: EditRequest,
    images: Value,
}

/// `[edit, images]`: the service's parameters in camelCase, and `[{ url, size, bboxes }]`.
pub(super) fn request(text: &str) -> Result<Request, JsValue> {
    let (edit, images) = match json(text) {
        Value::Array(mut pair) if pair.len() == 2 => (pair.swap_remove(0), pair.swap_remove(0)),
        _ => Default::default(),
    };
    let mut edit = EditRequest::from_json(&edit).map_err(|why| match why.split_once(' ') {
        Some((key, what)) => misuse(key, what),
        None => misuse("request", &why),
    })?;
    edit.takes_any_model = true;
    Ok(Request { edit, images })
}

/// An edit, and the files of its images.
type Opened = (EditRequest, Vec<Option<Blob>>);

impl Request {
    /// The edit, and the files of its images: what their headers say is read.
    pub fn open(self, files: &Array) -> Boxed<'_, Result<Opened, JsValue>> {
        Box::pin(async move {
            let mut edit = self.edit;
            let mut opened = Vec::new();
            for (index, image) in self.images.as_array().into_iter().flatten().enumerate() {
                let path = ["images[", &index.to_string(), "]"].concat();
                let bboxes = bboxes(&image["bboxes"])
                    .ok_or_else(|| misuse(&(path.clone() + ".bboxes"), "give [[x1, y1, x2, y2], …] in whole px"))?;
                let (source, file) = match image["url"].as_str() {
                    Some(url) => (ImageSource::Url { url: url.to_owned(), size: size(&image["size"]) }, None),
                    None => {
                        let blob = files.get(index as u32).unchecked_into();
                        let file = LocalFile::peek(blob).await.map_err(|error| unreadable(&path, &error))?;
                        (ImageSource::Local(file.facts), Some(file.blob))
                    }
                };
                edit.images.push(SourceImage { source, bboxes });
                opened.push(file);
            }
            Ok((edit, opened))
        })
    }
}

fn whole(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}

fn size(value: &Value) -> Option<Size> {
    Some(Size { width: whole(&value["width"])?, height: whole(&value["height"])? })
}

fn bboxes(value: &Value) -> Option<Vec<BoundingBox>> {
    let one = |corners: &Value| match &corners.as_array()?[..] {
        [x1, y1, x2, y2] => Some(BoundingBox { x1: whole(x1)?, y1: whole(y1)?, x2: whole(x2)?, y2: whole(y2)? }),
        _ => None,
    };
    match value {
        Value::Null => Some(Vec::new()),
        value => value.as_array()?.iter().map(one).collect(),
    }
}

/// How an edit is run.
pub(super) struct RunOptions {
    pub run: web::Options,
    /// The way to await the answer that was asked for.
    pub delivery: Option<Delivery>,
    /// How many images the task was asked for.
    pub n: Option<u32>,
    /// Whether to stop waiting as soon as a task exists.
    pub leave: bool,
}

impl RunOptions {
    /// Reads what was given; anything absent has its default.
    pub fn read(options: &str) -> Result<Self, JsValue> {
        let options = json(options);
        let mut run = web::Options::default();
        let delivery = match &options["delivery"] {
            Value::Null => None,
            word => Some(
                word.as_str()
                    .and_then(Delivery::parse)
                    .ok_or_else(|| misuse("delivery", "give \"task\", \"sync\" or \"stream\""))?,
            ),
        };
        run.delivery = delivery.unwrap_or_default();
        run.is_uploading = options["upload"] == Value::Bool(true);
        if let Some(millis) = options["deadlineMillis"].as_u64() {
            run.deadline = Duration::from_millis(millis);
        }
        if let Some(colour) = options["background"].as_str() {
            run.background = colour.to_owned();
        }
        let leave = options["leave"] == Value::Bool(true);
        // Only a task can be left to itself.
        let delivery = if leave { Some(Delivery::Task) } else { delivery };
        Ok(Self { run, delivery, n: whole(&options["n"]), leave })
    }
}
