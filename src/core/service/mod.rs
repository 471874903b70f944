//! The services: which host and dialect, how the browser reaches it, what opens it, and what is said to it.

pub mod credential;
pub mod endpoint;
pub mod http;
pub mod locate;
pub mod pairing;
mod pasted;
pub mod plan;
pub mod proxy;
mod redact;
pub mod sse;
pub mod stream;
pub mod trust;
pub mod wire;

pub use credential::{Authorization, Credential, CredentialKind};
pub use endpoint::{Endpoint, EndpointError, KNOWN_ENDPOINTS, KnownEndpoint, Protocol};
pub use http::{BodyPart, Header, HttpRequest, Method, Reply};
pub use proxy::{Proxy, ProxyError, is_result_host, is_upload_host};
pub(crate) use redact::Words;

/// Where an edit goes: the endpoint, the way there, and the key.
#[derive(Clone, Debug)]
pub struct Service {
    /// The service's base URL.
    pub endpoint: Endpoint,
    /// How the browser reaches it, and its result hosts.
    pub proxy: Proxy,
    /// The key.
    pub credential: Credential,
    /// How the key is sent.
    pub authorization: Authorization,
}

impl Service {
    /// Whether there is no key that can be sent, although one has to be.
    pub fn lacks_key(&self) -> bool {
        self.authorization != Authorization::ByProxy && !self.credential.is_sendable()
    }
}
