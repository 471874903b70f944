//! Who gets the key: every origin that a request with it passes, so that a person can say yes or no to each.

use super::endpoint::{Endpoint, KNOWN_ENDPOINTS, host_of, scheme_and_authority};
use super::proxy::Proxy;

/// The origins that get the key: the proxy's, unless it is the `page`'s own, then the service's.
pub fn recipients(endpoint: &Endpoint, proxy: &Proxy, page: &str) -> Vec<String> {
    let proxy = match proxy {
        Proxy::Direct => None,
        Proxy::Prefix(url) | Proxy::Template(url) => origin_of(url),
    };
    let proxy = proxy.filter(|origin| origin != page);
    proxy.into_iter().chain(origin_of(endpoint.base_url())).collect()
}

/// Whether somebody who trusts the origins in `trusted` with a key trusts `origin` with it: the service's own hosts
/// count as one.
pub fn is_trusted(origin: &str, trusted: &[String]) -> bool {
    trusted.iter().any(|other| other == origin || (is_of_service(other) && is_of_service(origin)))
}

/// Scheme, host and port, in small letters; `None` for a path.
fn origin_of(url: &str) -> Option<String> {
    let (scheme, authority) = scheme_and_authority(url)?;
    let authority = match scheme {
        "https" => authority.strip_suffix(":443"),
        _ => authority.strip_suffix(":80"),
    }
    .unwrap_or(authority);
    Some(format!("{scheme}://{}", authority.to_ascii_lowercase()))
}

/// One of the hosts that Model Studio answers at.
fn is_of_service(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").and_then(host_of).unwrap_or("");
    let is_known = |base_url: &str| base_url.strip_suffix("/api/v1").is_some_and(|known| known == origin);
    host.ends_with(".maas.aliyuncs.com") || KNOWN_ENDPOINTS.iter().any(|known| is_known(known.base_url))
}
