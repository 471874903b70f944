//! JavaScript values to ours and back, in one place.

use std::rc::Rc;

use js_sys::{Array, Error as JsError, Function, Object, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{AbortSignal, Blob};

use crate::core::edit::{Delivery, EditRequest, MODELS, Mode, Problem};
use crate::core::geometry::BoundingBox;
use crate::core::job::{Error, ErrorKind, Fault, NextStep, Outcome, Progress};
use crate::core::json::Value;
use crate::core::service::{Authorization, Credential, Endpoint, Proxy, Service};
use crate::web::{self, Control, Listener, OpenError};

/// A source image as it was given.
pub(super) struct Image {
    pub source: Source,
    pub bboxes: Vec<BoundingBox>,
}

/// Where its bytes are.
pub(super) enum Source {
    Url(String),
    File(Blob),
}

fn get(object: &JsValue, key: &str) -> JsValue {
    if object.is_object() { Reflect::get(object, &key.into()).unwrap_or_default() } else { JsValue::UNDEFINED }
}

fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key).as_string()
}

/// `{ service, credential, proxy }`.
pub(super) fn service(options: &JsValue) -> Result<Service, JsValue> {
    let base_url = text(options, "service").ok_or_else(|| misuse("service: give the base URL as a string"))?;
    let endpoint = Endpoint::parse(&base_url).map_err(|error| misuse(&format!("service: {error}")))?;
    let proxy = Proxy::parse(&text(options, "proxy").unwrap_or_default())
        .map_err(|error| misuse(&format!("proxy: {error}")))?;
    let credential = Credential::new(text(options, "credential").unwrap_or_default());
    if !credential.is_sendable() {
        return Err(error(&Error::no_key(credential.is_empty())));
    }
    Ok(Service { endpoint, proxy, credential, authorization: Authorization::default() })
}

/// A request object: the service's parameters in camelCase, and `images`.
pub(super) fn request(value: &JsValue) -> Result<(EditRequest, Vec<Image>), JsValue> {
    if !value.is_object() {
        return Err(misuse("the request must be an object"));
    }
    let plain = Object::assign(&Object::new(), value.unchecked_ref());
    let images = get(&plain, "images");
    // Deleting a property of a plain object cannot fail.
    let _ = Reflect::delete_property(&plain, &"images".into());
    let json = js_sys::JSON::stringify(&plain)?.as_string().unwrap_or_default();
    let value = Value::parse(&json).ok_or_else(|| misuse("the request must be plain data"))?;
    let request = EditRequest::from_json(&value).map_err(|why| misuse(&why))?;
    if images.is_undefined() {
        return Ok((request, Vec::new()));
    }
    if !Array::is_array(&images) {
        return Err(misuse("images must be an array"));
    }
    let images = Array::from(&images).into_iter().enumerate().map(|(index, image)| read_image(index, &image));
    Ok((request, images.collect::<Result<_, _>>()?))
}

/// A `Blob`, a URL, or `{ source, bboxes }`.
fn read_image(index: usize, value: &JsValue) -> Result<Image, JsValue> {
    let wrong = || misuse(&format!("images[{index}]: give a File, a Blob, a URL, or {{ source, bboxes }}"));
    let as_source = |value: &JsValue| match value.as_string() {
        Some(url) => Some(Source::Url(url)),
        None => value.dyn_ref::<Blob>().map(|blob| Source::File(blob.clone())),
    };
    if let Some(source) = as_source(value) {
        return Ok(Image { source, bboxes: Vec::new() });
    }
    let source = as_source(&get(value, "source")).ok_or_else(wrong)?;
    let bboxes = get(value, "bboxes");
    let bboxes = read_bboxes(&bboxes)
        .ok_or_else(|| misuse(&format!("images[{index}].bboxes: give [[x1, y1, x2, y2], …] in whole px")))?;
    Ok(Image { source, bboxes })
}

fn read_bboxes(value: &JsValue) -> Option<Vec<BoundingBox>> {
    if value.is_undefined() {
        return Some(Vec::new());
    }
    let corner = |corners: &Array, at| {
        let corner = corners.get(at).as_f64()?;
        (corner >= 0.0 && corner.fract() == 0.0 && corner <= f64::from(u32::MAX)).then_some(corner as u32)
    };
    let one = |corners: JsValue| {
        let corners = corners.dyn_into::<Array>().ok().filter(|corners| corners.length() == 4)?;
        let [x1, y1, x2, y2] = [0, 1, 2, 3].map(|at| corner(&corners, at));
        Some(BoundingBox { x1: x1?, y1: y1?, x2: x2?, y2: y2? })
    };
    value.dyn_ref::<Array>()?.iter().map(one).collect()
}

/// How an edit is run: `{ signal, onProgress, delivery, deadlineMillis, background }`.
pub(super) struct RunOptions {
    pub run: web::Options,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
}

