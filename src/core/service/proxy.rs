//! How a browser reaches hosts that refuse it: the rule that maps a URL to its proxied one.

use std::fmt;

use super::endpoint::{Endpoint, host_of, is_here, is_loopback, scheme_and_authority};

/// The way to a host.
///
/// ```
/// use wan_edit::core::service::Proxy;
///
/// let proxy = Proxy::parse("/proxy").unwrap();
/// assert_eq!(proxy.apply("https://dashscope.aliyuncs.com/api/v1/tasks?x=1"), "/proxy/dashscope.aliyuncs.com/api/v1/tasks?x=1");
/// let template = Proxy::parse("https://proxy.example/?url={url}").unwrap();
/// assert_eq!(template.apply("https://a.b/c"), "https://proxy.example/?url=https%3A%2F%2Fa.b%2Fc");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Proxy {
    /// Straight there. Works where the host sends CORS headers.
    #[default]
    Direct,
    /// `https://HOST/PATH?QUERY` becomes `PREFIX/HOST/PATH?QUERY`. No trailing slash.
    Prefix(String),
    /// The whole URL, percent-encoded, in place of `{url}`.
    Template(String),
}

/// Why a proxy setting is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyError {
    /// Neither a path of this page's host nor an `https://` URL (`http://` only to this machine).
    NotHttps,
    /// A query or fragment that has no place here.
    Extra,
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotHttps => "use a path such as /proxy or an https:// URL",
            Self::Extra => "a prefix has no query; to pass the URL as one use {url}",
        })
    }
}

impl Proxy {
    /// Reads a setting: empty is direct, a `{url}` makes a template, all else is a prefix.
    ///
    /// # Errors
    /// Anything that is not a path of this page's host or an `https` URL.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Direct);
        }
        let is_fine = match scheme_and_authority(text) {
            _ if text.starts_with('/') => !text.starts_with("//"),
            Some((scheme, authority)) => {
                host_of(authority).is_some_and(|host| scheme == "https" || (scheme == "http" && is_loopback(host)))
            }
            None => false,
        };
        // Browsers drop tabs and line ends from a URL: "/\t/host" would be another host.
        let is_hidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '\\');
        if !is_fine || text.contains(is_hidden) {
            return Err(ProxyError::NotHttps);
        }
        if text.contains("{url}") {
            return Ok(Self::Template(text.to_owned()));
        }
        if text.contains(['?', '#']) {
            return Err(ProxyError::Extra);
        }
        Ok(Self::Prefix(text.trim_end_matches('/').to_owned()))
    }

    /// The URL to fetch for `url`. The query stays byte for byte: presigned URLs depend on it.
    pub fn apply(&self, url: &str) -> String {
        match self {
            Self::Direct => url.to_owned(),
            Self::Prefix(prefix) => {
                let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
                format!("{prefix}/{rest}")
            }
            Self::Template(template) => template.replace("{url}", &percent_encoded(url)),
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

/// Whether `host` is one of the buckets that results come from:
/// four labels, `dashscope-….oss-….aliyuncs.com`.
pub fn is_result_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let is_plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    is_plain
        && matches!(labels[..], [bucket, region, "aliyuncs", "com"]
        if bucket.starts_with("dashscope-") && region.starts_with("oss-"))
}

/// Whether files may be uploaded to `url`: a bucket of the service, or this machine where the service is on it.
pub fn is_upload_host(url: &str, endpoint: &Endpoint) -> bool {
    let Some((scheme, authority)) = scheme_and_authority(url) else { return false };
    (scheme == "https" && is_result_host(authority)) || (is_here(authority) && is_here(endpoint.authority()))
}

/// Whether `url` is an address that results are fetched from: `https://` or `http://`, with a host.
pub fn is_web_address(url: &str) -> bool {
    let is_hidden = |c: char| c.is_control() || c.is_whitespace();
    !url.contains(is_hidden)
        && scheme_and_authority(url).is_some_and(|(scheme, authority)| {
            (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
                && !authority.is_empty()
                && !authority.contains('\\')
        })
}

/// A result's URL to fetch: `http://` becomes `https://` for the service's own buckets, all else stays.
pub fn result_url(url: &str) -> String {
    match url.strip_prefix("http://") {
        Some(rest) if is_result_host(rest.split(['/', '?']).next().unwrap_or("")) => {
            format!("https://{rest}")
        }
        _ => url.to_owned(),
    }
}
