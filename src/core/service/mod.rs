//! The services: which host and dialect, how the browser reaches it, what opens it, and what is said to it.

pub mod credential;
pub mod endpoint;
pub mod http;
pub mod locate;
pub mod plan;
pub mod proxy;
pub mod sse;
pub mod wire;

pub use credential::Credential;
pub use endpoint::{Endpoint, EndpointError, KNOWN_ENDPOINTS, KnownEndpoint};
pub use http::{BodyPart, Header, HttpRequest, Method, Reply};
pub use proxy::{Proxy, ProxyError, is_result_host};

/// Where an edit goes: the endpoint, the way there, and the key.
#[derive(Clone, Debug)]
pub struct Service {
    /// The service's base URL.
    pub endpoint: Endpoint,
    /// How the browser reaches it, and its result hosts.
    pub proxy: Proxy,
    /// The key.
    pub credential: Credential,
}
