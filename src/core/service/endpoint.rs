//! Base URLs of the services, and the reading of a pasted one.

use std::fmt;

/// A service's base URL, normalised: `https`, no trailing slash, ends in `/api/v1` for DashScope and in `/v1` for
/// DMXAPI.
///
/// ```
/// use wan_edit::core::service::{Endpoint, Protocol};
///
/// let endpoint = Endpoint::parse("dashscope.aliyuncs.com/").unwrap();
/// assert_eq!(endpoint.url("/tasks/1"), "https://dashscope.aliyuncs.com/api/v1/tasks/1");
/// assert_eq!(Endpoint::parse("https://www.dmxapi.cn").unwrap().protocol(), Protocol::Dmxapi);
/// assert!(Endpoint::parse("http://dashscope.aliyuncs.com").is_err(), "the key would be readable on the way");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base_url: String,
}

/// The language a service speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Alibaba's own: tasks, `/services/…`.
    DashScope,
    /// The relay's: `/responses`, nothing else.
    Dmxapi,
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

/// The emulator's twin of DMXAPI at its default address.
pub const EMULATOR_DMXAPI: &str = "http://127.0.0.1:8787/v1";

/// Regions with hosts of workspaces, as of 2026-11, the usual one first. Frankfurt has no other hosts.
pub static WORKSPACE_REGIONS: &[&str] = &["cn-beijing", "ap-southeast-1", "eu-central-1"];

/// Endpoints without a workspace id, as of 2026-11, the usual one first.
pub static KNOWN_ENDPOINTS: &[KnownEndpoint] = &[
    KnownEndpoint { id: "beijing", base_url: "https://dashscope.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "singapore", base_url: "https://dashscope-intl.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "virginia", base_url: "https://dashscope-us.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "token-plan", base_url: "https://token-plan.cn-beijing.maas.aliyuncs.com/api/v1" },
    KnownEndpoint { id: "dmxapi", base_url: "https://www.dmxapi.cn/v1" },
    KnownEndpoint { id: "dmxapi-com", base_url: "https://www.dmxapi.com/v1" },
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
    /// Not the id of a workspace.
    BadWorkspace,
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotHttps => "use https:// (http:// only for this machine)",
            Self::BadHost => "this is not a host name",
            Self::Extra => "leave out user name, query, fragment and signs such as % or .. in the path",
            Self::BadWorkspace => {
                "a workspace id has letters, digits, - and _, at most 64, and begins with none of the last two"
            }
        })
    }
}

impl Endpoint {
    /// Reads a base URL as people paste it: trailing slashes and a longer path of the API are cut, a missing scheme
    /// is taken as `https`, a missing path, or that of the OpenAI-compatible twin, as `/api/v1` (`/v1` for DMXAPI).
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
        let api = segments.windows(2).position(|pair| pair == ["api", "v1"]).map(|at| at + 2);
        let end = api.or_else(|| segments.iter().position(|segment| *segment == "v1").map(|at| at + 1));
        let path = match segments[..] {
            // What these hosts speak is known, whatever was pasted of their paths.
            _ if is_dmxapi(host) => "v1".to_owned(),
            _ if host.ends_with(".aliyuncs.com") => "api/v1".to_owned(),
            [] | ["compatible-mode", ..] => "api/v1".to_owned(),
            _ => segments[..end.unwrap_or(segments.len())].join("/"),
        };
        Ok(Self { base_url: format!("{scheme}://{authority}/{path}") })
    }

    /// The host of workspace `id` in `region`, one of [`WORKSPACE_REGIONS`].
    ///
    /// # Errors
    /// An id that could move the host elsewhere.
    pub fn workspace(id: &str, region: &str) -> Result<Self, EndpointError> {
        let id = id.trim();
        let is_fine = |at: usize, byte: u8| byte.is_ascii_alphanumeric() || (at > 0 && matches!(byte, b'-' | b'_'));
        let fits = (1..=64).contains(&id.len()) && id.bytes().enumerate().all(|(at, byte)| is_fine(at, byte));
        if !fits || !WORKSPACE_REGIONS.contains(&region) {
            return Err(EndpointError::BadWorkspace);
        }
        let id = id.to_ascii_lowercase();
        Ok(Self { base_url: format!("https://{id}.{region}.maas.aliyuncs.com/api/v1") })
    }

    /// The language that is spoken there: a path that ends in `/v1`, but not in `/api/v1`, is the relay's.
    pub fn protocol(&self) -> Protocol {
        let mut segments = self.base_url.rsplit('/');
        match (segments.next(), segments.next()) {
            (Some("v1"), Some(before)) if before != "api" => Protocol::Dmxapi,
            _ => Protocol::DashScope,
        }
    }

    /// The base URL, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Host and port, as the proxy rule names it.
    pub fn authority(&self) -> &str {
        scheme_and_authority(&self.base_url).map_or("", |(_, authority)| authority)
    }

    /// `path` below the base URL; `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// A URL's scheme, and its host and port; `None` for a path.
pub(super) fn scheme_and_authority(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    Some((scheme, rest.split(['/', '?', '#']).next().unwrap_or("")))
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

fn is_dmxapi(host: &str) -> bool {
    ["dmxapi.cn", "dmxapi.com"]
        .iter()
        .any(|site| host == *site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.')))
}

/// Whether `authority`, a host with or without a port, is this machine.
pub fn is_here(authority: &str) -> bool {
    host_of(authority).is_some_and(is_loopback)
}

/// Whether `host` is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.ends_with(".localhost")
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}
