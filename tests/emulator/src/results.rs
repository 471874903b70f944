//! The second origin: result files behind signed addresses, without a word about CORS.

use crate::app::{self, App, Owner, random};
use crate::behaviour::Counters;
use crate::received::hex;
use crate::time;
use crate::uploads;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Result addresses live for a day.
const LIFE_S: u64 = 24 * 3600;
/// The oldest files go when all of them together are larger.
const MOST_BYTES: usize = 768 * 1024 * 1024;

/// The files, by path.
#[derive(Debug)]
pub struct Results {
    secret: u64,
    files: Mutex<Files>,
}

#[derive(Debug, Default)]
struct Files {
    by_path: HashMap<String, File>,
    oldest_first: VecDeque<String>,
    bytes: usize,
}

#[derive(Debug, Clone)]
struct File {
    bytes: Bytes,
    owner: Arc<Owner>,
}

impl Default for Results {
    fn default() -> Self {
        Self { secret: random(), files: Mutex::default() }
    }
}

impl Results {
    /// Stores a file and gives its path and query.
    pub fn store(&self, path: String, bytes: Bytes, owner: Arc<Owner>) -> String {
        let now = time::now_ms() / 1000;
        let expires = if owner.behaviour.expired { now - 60 } else { now + LIFE_S };
        let signature = percent_encoded(&self.signature(&path, expires));
        let address = format!("{path}?Expires={expires}&OSSAccessKeyId=emu&Signature={signature}");
        let mut files = self.files.lock().expect("no holder panics");
        files.bytes += bytes.len();
        files.oldest_first.push_back(path.clone());
        files.by_path.insert(path, File { bytes, owner });
        while files.bytes > MOST_BYTES && files.oldest_first.len() > 1 {
            let oldest = files.oldest_first.pop_front().unwrap_or_default();
            let gone = files.by_path.remove(&oldest);
            files.bytes -= gone.map_or(0, |file| file.bytes.len());
        }
        address
    }

    fn find(&self, path: &str) -> Option<File> {
        let files = self.files.lock().expect("no holder panics");
        files.by_path.get(path).cloned()
    }

    /// 20 bytes as base64, as long as the real one, so that `+`, `/` and `=` have to survive every proxy.
    fn signature(&self, path: &str, expires: u64) -> String {
        let text = format!("{}\n{expires}\n{path}", self.secret);
        STANDARD.encode(&Sha256::digest(text.as_bytes())[..20])
    }
}

fn percent_encoded(base64: &str) -> String {
    base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

/// The result host's only route: every path is a file or a refusal.
pub fn router(app: Arc<App>) -> Router {
    Router::new().fallback(file).with_state(app)
}

async fn file(
    State(app): State<Arc<App>>,
    query: Result<Query<HashMap<String, String>>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let key = app::key(&parts.headers);
    let about = (&parts.method, &parts.uri, &parts.headers);
    let entry = app.log.arrived("results", about, (key, key), Value::Null);
    let found = app.results.find(path);
    if let Some(file) = &found {
        app.log.set(entry, "made_for", file.owner.key_hash.as_str());
    }
    let query = query.map(|Query(query)| query).unwrap_or_default();
    let mut answer = match parts.method {
        Method::POST => posted(&app, entry, &parts.headers, body).await,
        Method::GET | Method::HEAD => fetched(&app, path, &query, found).await,
        Method::OPTIONS if app.cors => StatusCode::NO_CONTENT.into_response(),
        Method::OPTIONS => refusal(403, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", ""),
        _ => refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", ""),
    };
    app.log.set(entry, "status", answer.status().as_u16());
    if parts.method == Method::HEAD {
        *answer.body_mut() = Body::empty();
    }
    if app.cors {
        crate::cors::allow(&parts.headers, answer.headers_mut());
    }
    answer
}

/// An upload.
async fn posted(app: &App, entry: u64, headers: &HeaderMap, body: Body) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let Ok(body) = axum::body::to_bytes(body, 2 * uploads::MOST_FILE_BYTES).await else {
        return refusal(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", "");
    };
    match uploads::post(app, entry, kind, &body) {
        Ok(()) => StatusCode::OK.into_response(),
        Err((status, code, message)) => {
            app.log.set(entry, "code", code);
            app.log.set(entry, "reason", message.as_str());
            refusal(status, code, &message, "")
        }
    }
}

async fn fetched(app: &App, path: &str, query: &HashMap<String, String>, found: Option<File>) -> Response {
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let (Some(expires), Some(_), Some(signature)) = (
        parameter("Expires").and_then(|text| text.parse::<u64>().ok()),
        parameter("OSSAccessKeyId"),
        parameter("Signature"),
    ) else {
        let message = "You have no right to access this object because of bucket acl.";
        return refusal(403, "AccessDenied", message, "");
    };
    let now = time::now_ms();
    if expires <= now / 1000 {
        let times = format!(
            "\n  <Expires>{}</Expires>\n  <ServerTime>{}</ServerTime>",
            time::iso(expires * 1000),
            time::iso(now)
        );
        return refusal(403, "AccessDenied", "Request has expired.", &times);
    }
    if signature != app.results.signature(path, expires) {
        let message = "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
        return refusal(403, "SignatureDoesNotMatch", message, "");
    }
    let Some(File { bytes, owner }) = found else {
        return refusal(404, "NoSuchKey", "The specified key does not exist.", "");
    };
    tokio::time::sleep(owner.behaviour.slow_result).await;
    if Counters::next(&owner.counters.results) < owner.behaviour.result_fail {
        let message = "We encountered an internal error. Please try again.";
        return refusal(500, "InternalError", message, "");
    }
    let bytes = if owner.behaviour.corrupt { bytes.slice(..bytes.len() / 2) } else { bytes };
    let length = bytes.len();
    let mut answer = Response::new(Body::from(bytes));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    answer
}

/// A refusal as the object store writes it.
fn refusal(status: u16, code: &str, message: &str, more: &str) -> Response {
    let id = hex(&random().to_be_bytes()).to_uppercase();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{message}</Message>\n  <RequestId>{id}</RequestId>\n  <HostId>wan-emulator</HostId>{more}\n</Error>\n"
    );
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}
