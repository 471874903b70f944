//! A key that cannot slip into a log: it has no `Display`, and its `Debug` is masked.

use std::fmt;

use super::pasted;

/// An API key. Only the plan reads it, to write one header.
///
/// ```
/// use wan_edit::core::service::{Credential, CredentialKind};
///
/// let key = Credential::new(" sk-sp-0123456789 ");
/// assert_eq!((key.kind(), key.is_sendable()), (CredentialKind::Plan, true));
/// assert_eq!(key.redact("no such key: sk-sp-0123456789"), "no such key: ***");
/// assert_eq!(format!("{key:?}"), "Credential(***)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(String);

/// What a key is, as its beginning tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// `sk-…`: pay as you go.
    PayAsYouGo,
    /// `sk-ws-…`: of one workspace.
    Workspace,
    /// `sk-sp-…`: of a subscription; opens the subscription's host only.
    Plan,
    /// `st-…`: lives from a second to half an hour.
    Temporary,
    /// `visit-…`: what a proxy exchanges for a key of its own.
    AccessCode,
    /// Anything else.
    Other,
}

/// How the key stands in the `Authorization` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Authorization {
    /// As the service documents it: bare for DMXAPI, `Bearer …` elsewhere.
    #[default]
    Documented,
    /// `Bearer …` whatever the service.
    Bearer,
    /// Not at all: the proxy adds a key of its own.
    ByProxy,
}

impl Credential {
    /// Takes a key as people paste it: white space and quotes around it, `NAME=`, `export`, `Bearer` and signs that
    /// nobody sees are dropped, signs of full width become usual ones.
    pub fn new(key: impl AsRef<str>) -> Self {
        Self(pasted::key_in(key.as_ref()))
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it can stand in a header and be a key: printable ASCII without spaces, its middle not left out.
    pub fn is_sendable(&self) -> bool {
        !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_graphic()) && !self.is_masked()
    }

    /// Whether it is a copy with its middle left out, such as `sk-****abcd`.
    pub fn is_masked(&self) -> bool {
        pasted::is_masked(&self.0)
    }

    /// What it is.
    pub fn kind(&self) -> CredentialKind {
        let has = |prefix: &str| self.0.starts_with(prefix);
        match () {
            () if has("sk-sp-") => CredentialKind::Plan,
            () if has("sk-ws-") => CredentialKind::Workspace,
            () if has("sk-") => CredentialKind::PayAsYouGo,
            () if has("st-") => CredentialKind::Temporary,
            () if has("visit-") => CredentialKind::AccessCode,
            () => CredentialKind::Other,
        }
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self, is_bearer: bool) -> String {
        if is_bearer { format!("Bearer {}", self.0) } else { self.0.clone() }
    }

    /// Its bytes, to look for them.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "Credential(none)" } else { "Credential(***)" })
    }
}
