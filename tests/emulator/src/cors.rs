//! Headers that let a browser in. Only `--cors` sends them; the real hosts send none.

use axum::http::{HeaderMap, HeaderValue, header};

const METHODS: &str = "GET, POST, DELETE, OPTIONS";
const HEADERS: &str = "authorization, content-type, accept, x-dashscope-async, x-dashscope-sse, x-dashscope-ossresourceresolve, x-dashscope-workspace, x-dashscope-wait-timeout";
const EXPOSED: &str = "x-request-id, x-dashscope-finished, retry-after, content-type, content-length";

/// Adds the headers of a preflight and of an answer alike; each side ignores the other's.
pub fn allow(asked: &HeaderMap, answer: &mut HeaderMap) {
    let any = HeaderValue::from_static("*");
    let origin = asked.get(header::ORIGIN).cloned().unwrap_or(any);
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    answer.insert(header::VARY, HeaderValue::from_static("origin"));
    let fixed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    for (name, value) in fixed {
        answer.insert(name, HeaderValue::from_static(value));
    }
    if asked.contains_key("access-control-request-private-network") {
        let yes = HeaderValue::from_static("true");
        answer.insert("access-control-allow-private-network", yes);
    }
}
