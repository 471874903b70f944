//! What JavaScript is told.

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::core::edit::{PreparedImage, Problem};
use crate::core::geometry::{BoundingBox, Size};
use crate::core::image::Change;
use crate::core::job::{Cause, Error, Fault, NextStep, Outcome, OutcomePart, Progress};
use crate::core::service::http::{HttpRequest, Method};
use crate::core::service::wire::account::{TaskList, Token};
use crate::web::doctor::Diagnosis;
use crate::web::fetch::{BytesError, body_blob};
use crate::web::{OpenError, Prepared};

pub(super) fn js(value: &impl Serialize) -> JsValue {
    // Strings, numbers and lists of them: making objects of them cannot fail.
    value.serialize(&Serializer::json_compatible()).unwrap_or_default()
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
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    images: Option<Vec<PreparedOut>>,
}

/// A source image as it is sent.
#[derive(Serialize)]
struct PreparedOut {
    size: Option<SizeOut>,
    changes: Vec<ChangeOut>,
}

#[derive(Serialize)]
struct SizeOut {
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct ChangeOut {
    code: &'static str,
    message: String,
}

fn prepared_out(images: &[PreparedImage]) -> Vec<PreparedOut> {
    let change = |change: &Change| ChangeOut { code: change.code(), message: change.to_string() };
    let image = |image: &PreparedImage| PreparedOut {
        size: image.size.map(|Size { width, height }| SizeOut { width, height }),
        changes: image.changes.iter().map(change).collect(),
    };
    images.iter().map(image).collect()
}

/// What just happened.
pub(super) fn progress(progress: &Progress) -> JsValue {
    let mut out = ProgressOut::default();
    out.state = match progress {
        Progress::Prepared(images) => {
            out.images = Some(prepared_out(images));
            "prepared"
        }
        Progress::Sending => "sending",
        Progress::Throttled { pause, .. } => {
            out.pause_millis = Some(pause.as_millis() as u32);
            "throttled"
        }
        Progress::TaskCreated { task_id } => {
            out.task_id = Some(task_id);
            "task-created"
        }
        Progress::Pending => "pending",
        Progress::Running => "running",
        Progress::Reconnecting => "reconnecting",
        Progress::TooLateToCancel => "too-late-to-cancel",
        Progress::Text(text) => {
            out.text = Some(text);
            "text"
        }
        Progress::Image(url) => {
            out.url = Some(url);
            "image"
        }
        Progress::UploadFailed(fault) => {
            out.message = Some(fault.to_string());
            "upload-failed"
        }
    };
    js(&out)
}

#[derive(Serialize)]
struct ProblemOut<'a> {
    path: &'a str,
    code: &'static str,
    message: String,
}

fn problems_out(problems: &[Problem]) -> Vec<ProblemOut<'_>> {
    let out =
        problems.iter().map(|Problem { path, kind }| ProblemOut { path, code: kind.code(), message: kind.to_string() });
    out.collect()
}

/// Problems as a list.
pub(super) fn problems(problems: &[Problem]) -> JsValue {
    js(&problems_out(problems))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorOut<'a> {
    message: String,
    kind: &'static str,
    fault: &'static str,
    next_step: &'static str,
    retryable: bool,
    maybe_billed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a str>,
    problems: Vec<ProblemOut<'a>>,
}

impl<'a> ErrorOut<'a> {
    fn new(kind: &'static str, message: String, fault: Fault, next_step: NextStep) -> Self {
        let fault = match fault {
            Fault::Request => "request",
            Fault::Account => "account",
            Fault::Service => "service",
            Fault::Network => "network",
            Fault::Nobody => "nobody",
        };
        Self {
            message,
            kind,
            fault,
            next_step: next_step.sentence(),
            retryable: false,
            maybe_billed: false,
            reason: None,
            code: None,
            status: None,
            request_id: None,
            task_id: None,
            raw: None,
            problems: Vec::new(),
        }
    }

    fn of(error: &'a Error) -> Self {
        let kind = error.kind.name();
        Self {
            retryable: error.is_retryable(),
            maybe_billed: error.may_be_billed(),
            reason: error.cause.map(reason),
            code: error.code.as_deref(),
            status: error.status,
            request_id: error.request_id.as_deref(),
            task_id: error.task_id.as_deref(),
            raw: error.raw.as_deref(),
            ..Self::new(kind, error.to_string(), error.fault, error.next_step)
        }
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        js(&ErrorOut::of(&error))
    }
}

