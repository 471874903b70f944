//! HTTP by `fetch`, through gloo-net; dropping a future aborts its request.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, FormData, ReadableStreamDefaultReader, Response};

use super::run::in_time;
use super::{Boxed, file};
use crate::core::image::Format;
use crate::core::job::{Loss, pace};
use crate::core::service::Proxy;
use crate::core::service::http::{BodyPart, HttpRequest, Method, Reply};
use crate::core::service::proxy::{is_web_address, result_url};

/// So much of a result says what it is.
const FIRST_BYTES: f64 = 64.0;

/// What an app brought for the work at hand, and what came of it.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    /// Called in the place of the browser's `fetch`.
    pub fetch: Option<Function>,
    /// Makes pictures fit in the place of the browser's canvas.
    pub codec: Option<Function>,
    /// What the last request threw, where it did.
    pub thrown: Rc<RefCell<Option<JsValue>>>,
}

thread_local! {
    static HOOKS: RefCell<Hooks> = RefCell::default();
}

/// Those of the work that runs now.
pub(super) fn hooks() -> Hooks {
    HOOKS.with_borrow(Clone::clone)
}

/// Keeps what JavaScript threw for the error of the work that runs now.
#[cfg(feature = "js")]
pub(crate) fn keep_thrown(thrown: JsValue) {
    hooks().thrown.replace(Some(thrown));
}

/// Runs `work` with `hooks`.
#[cfg(feature = "js")]
pub(crate) fn with_hooks<T: 'static>(hooks: Hooks, mut work: Boxed<'static, T>) -> impl Future<Output = T> {
    std::future::poll_fn(move |context| {
        let outer = HOOKS.replace(hooks.clone());
        let state = work.as_mut().poll(context);
        HOOKS.set(outer);
        state
    })
}

/// A request and, while it lives, its answer: it is aborted when it goes.
pub(super) struct Call {
    url: String,
    options: Object,
    abort: Option<AbortController>,
}

impl Call {
    /// A GET of `url` that tells nobody where it came from.
    pub fn new(url: &str) -> Self {
        let abort = AbortController::new().ok();
        let call = Self { url: url.to_owned(), options: Object::new(), abort };
        let signal = call.abort.as_ref().map(AbortController::signal);
        call.with("referrerPolicy", "no-referrer").with("signal", signal)
    }

    /// The same with an option that `fetch` knows.
    pub fn with(self, option: &str, value: impl Into<JsValue>) -> Self {
        set(&self.options, option, &value.into());
        self
    }

    /// Sends it, once. The URL is used byte for byte, which gloo-net's own builder would not do.
    pub fn send(&self) -> Boxed<'_, Result<Response, Loss>> {
        Box::pin(async {
            let Hooks { fetch, thrown, .. } = hooks();
            if let Some(fetch) = fetch {
                let answer = match fetch.call2(&JsValue::UNDEFINED, &self.url.as_str().into(), &self.options) {
                    Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
                    thrown => thrown,
                };
                thrown.replace(answer.as_ref().err().cloned());
                return answer.map(JsCast::unchecked_into).map_err(loss_of);
            }
            self.send_by_browser().await
        })
    }
}

#[cfg(not(all(feature = "js", not(feature = "page"))))]
impl Call {
    async fn send_by_browser(&self) -> Result<Response, Loss> {
        let options = self.options.unchecked_ref::<web_sys::RequestInit>();
        let request = web_sys::Request::new_with_str_and_init(&self.url, options).map_err(|_| Loss::NotSent)?;
        let response = gloo_net::http::Request::from(request).send().await;
        response.map(Into::into).map_err(|_| Loss::Failed)
    }
}

/// The client always brings a `fetch`.
#[cfg(all(feature = "js", not(feature = "page")))]
impl Call {
    async fn send_by_browser(&self) -> Result<Response, Loss> {
        Err(Loss::NotSent)
    }
}

/// What an own `fetch` throws by this name was certainly not sent.
fn loss_of(thrown: JsValue) -> Loss {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) if error.name() == "NotSent" => Loss::NotSent,
        _ => Loss::Failed,
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of an object made here cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

/// The body of an answer as text.
pub(super) fn text(response: &Response) -> Boxed<'_, Result<String, Loss>> {
    Box::pin(async {
        let body = JsFuture::from(response.text().map_err(|_| Loss::Failed)?).await.map_err(|_| Loss::Failed)?;
        body.as_string().ok_or(Loss::Failed)
    })
}

/// Sends `request`; `images` are the data URIs its body names. The bytes of a stream are given to `on_chunk` as they
/// come; the reply has them all.
///
/// # Errors
/// How the reply was lost.
pub fn send<'a>(
    request: &'a HttpRequest,
    images: &'a [Option<Blob>],
    on_chunk: &'a mut dyn FnMut(&[u8]),
) -> Boxed<'a, Result<Reply, Loss>> {
    Box::pin(send_once(request, images, on_chunk))
}

