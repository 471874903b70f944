//! Base URLs of the services, and the reading of a pasted one.

use std::fmt;

/// A service's base URL, normalised: `https`, no trailing slash, ends in `/api/v1` for DashScope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base_url: String,
}

/// An endpoint that needs no workspace id.
#[derive(Debug)]
pub struct KnownEndpoint {
    /// A stable word for settings: `beijing`.
    pub id: &'static str,
    /// The base URL.
    pub base_url: &'static str,
}

/// The emulator's base URL at its default address.
pub const EMULATOR: &str = "http://127.0.0.1:8787/api/v1";

/// Endpoints without a workspace id, as of 2026-11, the usual one first.
pub static KNOWN_ENDPOINTS: &[KnownEndpoint] = &[
    KnownEndpoint { id: "beijing", base_url: "https://dashscope.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "singapore", base_url: "https://dashscope-intl.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "virginia", base_url: "https://dashscope-us.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "token-plan", base_url: "https://token-plan.cn-beijing.maas.aliyuncs.com/api/v1" },
];

/// Why a base URL is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointError {
    /// Neither `https://` nor `http://` to this machine.
    NotHttps,
    /// No host, or one with characters that a host cannot have.
    BadHost,
    /// A user name, a query, a fragment, or a path that is not plain.
    Extra,
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotHttps => "use https:// (http:// only for this machine)",
            Self::BadHost => "this is not a host name",
            Self::Extra => "leave out user name, query, fragment and signs such as % or .. in the path",
        })
    }
}

impl Endpoint {
    /// Reads a base URL as people paste it: trailing slashes and a longer path of the API are cut, a missing scheme
    /// is taken as `https`, a missing path, or that of the OpenAI-compatible twin, as `/api/v1`.
    ///
    /// # Errors
    /// Anything that could send the key elsewhere than it reads.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        if rest.contains(['?', '#', '@', '\\']) {
            return Err(EndpointError::Extra);
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let authority = authority.to_ascii_lowercase();
        let host = host_of(&authority).ok_or(EndpointError::BadHost)?;
        match scheme.as_str() {
            "https" => {}
            "http" if is_loopback(host) => {}
            _ => return Err(EndpointError::NotHttps),
        }
        // Browsers and proxies resolve dots, encoded or not, and a proxied URL has the host in its path.
        let is_plain = |b: u8| b.is_ascii_graphic() && b != b'%';
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        if !path.bytes().all(is_plain) || segments.iter().any(|segment| matches!(*segment, "." | "..")) {
            return Err(EndpointError::Extra);
        }
        let path = match segments.windows(2).position(|pair| pair == ["api", "v1"]) {
            Some(at) => segments[..at + 2].join("/"),
            None if matches!(segments[..], [] | ["compatible-mode", ..]) => "api/v1".to_owned(),
            None => segments.join("/"),
        };
        Ok(Self { base_url: format!("{scheme}://{authority}/{path}") })
    }

    /// The base URL, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Host and port, as the proxy rule names it.
    pub fn authority(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or("")
    }

    /// `path` below the base URL; `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// The host of `host`, `host:port` or `[v6]:port`, where it is well formed.
pub(super) fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (v6, after) = rest.split_once(']')?;
        let port = if after.is_empty() { None } else { Some(after.strip_prefix(':')?) };
        if v6.is_empty() || !v6.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.') {
            return None;
        }
        (&authority[..v6.len() + 2], port)
    } else {
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        if !host.split('.').all(is_label) {
            return None;
        }
        (host, port)
    };
    let is_port = |port: &str| !port.starts_with('+') && port.parse::<u16>().is_ok_and(|port| port > 0);
    port.is_none_or(is_port).then_some(host)
}

/// Whether `host` is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.ends_with(".localhost")
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}
