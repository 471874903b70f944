//! Who gets the key: every origin that a request with it passes, so that a person can say yes or no to each.

use super::endpoint::{Endpoint, scheme_and_authority};
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

/// Whether somebody who trusts the origins in `trusted` with a key trusts `origin` with it: exact origins, no families
/// of hosts.
pub fn is_trusted(origin: &str, trusted: &[String]) -> bool {
    trusted.iter().any(|other| other == origin)
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
