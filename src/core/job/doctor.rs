//! What is wrong between here and the service, told from answers to questions that cost nothing.

use super::cause::Cause;
use super::error::Error;
use crate::core::edit::{Problem, ProblemKind};
use crate::core::service::http::Reply;
use crate::core::service::wire::account::TaskList;
use crate::core::service::{Credential, CredentialKind, Protocol, stream};

/// What the doctor found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The service answered, and knows the key.
    Fine,
    /// The browser is offline.
    Offline,
    /// There is no key.
    KeyMissing,
    /// The key has characters that no header can carry.
    KeyMalformed,
    /// The page is served by https and would have to call http.
    MixedContent,
    /// The host answers, but without CORS headers: browsers need a proxy.
    NoCors,
    /// The host has CORS headers, but refuses the question that comes before one with a key.
    PreflightRefused,
    /// The host does not answer: no such name, no connection, or blocked by something in the browser.
    Unreachable,
    /// The browser lets this page reach no machine of its own network before somebody allows it.
    LocalNetwork,
    /// The proxy does not answer.
    ProxyUnreachable,
    /// The proxy answers, but lets this page read nothing: its CORS header is missing, or there are two.
    ProxyCors,
    /// The proxy asks for a login of its own, as Basic authentication does.
    ProxyLogin,
    /// Another server answered: there is no proxy at this address, or it does not know the host.
    NoProxy,
    /// The proxy does not pass on to this host.
    ProxyHost,
    /// The proxy does not serve pages of this address.
    ProxyOrigin,
    /// The proxy wants an access code, or has no key for this host.
    ProxyAccess,
    /// The proxy lends its key, but not for this.
    ProxyLimit,
    /// The proxy cannot reach the host, or gets no proper answer.
    ProxyUpstream,
    /// The proxy refused for another reason.
    ProxyRefused,
    /// The service does not know the key: it is wrong, or of another region.
    Key,
    /// The key was a temporary one, and has ended.
    KeyEnded,
    /// A subscription's key at another host.
    KeyOfPlan,
    /// Another key at the subscription's host.
    KeyNotOfPlan,
    /// The workspace does not exist, or is not open to the key.
    Workspace,
    /// The model does not run in this region.
    ModelElsewhere,
    /// The account may not use this.
    Denied,
    /// A bill, a balance, a quota.
    Account,
    /// Too many requests at the moment.
    Throttled,
    /// The service failed.
    ServiceDown,
    /// What answered does not speak this language: the base URL is of something else.
    NotTheService,
    /// Results can be shown, but not fetched and kept.
    ResultsBlocked,
    /// Results can be fetched.
    ResultsFine,
}

