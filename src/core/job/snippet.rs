//! What to paste where, so that what the doctor found is mended.

use super::doctor::Finding;
use crate::core::service::{Proxy, Service, endpoint};

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
        // `trunk serve` reaches this machine only.
        Finding::NoProxy if endpoint::is_here(host) => vec![trunk(host)],
        Finding::NoProxy => vec![one(Place::Terminal, "make serve".into())],
        Finding::ProxyHost => vec![
            one(Place::File("/etc/nginx/wan-edit/hosts.map"), format!("{host} api;")),
            one(Place::File("wrangler.toml"), format!("EXTRA_HOSTS = \"{host}\"")),
        ],
        Finding::ProxyOrigin => vec![
            one(Place::File("/etc/nginx/wan-edit/origins.map"), format!("{page} 1;")),
            one(Place::File("wrangler.toml"), format!("ORIGINS = \"{page}\"")),
        ],
        Finding::ProxyUpstream | Finding::Unreachable => {
            vec![one(Place::Terminal, format!("curl -I {}", service.endpoint.base_url()))]
        }
        Finding::ResultsBlocked => match (results, &service.proxy) {
            (_, Proxy::Direct) => vec![one(Place::Setting, "/proxy".into())],
            (Some(results), _) if endpoint::is_here(results) => vec![trunk(results)],
            (Some(results), _) => {
                vec![one(Place::File("/etc/nginx/wan-edit/hosts.map"), format!("{results} oss;"))]
            }
            (None, _) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The entry for `host` of this machine in `Trunk.toml`.
fn trunk_entry(proxy: &Proxy, host: &str) -> String {
    let prefix = match proxy {
        Proxy::Prefix(prefix) => prefix.split_once("://").map_or(prefix.as_str(), |(_, rest)| path_of(rest)),
        Proxy::Direct | Proxy::Template(_) => "/proxy",
    };
    format!(
        r#"[[proxy]]
rewrite = "{prefix}/{host}/"
backend = "http://{host}/"
no_redirect = true
request_headers = {{ origin = "", referer = "", cookie = "", x-forwarded-host = "", x-forwarded-proto = "" }}
no_system_proxy = true"#
    )
}

fn path_of(rest: &str) -> &str {
    rest.find('/').map_or("", |at| &rest[at..])
}