/// The error of a request or a setting that cannot be meant.
pub(super) fn misuse(path: &str, message: &str) -> JsValue {
    let problem = ProblemOut { path, code: "malformed", message: message.to_owned() };
    invalid(format!("{path}: {message}"), vec![problem])
}

/// The error of a request with problems.
pub(super) fn refused(problems: &[Problem]) -> JsValue {
    let sentences: Vec<String> = problems.iter().map(Problem::to_string).collect();
    invalid(sentences.join("; "), problems_out(problems))
}

fn invalid(message: String, problems: Vec<ProblemOut>) -> JsValue {
    js(&ErrorOut { problems, ..ErrorOut::new("invalid-request", message, Fault::Request, NextStep::FixRequest) })
}

/// The error of a file that is no source image.
pub(super) fn unreadable(path: &str, why: &OpenError) -> JsValue {
    let message = why.to_string();
    let error = Error::image(format!("{path}: {message}"));
    js(&ErrorOut { problems: vec![ProblemOut { path, code: "image_unreadable", message }], ..ErrorOut::of(&error) })
}

/// The error of a result that exists, but cannot be had.
pub(super) fn lost_bytes(why: BytesError) -> JsValue {
    let status = match why {
        BytesError::Status(status) => Some(status),
        _ => None,
    };
    let message = format!("the image exists, but {why}");
    js(&ErrorOut { status, ..ErrorOut::new("bytes", message, Fault::Network, NextStep::CheckConnection) })
}

/// JavaScript's own word `cause` is for what was thrown.
const fn reason(cause: Cause) -> &'static str {
    match cause {
        Cause::Key => "key",
        Cause::Workspace => "workspace",
        Cause::Arrears => "arrears",
        Cause::Budget => "budget",
        Cause::NotBought => "not-bought",
        Cause::FreeTier => "free-tier",
        Cause::ModelUnknown => "model-unknown",
        Cause::ModelDenied => "model-denied",
        Cause::TaskHeader => "task-header",
        Cause::WrongAddress => "wrong-address",
        Cause::Range => "range",
        Cause::Structure => "structure",
        Cause::Parameter => "parameter",
        Cause::ImageFormat => "image-format",
        Cause::ImageSize => "image-size",
        Cause::ImageBytes => "image-bytes",
        Cause::ImageFetch => "image-fetch",
        Cause::ImageAddress => "image-address",
        Cause::Content => "content",
        Cause::Copyright => "copyright",
        Cause::Rule => "rule",
        Cause::TooLateToCancel => "too-late-to-cancel",
        Cause::Disconnected => "disconnected",
        Cause::Rate => "rate",
        Cause::Burst => "burst",
        Cause::Concurrency => "concurrency",
        Cause::Quota => "quota",
        Cause::QuotaGone => "quota-gone",
        Cause::Internal => "internal",
        Cause::TimedOut => "timed-out",
        Cause::Saturated => "saturated",
        Cause::PolicyExpired => "policy-expired",
        Cause::AccessModel => "access-model",
        Cause::AccessCount => "access-count",
        Cause::AccessSize => "access-size",
        Cause::AccessSpent => "access-spent",
        Cause::AccessOrder => "access-order",
        Cause::AccessCall => "access-call",
        Cause::NoChannel => "no-channel",
        Cause::RelayEmpty => "relay-empty",
        Cause::GatewayTimeout => "gateway-timeout",
        Cause::Gateway => "gateway",
        Cause::Unknown => "unknown",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeOut<'a> {
    images: Vec<ImageOut<'a>>,
    parts: Vec<PartOut<'a>>,
    asked: Option<u32>,
    missing: u32,
    ended_early: Option<ErrorOut<'a>>,
    usage: UsageOut<'a>,
    request_id: Option<&'a str>,
    task_id: Option<&'a str>,
    raw: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageOut<'a> {
    url: &'a str,
    /// In seconds since 1970.
    expires_at: Option<u64>,
    actual_prompt: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum PartOut<'a> {
    Image { index: usize },
    Text { text: &'a str },
    Failed { code: &'a str, message: &'a str },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsageOut<'a> {
    image_count: Option<u32>,
    size: Option<&'a str>,
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    total_tokens: Option<u64>,
}

/// A finished edit.
pub(super) fn outcome(outcome: &Outcome) -> JsValue {
    let images = outcome.images.iter().map(|image| ImageOut {
        url: &image.url,
        expires_at: image.expires_unix,
        actual_prompt: image.actual_prompt.as_deref(),
    });
    let parts = outcome.parts.iter().map(|part| match part {
        OutcomePart::Image(index) => PartOut::Image { index: *index },
        OutcomePart::Text(text) => PartOut::Text { text },
        OutcomePart::Failed { code, message } => PartOut::Failed { code, message },
    });
    let usage = &outcome.usage;
    js(&OutcomeOut {
        images: images.collect(),
        parts: parts.collect(),
        asked: outcome.asked,
        missing: outcome.missing(),
        ended_early: outcome.ended_early.as_deref().map(ErrorOut::of),
        usage: UsageOut {
            image_count: usage.image_count,
            size: usage.size.as_deref(),
            input_tokens: usage.input_tokens,
            output_tokens: usage.output_tokens,
            total_tokens: usage.total_tokens,
        },
        request_id: outcome.request_id.as_deref(),
        task_id: outcome.task_id.as_deref(),
        raw: &outcome.raw,
    })
}

#[derive(Serialize)]
struct RequestOut<'a> {
    method: &'static str,
    url: &'a str,
    target: &'a str,
    headers: Vec<(&'static str, &'a str)>,
    images: Vec<PreparedOut>,
}