impl RunOptions {
    /// Reads what was given; anything absent has its default.
    pub fn read(options: &JsValue) -> Result<Self, JsValue> {
        let mut run = web::Options::default();
        if let Some(word) = text(options, "delivery") {
            run.delivery = Delivery::parse(&word)
                .filter(|delivery| *delivery != Delivery::Stream)
                .ok_or_else(|| misuse("delivery is \"task\" or \"sync\""))?;
        }
        if let Some(millis) = get(options, "deadlineMillis").as_f64() {
            run.deadline = super::millis(millis);
        }
        if let Some(colour) = text(options, "background") {
            run.background = colour;
        }
        let signal = get(options, "signal").dyn_into().ok();
        Ok(Self { run, signal, on_progress: get(options, "onProgress").dyn_into().ok() })
    }

    /// Cancels when the signal does, for as long as the answer lives.
    pub fn abort_listener(&self, control: &Control) -> Result<Option<Listener>, JsValue> {
        let Some(signal) = &self.signal else { return Ok(None) };
        if signal.aborted() {
            return Err(error(&Error::canceled()));
        }
        let control = control.clone();
        Ok(Some(Listener::new(signal, "abort", move |_| control.cancel())))
    }

    /// Tells whoever watches; what they throw is theirs.
    pub fn report(&self, progress: &Progress) {
        if let Some(on_progress) = &self.on_progress {
            let _ = on_progress.call1(&JsValue::NULL, &to_js(&ProgressOut::from(progress)));
        }
    }
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct ProgressOut<'a> {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pause_millis: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

impl<'a> From<&'a Progress> for ProgressOut<'a> {
    fn from(progress: &'a Progress) -> Self {
        let of = |state| Self { state, ..Self::default() };
        match progress {
            Progress::Sending => of("sending"),
            Progress::Throttled { pause, .. } => {
                Self { pause_millis: Some(pause.as_millis() as u32), ..of("throttled") }
            }
            Progress::TaskCreated { task_id } => Self { task_id: Some(task_id), ..of("task-created") },
            Progress::Pending => of("pending"),
            Progress::Running => of("running"),
            Progress::Reconnecting => of("reconnecting"),
            Progress::TooLateToCancel => of("too-late-to-cancel"),
            Progress::Text(text) => Self { text: Some(text), ..of("text") },
            Progress::Image(url) => Self { url: Some(url), ..of("image") },
            Progress::UploadFailed(message) => Self { message: Some(message), ..of("upload-failed") },
        }
    }
}

