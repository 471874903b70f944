//! A request body as it arrived, with its pictures taken out: JSON to look at, and the bytes beside it.

use crate::sources;
use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A body after one pass over it.
#[derive(Debug, Default)]
pub struct Received {
    /// Absent where the body is not JSON. A data URI is replaced by what it holds: mime, bytes, sha256, width, height.
    pub json: Option<Value>,
    /// What each data URI decodes to, by its JSON pointer; `None` where it is not valid base64.
    pub uploads: HashMap<String, Option<Bytes>>,
}

impl Received {
    /// Parses a body and decodes each data URI in it once.
    pub fn read(body: &[u8]) -> Self {
        let mut uploads = HashMap::new();
        let json = serde_json::from_slice(body).ok().map(|mut json| {
            take_out(&mut json, String::new(), &mut uploads);
            json
        });
        Self { json, uploads }
    }

    /// The pixels of each data URI, in the order of their places: red, green, blue and alpha one after the other in base64,
    /// with width and height; `null` for what does not decode.
    pub fn decoded(&self) -> Value {
        let mut places: Vec<_> = self.uploads.iter().collect();
        places.sort_by_key(|(pointer, _)| *pointer);
        let pixels = |bytes: &Option<Bytes>| {
            let image = sources::decode(bytes.as_deref()?)?.into_rgba8();
            let (width, height) = image.dimensions();
            Some(json!({"width": width, "height": height, "rgba": STANDARD.encode(image.as_raw())}))
        };
        places.into_iter().map(|(_, bytes)| pixels(bytes).unwrap_or_default()).collect()
    }

    /// How long the data URI at a place was, about.
    pub fn length(&self, pointer: &str) -> usize {
        let bytes = self.uploads.get(pointer).and_then(Option::as_ref);
        bytes.map_or(0, |bytes| 22 + bytes.len().div_ceil(3) * 4)
    }
}

fn take_out(value: &mut Value, at: String, uploads: &mut HashMap<String, Option<Bytes>>) {
    match value {
        Value::String(text) => {
            if let Some((mime, data)) = data_uri(text) {
                let bytes = STANDARD.decode(data).ok().map(Bytes::from);
                let summary = summary(mime, bytes.as_deref());
                uploads.insert(at, bytes);
                *value = summary;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                take_out(item, format!("{at}/{index}"), uploads);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                take_out(field, format!("{at}/{name}"), uploads);
            }
        }
        _ => {}
    }
}

/// The MIME type and the base64 text of `data:{mime};base64,{data}`.
fn data_uri(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("data:")?.split_once(";base64,")
}

/// What is told of a file: what it is called, how long it is, its hash and its size.
pub fn summary(mime: &str, bytes: Option<&[u8]>) -> Value {
    let Some(bytes) = bytes else {
        return json!({"mime": mime, "bytes": null, "sha256": null, "width": null, "height": null});
    };
    let size = sources::size_of(bytes);
    json!({
        "mime": mime,
        "bytes": bytes.len(),
        "sha256": hex(&Sha256::digest(bytes)),
        "width": size.map(|size| size.0),
        "height": size.map(|size| size.1),
    })
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
