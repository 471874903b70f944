//! A request as data, and the answer to it.

use std::fmt;
use std::time::Duration;

/// The methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
}

/// One header. Its `Debug` shows no key.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// Name as documented.
    pub name: &'static str,
    /// Value.
    pub value: String,
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.name == "Authorization" { "***" } else { &self.value };
        write!(f, "{}: {value}", self.name)
    }
}

/// A piece of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyPart {
    /// JSON text.
    Text(String),
    /// The data URI of source image `0..`, without quotes. Its bytes stay outside wasm memory.
    Image(usize),
}

/// What to send. `web` joins the parts to one `Blob`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// GET or POST.
    pub method: Method,
    /// The service's own URL.
    pub target: String,
    /// The URL to fetch: `target`, or its proxied form.
    pub url: String,
    /// Headers.
    pub headers: Vec<Header>,
    /// Body parts in order; empty for none.
    pub body: Vec<BodyPart>,
    /// Whether the answer comes piece by piece.
    pub is_stream: bool,
}

/// An answer, whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `x-request-id`, where it can be read.
    pub request_id: Option<String>,
    /// `retry-after`, where it can be read and is a number of seconds.
    pub retry_after: Option<Duration>,
    /// The body as text.
    pub body: String,
}