fn to_js(value: &impl Serialize) -> JsValue {
    // Strings, numbers and lists of them: making objects of them cannot fail.
    value.serialize(&Serializer::json_compatible()).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProblemOut {
    path: String,
    code: &'static str,
    message: String,
}

/// Problems as plain objects.
pub(super) fn problems(problems: &[Problem]) -> JsValue {
    let out: Vec<ProblemOut> = problems
        .iter()
        .map(|problem| ProblemOut {
            path: problem.path.clone(),
            code: problem.kind.code(),
            message: problem.kind.to_string(),
        })
        .collect();
    to_js(&out)
}

/// The error of a request with problems.
pub(super) fn refused(list: &[Problem]) -> JsValue {
    let sentences: Vec<String> = list.iter().map(Problem::to_string).collect();
    let error = misuse(&sentences.join("; "));
    set(&error, "problems", &problems(list));
    error
}

/// The error of a file that is no source image.
pub(super) fn unreadable(index: usize, why: &OpenError) -> JsValue {
    error(&Error::image(format!("images[{index}]: {why}")))
}

fn misuse(message: &str) -> JsValue {
    make(message, "invalid-request", Fault::Request, NextStep::FixRequest)
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    // Setting a property of an object made here cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

fn make(message: &str, kind: &str, fault: Fault, next_step: NextStep) -> JsValue {
    let error: JsValue = JsError::new(message).into();
    let fault = match fault {
        Fault::Request => "request",
        Fault::Account => "account",
        Fault::Service => "service",
        Fault::Network => "network",
        Fault::Nobody => "nobody",
    };
    set(&error, "name", &"WanEditError".into());
    set(&error, "kind", &kind.into());
    set(&error, "fault", &fault.into());
    set(&error, "nextStep", &next_step.sentence().into());
    set(&error, "retryable", &false.into());
    set(&error, "maybeBilled", &false.into());
    set(&error, "problems", &Array::new());
    error
}

/// A job's error as a real `Error`.
pub(super) fn error(error: &Error) -> JsValue {
    let kind = match error.kind {
        ErrorKind::Service => "service",
        ErrorKind::Gateway => "gateway",
        ErrorKind::Network => "network",
        ErrorKind::NotSent => "not-sent",
        ErrorKind::Canceled => "canceled",
        ErrorKind::Deadline => "deadline",
        ErrorKind::TaskUnknown => "task-unknown",
        ErrorKind::NoImages => "no-images",
        ErrorKind::Image => "image",
    };
    let out = make(&error.to_string(), kind, error.fault, error.next_step);
    set(&out, "retryable", &error.is_retryable().into());
    set(&out, "maybeBilled", &error.may_be_billed().into());
    let texts =
        [("code", &error.code), ("requestId", &error.request_id), ("taskId", &error.task_id), ("raw", &error.raw)];
    for (key, value) in texts {
        if let Some(value) = value {
            set(&out, key, &value.into());
        }
    }
    if let Some(status) = error.status {
        set(&out, "status", &status.into());
    }
    out
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeOut<'a> {
    texts: Vec<&'a str>,
    missing: u32,
    request_id: Option<&'a str>,
    task_id: Option<&'a str>,
    usage: UsageOut<'a>,
    raw: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsageOut<'a> {
    image_count: Option<u32>,
    size: Option<&'a str>,
    input_tokens: Option<f64>,
    output_tokens: Option<f64>,
    total_tokens: Option<f64>,
}

/// An outcome as an object; each image fetches its own bytes.
pub(super) fn outcome(outcome: Outcome, proxy: &Rc<Proxy>) -> JsValue {
    let number = |value: Option<u64>| value.map(|value| value as f64);
    let usage = &outcome.usage;
    let out = to_js(&OutcomeOut {
        texts: outcome.texts().collect(),
        missing: outcome.missing(),
        request_id: outcome.request_id.as_deref(),
        task_id: outcome.task_id.as_deref(),
        usage: UsageOut {
            image_count: usage.image_count,
            size: usage.size.as_deref(),
            input_tokens: number(usage.input_tokens),
            output_tokens: number(usage.output_tokens),
            total_tokens: number(usage.total_tokens),
        },
        raw: &outcome.raw,
    });
    let images = Array::new();
    for (index, image) in outcome.images.into_iter().enumerate() {
        let result = Object::new().into();
        set(&result, "index", &(index as u32).into());
        set(&result, "url", &image.url.as_str().into());
        let expires_at = image.expires_unix.map(|seconds| js_sys::Date::new(&(seconds as f64 * 1000.0).into()));
        set(&result, "expiresAt", &expires_at.map_or(JsValue::NULL, JsValue::from));
        set(&result, "blob", &blob_method(image.url, Rc::clone(proxy)));
        images.push(&result);
    }
    set(&out, "images", &images);
    out
}

/// `() => Promise<Blob>`; JavaScript's garbage collector owns it.
fn blob_method(url: String, proxy: Rc<Proxy>) -> JsValue {
    let fetch = move || -> Promise {
        let (url, proxy) = (url.clone(), Rc::clone(&proxy));
        future_to_promise(async move {
            match web::fetch::bytes(&url, &proxy).await {
                Ok(blob) => Ok(blob.into()),
                Err(why) => Err(make(
                    &format!("the image exists but its bytes could not be fetched: {why:?}"),
                    "bytes",
                    Fault::Network,
                    NextStep::CheckConnection,
                )),
            }
        })
    };
    Closure::<dyn Fn() -> Promise>::new(fetch).into_js_value()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelOut {
    id: &'static str,
    prompt_chars: u32,
    boxes_per_image: u32,
    image: ImageOut,
    price_cny: f64,
    modes: Vec<ModeOut>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageOut {
    min_side_px: u32,
    max_side_px: u32,
    max_ratio: Option<u32>,
    max_bytes: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModeOut {
    mode: &'static str,
    images: (u32, u32),
    n: (u32, u32),
    sizes: Vec<&'static str>,
    parameters: Vec<&'static str>,
}

/// The table of models as plain objects.
pub(super) fn models() -> JsValue {
    let modes = |model: &'static crate::core::edit::Model| {
        let one = |row: &'static crate::core::edit::ModeRow| ModeOut {
            mode: match row.mode {
                Mode::TextToImage => "text-to-image",
                Mode::Edit => "edit",
                Mode::ImageSet => "image-set",
                Mode::Interleave => "interleave",
            },
            images: row.images.value,
            n: (row.n.value.min, row.n.value.max),
            sizes: row.size.value.presets.iter().map(|(preset, _)| preset.name()).collect(),
            parameters: row.parameters.iter().map(|parameter| parameter.name()).collect(),
        };
        model.modes.iter().map(one).collect()
    };
    let out: Vec<ModelOut> = MODELS
        .iter()
        .map(|model| ModelOut {
            id: model.id,
            prompt_chars: model.prompt_chars.value,
            boxes_per_image: model.boxes_per_image.value,
            image: ImageOut {
                min_side_px: model.image.value.min_side,
                max_side_px: model.image.value.max_side,
                max_ratio: model.image.value.max_ratio,
                max_bytes: model.image.value.max_bytes as f64,
            },
            price_cny: model.price.value.beijing_cny,
            modes: modes(model),
        })
        .collect();
    to_js(&out)
}