async fn send_once(
    request: &HttpRequest,
    images: &[Option<Blob>],
    on_chunk: &mut dyn FnMut(&[u8]),
) -> Result<Reply, Loss> {
    if !is_online() {
        return Err(Loss::NotSent);
    }
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let headers = Object::new();
    for header in &request.headers {
        set(&headers, header.name, &header.value.as_str().into());
    }
    let mut call = Call::new(&request.url).with("method", method).with("cache", "no-store").with("headers", headers);
    if !request.body.is_empty() {
        call = call.with("body", body_blob(&request.body, images).map_err(|_| Loss::NotSent)?);
    }
    let response = call.send().await?;
    let header = |name| response.headers().get(name).ok().flatten();
    let mut reply = Reply {
        status: response.status(),
        request_id: header("x-request-id"),
        retry_after: header("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs),
        body: String::new(),
    };
    reply.body =
        if request.is_stream && response.ok() { chunks(&response, on_chunk).await? } else { text(&response).await? };
    Ok(reply)
}

/// Reads a body piece by piece; one that is silent for too long is lost.
async fn chunks(response: &Response, on_chunk: &mut dyn FnMut(&[u8])) -> Result<String, Loss> {
    let lost = |_| Loss::Failed;
    let mut bytes = Vec::new();
    let Some(body) = response.body() else { return Ok(String::new()) };
    let reader = ReadableStreamDefaultReader::new(&body).map_err(lost)?;
    loop {
        let read = Box::pin(async { JsFuture::from(reader.read()).await.map_err(lost) });
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

/// The text of a file beside the page.
///
/// # Errors
/// How it was lost.
pub fn page_file(url: &str) -> Boxed<'_, Result<String, Loss>> {
    Box::pin(async {
        let call = Call::new(url);
        let response = call.send().await?;
        if response.ok() { text(&response).await } else { Err(Loss::Failed) }
    })
}

/// Posts a form to a host that has no key; answers status and text.
///
/// # Errors
/// How the reply was lost.
pub async fn post_form(url: &str, form: FormData) -> Result<(u16, String), Loss> {
    let call = Call::new(url).with("method", "POST").with("body", form);
    let response = call.send().await?;
    Ok((response.status(), text(&response).await?))
}

/// A body's parts as one `Blob`; the images are referred to, not copied.
///
/// # Errors
/// Where an image is missing, or the browser makes no `Blob`.
pub fn body_blob(parts: &[BodyPart], images: &[Option<Blob>]) -> Result<Blob, JsValue> {
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
    /// What came is no image of a known kind.
    NotAnImage,
    /// The URL is no address of the web.
    NoAddress,
}

impl fmt::Display for BytesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "its address has died",
            Self::Status(_) => "its host refused it",
            Self::Unreachable => "its host does not let the browser read it; set a proxy",
            Self::NotAnImage => "what came is no image of a known kind",
            Self::NoAddress => "its url is no address of the web",
        })
    }
}

/// The bytes of a result, without any key: through the proxy, and where that refuses, straight from their host. The
/// hosts of results that are known let no page read them.
///
/// # Errors
/// Why they could not be had.
pub async fn bytes(url: &str, proxy: &Proxy) -> Result<Blob, BytesError> {
    if !is_web_address(url) {
        return Err(BytesError::NoAddress);
    }
    match bytes_by(url, proxy).await {
        Err(error @ (BytesError::Status(400..=499) | BytesError::Unreachable | BytesError::NotAnImage))
            if *proxy != Proxy::Direct =>
        {
            bytes_once(&result_url(url)).await.map_err(|_| error)
        }
        end => end,
    }
}

/// The same the other way round; `is_closed` remembers that browsers may not read what is there.
///
/// # Errors
/// Why they could not be had.
pub async fn bytes_from_host(url: &str, proxy: &Proxy, is_closed: &Cell<bool>) -> Result<Blob, BytesError> {
    if !is_web_address(url) {
        return Err(BytesError::NoAddress);
    }
    if *proxy != Proxy::Direct && !is_closed.get() {
        match bytes_once(&result_url(url)).await {
            Err(BytesError::Unreachable) => is_closed.set(true),
            Err(_) => {}
            bytes => return bytes,
        }
    }
    bytes_by(url, proxy).await
}

/// Tried again twice where it may help.
async fn bytes_by(url: &str, proxy: &Proxy) -> Result<Blob, BytesError> {
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
    let call = Call::new(url);
    let response = call.send().await.map_err(|_| BytesError::Unreachable)?;
    let status = response.status();
    if status == 403 {
        let is_expired = text(&response).await.is_ok_and(|text| text.contains("expired"));
        return Err(if is_expired { BytesError::Expired } else { BytesError::Status(status) });
    }
    if !response.ok() {
        return Err(BytesError::Status(status));
    }
    let blob = response.blob().map_err(|_| BytesError::Unreachable)?;
    let blob = JsFuture::from(blob).await.map_err(|_| BytesError::Unreachable)?.unchecked_into::<Blob>();
    picture(&blob).await
}

/// The bytes as the kind of picture that they are, whatever their host calls them.
async fn picture(blob: &Blob) -> Result<Blob, BytesError> {
    let head = file::bytes_of(blob, 0.0, FIRST_BYTES).await.map_err(|_| BytesError::Unreachable)?;
    let format = Format::of(&head).ok_or(BytesError::NotAnImage)?;
    blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), format.mime()).map_err(|_| BytesError::Unreachable)
}

/// `false` only where the browser knows that it is offline.
pub(super) fn is_online() -> bool {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
    let on_line = Reflect::get(&navigator, &"onLine".into()).unwrap_or_default();
    on_line.as_bool().unwrap_or(true)
}

/// Whether an emulator answers at `base_url` by way of `proxy`.
pub async fn is_emulator(base_url: &str, proxy: &Proxy) -> bool {
    let Some(origin) = base_url.strip_suffix("/api/v1") else { return false };
    let call = Call::new(&proxy.apply(&format!("{origin}/emulator/health")));
    let Ok(response) = call.send().await else { return false };
    response.ok() && text(&response).await.is_ok_and(|body| body.contains("\"emulator\""))
}
