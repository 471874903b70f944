//! What npm sees: the class `Client`. Convert in, one call, convert out.
//!
//! `types.d.ts` beside this file is what its users read; the two are kept together by `tests/npm`.

mod convert;

use std::rc::Rc;
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::core::edit::{self, EditRequest, ImageSource};
use crate::core::service::Service;
use crate::web::{self, Control};

/// A service with its key, ready to edit.
#[wasm_bindgen]
pub struct Client {
    service: Service,
}

#[wasm_bindgen]
impl Client {
    /// `new Client({ service, credential, proxy })`; throws a `WanEditError` where a setting is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Client, JsValue> {
        Ok(Self { service: convert::service(options)? })
    }

    /// Runs an edit; resolves with its outcome.
    pub fn edit(&self, request: &JsValue, options: &JsValue) -> Promise {
        let service = self.service.clone();
        let (request, options) = (convert::request(request), convert::RunOptions::read(options));
        future_to_promise(async move {
            let (request, images) = request?;
            let options = options?;
            let (request, files) = open(request, images).await?;
            let edit = edit::check(request).map_err(|problems| convert::refused(&problems))?;
            let control = Control::new();
            let _abort = options.abort_listener(&control)?;
            let proxy = Rc::new(service.proxy.clone());
            let outcome = web::run(&edit, &files, service, &options.run, &control, |progress| {
                options.report(&progress);
            })
            .await
            .map_err(|error| convert::error(&error))?;
            Ok(convert::outcome(outcome, &proxy))
        })
    }

    /// Resolves with every reason why the request cannot be sent; an empty list means that it can.
    pub fn check(&self, request: &JsValue) -> Promise {
        let request = convert::request(request);
        future_to_promise(async move {
            let (request, images) = request?;
            let (request, _) = open(request, images).await?;
            Ok(convert::problems(&edit::check(request).err().unwrap_or_default()))
        })
    }

    /// The table of models.
    pub fn models(&self) -> JsValue {
        convert::models()
    }
}

/// Looks into the files of a request.
async fn open(
    mut request: EditRequest,
    images: Vec<convert::Image>,
) -> Result<(EditRequest, Vec<Option<web_sys::Blob>>), JsValue> {
    let mut files = Vec::with_capacity(images.len());
    for (index, image) in images.into_iter().enumerate() {
        let (source, file) = match image.source {
            convert::Source::Url(url) => (ImageSource::Url { url, size: None }, None),
            convert::Source::File(blob) => {
                let file = web::LocalFile::peek(blob).await.map_err(|error| convert::unreadable(index, &error))?;
                (ImageSource::Local(file.facts), Some(file.blob))
            }
        };
        request.images.push(edit::SourceImage { source, bboxes: image.bboxes });
        files.push(file);
    }
    Ok((request, files))
}

/// Milliseconds at JavaScript's edge.
fn millis(value: f64) -> Duration {
    Duration::from_millis(value as u64)
}
