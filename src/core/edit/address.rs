//! Which addresses lead somewhere else from elsewhere: those that only this machine or its network reaches.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Names that no public server answers for, besides those without a dot.
const LOCAL_NAMES: [&str; 7] = [".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet", ".localdomain"];

/// Whether the host of an http address is reached from here only: a private or link-local number of either IP version,
/// `localhost`, `.local`, a name without a dot. A service elsewhere cannot fetch anything from there.
///
/// ```
/// use wan_edit::core::edit::is_private_address;
///
/// assert!(is_private_address("http://192.168.1.20/a.jpg"));
/// assert!(is_private_address("http://[fe80::1]:8080/a.jpg"));
/// assert!(!is_private_address("https://example.com/a.jpg"));
/// ```
#[must_use]
pub fn is_private_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.trim().split_once("://") else { return false };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return false;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(v6) = host.strip_prefix('[') {
        let v6 = v6.split([']', '%']).next().unwrap_or_default();
        return v6.parse().is_ok_and(|address: Ipv6Addr| is_private(address.into()));
    }
    let name = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    if let Some(address) = ipv4(&name) {
        return is_private(address.into());
    }
    !name.is_empty() && (!name.contains('.') || LOCAL_NAMES.iter().any(|end| name.ends_with(end)))
}

/// The number that browsers take `host` for: one to four parts, the last of which fills what is left, in decimal, octal
/// or hexadecimal.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = host.split('.').collect();
    let (last, first) = parts.split_last()?;
    if first.len() > 3 {
        return None;
    }
    let mut number = u64::from(part(last)?);
    if number >= 1 << (8 * (4 - first.len())) {
        return None;
    }
    for (index, text) in first.iter().enumerate() {
        let part = part(text).filter(|part| *part < 256)?;
        number |= u64::from(part) << (8 * (3 - index));
    }
    Some(Ipv4Addr::from(number as u32))
}

fn part(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some("") => return Some(0),
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then(|| u32::from_str_radix(digits, radix).ok()).flatten()
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            let is_shared = a == 100 && (64..128).contains(&b);
            let is_set_aside = (a, b, c) == (192, 0, 0) || (a == 198 && matches!(b, 18 | 19));
            a == 0
                || a >= 224
                || is_shared
                || is_set_aside
                || address.is_loopback()
                || address.is_private()
                || address.is_link_local()
        }
        IpAddr::V6(address) => {
            if let Some(v4) = address.to_ipv4_mapped() {
                return is_private(v4.into());
            }
            let first = address.segments()[0];
            // Unique local, link local, site local, multicast.
            let is_local = matches!(first & 0xFE00, 0xFC00) || matches!(first & 0xFFC0, 0xFE80 | 0xFEC0);
            is_local || first >= 0xFF00 || address.is_loopback() || address.is_unspecified()
        }
    }
}