impl Finding {
    /// A stable word, e.g. `no-cors`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Offline => "offline",
            Self::KeyMissing => "key-missing",
            Self::KeyMalformed => "key-malformed",
            Self::MixedContent => "mixed-content",
            Self::NoCors => "no-cors",
            Self::PreflightRefused => "preflight-refused",
            Self::Unreachable => "unreachable",
            Self::LocalNetwork => "local-network",
            Self::ProxyUnreachable => "proxy-unreachable",
            Self::ProxyCors => "proxy-cors",
            Self::ProxyLogin => "proxy-login",
            Self::NoProxy => "no-proxy",
            Self::ProxyHost => "proxy-host",
            Self::ProxyOrigin => "proxy-origin",
            Self::ProxyAccess => "proxy-access",
            Self::ProxyLimit => "proxy-limit",
            Self::ProxyUpstream => "proxy-upstream",
            Self::ProxyRefused => "proxy-refused",
            Self::Key => "key",
            Self::KeyEnded => "key-ended",
            Self::KeyOfPlan => "key-of-plan",
            Self::KeyNotOfPlan => "key-not-of-plan",
            Self::Workspace => "workspace",
            Self::ModelElsewhere => "model-elsewhere",
            Self::Denied => "denied",
            Self::Account => "account",
            Self::Throttled => "throttled",
            Self::ServiceDown => "service-down",
            Self::NotTheService => "not-the-service",
            Self::ResultsBlocked => "results-blocked",
            Self::ResultsFine => "results-fine",
        }
    }

    /// Whether an edit can work all the same.
    pub const fn is_fine(self) -> bool {
        matches!(self, Self::Fine | Self::ResultsFine | Self::Throttled)
    }

    /// What a problem of pairing amounts to.
    pub fn of_problem(problem: &Problem) -> Option<Self> {
        match problem.kind {
            ProblemKind::ModelElsewhere { .. } => Some(Self::ModelElsewhere),
            ProblemKind::KeyOfPlan => Some(Self::KeyOfPlan),
            ProblemKind::KeyNotOfPlan => Some(Self::KeyNotOfPlan),
            _ => None,
        }
    }

    /// What the answer to a free question with the key says. `is_proxied` where a proxy stands between.
    pub fn of_reply(reply: &Reply, protocol: Protocol, key: &Credential, is_proxied: bool) -> Self {
        if let Some(refusal) = Self::of_proxy(reply) {
            return refusal;
        }
        let is_success = (200..300).contains(&reply.status);
        let is_answer = match protocol {
            // The task that a visitor asks for does not exist, and the service says so.
            Protocol::DashScope => TaskList::parse(&reply.body).is_some() || reply.body.contains("\"task_status\""),
            Protocol::Dmxapi => reply.body.trim_start().starts_with('{') && reply.body.contains("\"data\""),
        };
        if is_success && is_answer {
            return Self::Fine;
        }
        let wire = stream::read(&reply.body).filter(|wire| wire.code.is_some() || wire.message.is_some());
        let Some(wire) = wire else {
            return match reply.status {
                401 | 407 if is_proxied => Self::ProxyLogin,
                500..=599 if is_proxied => Self::ProxyUpstream,
                500..=599 => Self::ServiceDown,
                _ if is_proxied => Self::NoProxy,
                _ => Self::NotTheService,
            };
        };
        let is_temporary = key.kind() == CredentialKind::Temporary;
        match Error::from_reply(reply, Some(&wire)).cause.unwrap_or(Cause::Unknown) {
            Cause::Key if is_temporary => Self::KeyEnded,
            Cause::Key => Self::Key,
            Cause::Workspace => Self::Workspace,
            Cause::Gateway if is_proxied => Self::NoProxy,
            Cause::Arrears | Cause::Budget | Cause::FreeTier | Cause::QuotaGone | Cause::NotBought => Self::Account,
            Cause::ModelDenied | Cause::ModelUnknown if reply.status == 404 => Self::NotTheService,
            Cause::ModelDenied => Self::Denied,
            Cause::Rate | Cause::Burst | Cause::Concurrency | Cause::Quota => Self::Throttled,
            _ if reply.status >= 500 => Self::ServiceDown,
            _ => Self::NotTheService,
        }
    }

    fn of_proxy(reply: &Reply) -> Option<Self> {
        Self::of_refusal(&stream::read(&reply.body)?.code?)
    }

    /// What the project's own proxies say when they refuse; `None` for the codes of others.
    pub fn of_refusal(code: &str) -> Option<Self> {
        Some(match code.strip_prefix("Proxy")? {
            "HostNotAllowed" => Self::ProxyHost,
            "OriginNotAllowed" => Self::ProxyOrigin,
            "AccessDenied" | "NoKeyForHost" => Self::ProxyAccess,
            // The code is known; it is not for this.
            "CallNotAllowed" | "ModelNotAllowed" | "TooManyImages" | "ImageTooLarge" | "AllowanceSpent"
            | "OrderUnclear" => Self::ProxyLimit,
            "RateLimit" => Self::Throttled,
            "Unreachable" | "Timeout" | "RedirectRefused" | "BadAnswer" | "NotAnImage" | "ResultTooLarge" => {
                Self::ProxyUpstream
            }
            _ => Self::ProxyRefused,
        })
    }

    /// Whether what was asked reached the service, whatever it answered.
    pub const fn is_of_service(self) -> bool {
        use Finding as F;
        matches!(
            self,
            F::Fine | F::Key | F::KeyEnded | F::Workspace | F::Denied | F::Account | F::Throttled | F::ServiceDown
        )
    }

    /// What an answer for a result that does not exist says: the host's refusal is as good as a picture.
    pub fn of_result(reply: &Reply) -> Self {
        match Self::of_proxy(reply) {
            // Reached, and rightly found to be no picture.
            Some(_) if reply.body.contains("ProxyNotAnImage") => Self::ResultsFine,
            Some(_) => Self::ResultsBlocked,
            None if reply.body.contains("<Error>") || reply.body.contains("<?xml") => Self::ResultsFine,
            None => Self::ResultsBlocked,
        }
    }
}
