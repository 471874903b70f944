//! HTTP by `fetch`, through gloo-net; dropping a future aborts its request.

use std::time::Duration;

use gloo_net::http::{RequestBuilder, Response};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, FormData, ReadableStreamDefaultReader, ReferrerPolicy};

use super::run::in_time;
use crate::core::job::{Loss, pace};
use crate::core::service::Proxy;
use crate::core::service::http::{BodyPart, HttpRequest, Method, Reply};
use crate::core::service::proxy::result_url;

/// Aborts a fetch when it goes. Without a reason: gloo-net expects an `Error` there.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends `request`; `images` are the data URIs its body names. The bytes of a stream are given to `on_chunk` as they
/// come; the reply has them all.
///
/// # Errors
/// How the reply was lost.
pub async fn send(
    request: &HttpRequest,
    images: &[Option<Blob>],
    mut on_chunk: impl FnMut(&[u8]),
) -> Result<Reply, Loss> {
    let is_stream = request.is_stream;
    if !is_online() {
        return Err(Loss::NotSent);
    }
    let abort = Abort(AbortController::new().map_err(|_| Loss::NotSent)?);
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
        })
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(web_sys::RequestCache::NoStore)
        .abort_signal(Some(&abort.0.signal()));
    for header in &request.headers {
        builder = builder.header(header.name, &header.value);
    }
    let request = if request.body.is_empty() {
        builder.build()
    } else {
        let body = body_blob(&request.body, images).map_err(|_| Loss::NotSent)?;
        builder.body(JsValue::from(body))
    }
    .map_err(|_| Loss::NotSent)?;
    let response = request.send().await.map_err(|_| Loss::Failed)?;
    let headers = response.headers();
    let mut reply = Reply {
        status: response.status(),
        request_id: headers.get("x-request-id"),
        retry_after: headers.get("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs),
        body: String::new(),
    };
    reply.body = if is_stream && response.ok() {
        chunks(response.into(), &mut on_chunk).await?
    } else {
        response.text().await.map_err(|_| Loss::Failed)?
    };
    Ok(reply)
}

/// Reads a body piece by piece; one that is silent for too long is lost.
async fn chunks(response: web_sys::Response, on_chunk: &mut dyn FnMut(&[u8])) -> Result<String, Loss> {
    let lost = |_| Loss::Failed;
    let mut bytes = Vec::new();
    let Some(body) = response.body() else { return Ok(String::new()) };
    let reader = ReadableStreamDefaultReader::new(&body).map_err(lost)?;
    loop {
        let read = async { JsFuture::from(reader.read()).await.map_err(lost) };
        let piece = in_time(read, pace::STREAM_PATIENCE).await?;
        let value = Reflect::get(&piece, &"value".into()).map_err(lost)?;
        match value.dyn_into::<Uint8Array>() {
            Ok(value) => {
                let from = bytes.len();
                bytes.extend(value.to_vec());
                on_chunk(&bytes[from..]);
            }
            Err(_) => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
}

/// Posts a form to a host that has no key; answers status and text.
///
/// # Errors
/// How the reply was lost.
pub async fn post_form(url: &str, form: FormData) -> Result<(u16, String), Loss> {
    let abort = Abort(AbortController::new().map_err(|_| Loss::NotSent)?);
    let request = RequestBuilder::new(url)
        .method(gloo_net::http::Method::POST)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&abort.0.signal()))
        .body(JsValue::from(form))
        .map_err(|_| Loss::NotSent)?;
    let response = request.send().await.map_err(|_| Loss::Failed)?;
    Ok((response.status(), response.text().await.map_err(|_| Loss::Failed)?))
}

/// A body's parts as one `Blob`; the images are referred to, not copied.
fn body_blob(parts: &[BodyPart], images: &[Option<Blob>]) -> Result<Blob, JsValue> {
    let array = Array::new();
    for part in parts {
        match part {
            BodyPart::Text(text) => array.push(&JsValue::from_str(text)),
            BodyPart::Image(index) => match images.get(*index).and_then(Option::as_ref) {
                Some(blob) => array.push(blob),
                None => return Err(JsValue::NULL),
            },
        };
    }
    super::data_uri::blob_of(&array, "application/json")
}

/// Why the bytes of a result could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesError {
    /// The URL has died.
    Expired,
    /// The host, or a proxy, answered with this status.
    Status(u16),
    /// No answer, or the browser may not read it (CORS): a proxy is needed.
    Unreachable,
    /// What came is no image.
    NotAnImage,
}

/// The bytes of a result: through the proxy, without any key. Tried again twice where it may help.
///
/// # Errors
/// Why they could not be had.
pub async fn bytes(url: &str, proxy: &Proxy) -> Result<Blob, BytesError> {
    let url = proxy.apply(&result_url(url));
    let mut last = BytesError::Unreachable;
    for pause_millis in [0, 1_000, 3_000] {
        if pause_millis > 0 {
            gloo_timers::future::TimeoutFuture::new(pause_millis).await;
        }
        last = match bytes_once(&url).await {
            Err(error @ (BytesError::Unreachable | BytesError::Status(408 | 429 | 500..=599))) => error,
            end => return end,
        };
    }
    Err(last)
}

async fn bytes_once(url: &str) -> Result<Blob, BytesError> {
    let abort = Abort(AbortController::new().map_err(|_| BytesError::Unreachable)?);
    let response: Response = RequestBuilder::new(url)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&abort.0.signal()))
        .send()
        .await
        .map_err(|_| BytesError::Unreachable)?;
    let status = response.status();
    let raw: web_sys::Response = response.into();
    if status == 403 {
        let body = JsFuture::from(raw.text().map_err(|_| BytesError::Status(status))?).await;
        let is_expired = body.ok().and_then(|text| text.as_string()).is_some_and(|text| text.contains("expired"));
        return Err(if is_expired { BytesError::Expired } else { BytesError::Status(status) });
    }
    if !(200..300).contains(&status) {
        return Err(BytesError::Status(status));
    }
    let blob = JsFuture::from(raw.blob().map_err(|_| BytesError::Unreachable)?)
        .await
        .map_err(|_| BytesError::Unreachable)?
        .unchecked_into::<Blob>();
    if blob.type_().starts_with("image/") { Ok(blob) } else { Err(BytesError::NotAnImage) }
}

/// `false` only where the browser knows that it is offline.
pub(super) fn is_online() -> bool {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
    let on_line = js_sys::Reflect::get(&navigator, &"onLine".into()).unwrap_or_default();
    on_line.as_bool().unwrap_or(true)
}

/// Whether an emulator answers at `base_url` by way of `proxy`.
pub async fn is_emulator(base_url: &str, proxy: &Proxy) -> bool {
    let Some(origin) = base_url.strip_suffix("/api/v1") else { return false };
    let url = proxy.apply(&format!("{origin}/emulator/health"));
    let Ok(response) = RequestBuilder::new(&url).send().await else { return false };
    response.ok() && response.text().await.is_ok_and(|body| body.contains("\"emulator\""))
}