/// A request without its key, and its body.
pub(super) fn request(request: &HttpRequest, prepared: &Prepared) -> Result<JsValue, JsValue> {
    let headers = request.headers.iter().filter(|header| header.name != "Authorization");
    let out = js(&RequestOut {
        method: match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
        },
        url: &request.url,
        target: &request.target,
        headers: headers.map(|header| (header.name, &*header.value)).collect(),
        images: prepared_out(&prepared.images),
    });
    let body = body_blob(&request.body, &prepared.data_uris)?;
    Ok(Array::of2(&out, &body).into())
}

#[derive(Serialize)]
struct TasksOut<'a> {
    tasks: Vec<TaskOut<'a>>,
    pages: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaskOut<'a> {
    task_id: &'a str,
    status: &'a str,
    model: &'a str,
    /// In milliseconds since 1970.
    began_at: Option<u64>,
    ended_at: Option<u64>,
}

/// A page of tasks.
pub(super) fn tasks(list: &TaskList) -> JsValue {
    let tasks = list.tasks.iter().map(|task| TaskOut {
        task_id: &task.task_id,
        status: task.status.name(),
        model: &task.model,
        began_at: task.began_millis,
        ended_at: task.ended_millis,
    });
    js(&TasksOut { tasks: tasks.collect(), pages: list.pages })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenOut<'a> {
    token: &'a str,
    /// In seconds since 1970.
    expires_at: u64,
}

/// A temporary key.
pub(super) fn token(token: &Token) -> JsValue {
    js(&TokenOut { token: &token.token, expires_at: token.expires_unix })
}

#[derive(Serialize)]
struct DiagnosisOut<'a> {
    /// Names, each with whether an edit can work all the same.
    findings: Vec<(&'static str, bool)>,
    host: &'a str,
    proxied: bool,
    status: Option<u16>,
    raw: Option<&'a str>,
    deliveries: Vec<&'static str>,
}

/// What the doctor found.
pub(super) fn diagnosis(diagnosis: &Diagnosis) -> JsValue {
    js(&DiagnosisOut {
        findings: diagnosis.findings.iter().map(|finding| (finding.name(), finding.is_fine())).collect(),
        host: &diagnosis.host,
        proxied: diagnosis.is_proxied,
        status: diagnosis.status,
        raw: diagnosis.raw.as_deref(),
        deliveries: diagnosis.deliveries.iter().map(|delivery| delivery.name()).collect(),
    })
}

/// Boxes as lists of their corners.
pub(super) fn boxes(boxes: &[BoundingBox]) -> JsValue {
    js(&boxes.iter().map(|bbox| bbox.to_array()).collect::<Vec<_>>())
}
