//! What to paste where, so that what the doctor found is mended.

use super::doctor::Finding;
use crate::core::service::{Proxy, Service, endpoint};
use crate::core::text::split_once;

/// Text to be pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Where it belongs.
    pub place: Place,
    /// The text.
    pub text: String,
}

/// Where a text belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The proxy setting, here.
    Setting,
    /// A terminal of the machine that has the proxy, or of this one where there is none.
    Terminal,
    /// A file of whoever runs the proxy.
    File(&'static str),
}

/// What mends `finding`, one text for each kind of proxy; empty where words have to do. `page` is the page's own
/// origin, `results` a host of results where one was asked.
pub fn snippets(finding: Finding, service: &Service, results: Option<&str>, page: &str) -> Vec<Snippet> {
    let host = service.endpoint.authority();
    let one = |place, text: String| Snippet { place, text };
    let trunk = |host| one(Place::File("Trunk.toml"), trunk_entry(&service.proxy, host));
    match finding {
        Finding::NoCors | Finding::PreflightRefused => vec![one(Place::Setting, "/proxy".into())],
        Finding::NoProxy => vec![trunk(host)],
        Finding::ProxyHost => vec![
            one(Place::File("/etc/nginx/wan-edit/hosts.map"), [host, " api;"].concat()),
            one(Place::File("wrangler.toml"), ["EXTRA_HOSTS = \"", host, "\""].concat()),
        ],
        Finding::ProxyOrigin => vec![
            one(Place::File("/etc/nginx/wan-edit/origins.map"), [page, " 1;"].concat()),
            one(Place::File("wrangler.toml"), ["ORIGINS = \"", page, "\""].concat()),
        ],
        Finding::ProxyUpstream | Finding::Unreachable => {
            vec![one(Place::Terminal, ["curl -I ", service.endpoint.base_url()].concat())]
        }
        Finding::ResultsBlocked => match (results, &service.proxy) {
            (_, Proxy::Direct) => vec![one(Place::Setting, "/proxy".into())],
            (Some(results), _) => vec![trunk(results)],
            (None, _) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The entry for `host` in `Trunk.toml`.
fn trunk_entry(proxy: &Proxy, host: &str) -> String {
    let prefix = match proxy {
        Proxy::Prefix(prefix) => split_once(prefix, "://").map_or(prefix.as_str(), |(_, rest)| path_of(rest)),
        Proxy::Direct | Proxy::Template(_) => "/proxy",
    };
    let is_here = endpoint::is_here(host);
    let scheme = if is_here { "http" } else { "https" };
    let mut entry = ["[[proxy]]\nrewrite = \"", prefix, "/", host, "/\"\nbackend = \"", scheme, "://", host].concat();
    entry.push_str("/\"\nno_redirect = true\nrequest_headers = { origin = \"\", referer = \"\", cookie = \"\", ");
    entry.push_str("x-forwarded-host = \"\", x-forwarded-proto = \"\" }");
    if is_here {
        entry.push_str("\nno_system_proxy = true");
    }
    entry
}

fn path_of(rest: &str) -> &str {
    rest.find('/').map_or("", |at| &rest[at..])
}
