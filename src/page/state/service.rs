//! Which service an edit goes to, the way there, the key, and whom the key may go to.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::core::service::endpoint::{EMULATOR, EMULATOR_DMXAPI, WORKSPACE_REGIONS};
use crate::core::service::trust::{is_trusted, recipients};
use crate::core::service::{
    Authorization, Credential, Endpoint, EndpointError, KNOWN_ENDPOINTS, Protocol, Proxy, ProxyError, Service,
};

/// The key that the emulator is opened with.
pub const EMULATOR_KEY: &str = "sk-emulator";
/// The choice that is the emulator on this machine.
pub const EMULATOR_CHOICE: &str = "emulator";
/// The choice that is its twin of DMXAPI.
pub const EMULATOR_DMXAPI_CHOICE: &str = "emulator-dmxapi";
/// The choice that is a workspace's own host.
pub const WORKSPACE_CHOICE: &str = "workspace";
/// The choice that is an address of the person's own.
pub const CUSTOM_CHOICE: &str = "custom";

/// What can be chosen. The first two are offered where an emulator answers.
pub const CHOICES: [&str; 10] = [
    EMULATOR_CHOICE,
    EMULATOR_DMXAPI_CHOICE,
    "beijing",
    "singapore",
    "virginia",
    "token-plan",
    WORKSPACE_CHOICE,
    "dmxapi",
    "dmxapi-com",
    CUSTOM_CHOICE,
];

/// Service and proxy as the form holds them: as text while they are typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceForm {
    /// One of [`CHOICES`].
    pub choice: String,
    /// The base URL for `custom`.
    pub custom: String,
    /// The id for `workspace`.
    pub workspace: String,
    /// The region for `workspace`.
    pub workspace_region: String,
    /// Whether DMXAPI gets the key as `Bearer`.
    pub is_bearer: bool,
    /// The proxy; empty for none.
    pub proxy: String,
}

impl Default for ServiceForm {
    fn default() -> Self {
        Self {
            choice: KNOWN_ENDPOINTS[0].id.into(),
            custom: String::new(),
            workspace: String::new(),
            workspace_region: WORKSPACE_REGIONS[0].into(),
            is_bearer: false,
            proxy: "/proxy".into(),
        }
    }
}

/// What is lacking before anything can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceLack {
    /// The base URL cannot be read.
    Endpoint(EndpointError),
    /// The proxy cannot be read.
    Proxy(ProxyError),
    /// There is no key.
    Key,
    /// The key cannot stand in a header.
    KeyBad,
    /// The key is a copy with its middle left out.
    KeyMasked,
    /// The key was entered for another address, and nobody said that it may go to this one.
    Trust,
}

impl ServiceForm {
    /// The form for a service by its id or its base URL, the usual one where `service` is empty, by way of `proxy`.
    pub fn of(service: &str, proxy: &str) -> Self {
        let usual = Self { proxy: proxy.to_owned(), ..Self::default() };
        if service.is_empty() {
            return usual;
        }
        if KNOWN_ENDPOINTS.iter().any(|known| known.id == service) {
            return Self { choice: service.into(), ..usual };
        }
        let custom = Self { choice: CUSTOM_CHOICE.into(), custom: service.into(), ..usual.clone() };
        match custom.endpoint() {
            // Known services have their own words for a base URL.
            Ok(endpoint) => usual.at(endpoint.base_url()),
            Err(_) => custom,
        }
    }

    /// Whether the emulator on this machine is meant, which needs no key.
    pub fn is_emulator(&self) -> bool {
        matches!(self.choice.as_str(), EMULATOR_CHOICE | EMULATOR_DMXAPI_CHOICE)
    }

    /// The base URL.
    ///
    /// # Errors
    /// Why a typed one is refused.
    pub fn endpoint(&self) -> Result<Endpoint, EndpointError> {
        Endpoint::parse(match self.choice.as_str() {
            EMULATOR_CHOICE => EMULATOR,
            EMULATOR_DMXAPI_CHOICE => EMULATOR_DMXAPI,
            WORKSPACE_CHOICE => return Endpoint::workspace(&self.workspace, &self.workspace_region),
            choice => {
                KNOWN_ENDPOINTS.iter().find(|known| known.id == choice).map_or(&self.custom, |known| known.base_url)
            }
        })
    }

    /// The way there.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn proxy(&self) -> Result<Proxy, ProxyError> {
        Proxy::parse(&self.proxy)
    }

    /// The same way to the service at `base_url`.
    #[must_use]
    pub fn at(&self, base_url: &str) -> Self {
        if self.endpoint().is_ok_and(|endpoint| endpoint.base_url() == base_url) {
            return self.clone();
        }
        let known = KNOWN_ENDPOINTS.iter().find(|known| known.base_url == base_url);
        match known {
            Some(known) => Self { choice: known.id.into(), ..self.clone() },
            None if base_url == EMULATOR => Self { choice: EMULATOR_CHOICE.into(), ..self.clone() },
            None => Self { choice: CUSTOM_CHOICE.into(), custom: base_url.into(), ..self.clone() },
        }
    }

    /// The origins that get the key, seen from a page of the origin `page`; none while they cannot be told.
    pub fn key_origins(&self, page: &str) -> Vec<String> {
        match (self.endpoint(), self.proxy()) {
            (Ok(endpoint), Ok(proxy)) => recipients(&endpoint, &proxy, page),
            _ => Vec::new(),
        }
    }
}

/// How long a key is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyStore {
    /// Until the page closes or reloads.
    #[default]
    Memory,
    /// Until the tab closes.
    Session,
    /// Until it is forgotten.
    Remembered,
}

/// A key as it was kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptKey {
    /// The key.
    pub key: String,
    /// The origins that it may go to.
    pub trusted_origins: Vec<String>,
    /// Where it was kept.
    pub store: KeyStore,
}

/// Service, proxy and key.
#[derive(Clone, Copy)]
pub struct ServiceState {
    /// Which service, and the way there.
    pub form: RwSignal<ServiceForm>,
    /// What a link says about service and proxy, until a person says yes or no to it. It is neither used nor kept.
    pub proposal: RwSignal<Option<ServiceForm>>,
    /// Whether an emulator answers on this machine; `None` while nobody knows.
    pub emulator: RwSignal<Option<bool>>,
    /// The API key as typed. Nothing but its input shows it.
    pub key: RwSignal<String>,
    /// The key that an app lends, which no input shows.
    pub lent_key: RwSignal<Option<String>>,
    /// How long the key is kept.
    pub key_store: RwSignal<KeyStore>,
    /// The origins that the key may go to.
    pub trusted_origins: RwSignal<Vec<String>>,
    /// Whether the key was entered since the panel of services was opened.
    pub is_key_new: RwSignal<bool>,
    /// The page's own origin.
    page_origin: StoredValue<String>,
    /// Whether the page is an element in an app, which says where the key goes.
    is_embedded: bool,
}

impl ServiceState {
    /// The service chosen on an earlier visit and the kept key, on a page of the origin `page_origin`.
    pub fn new(form: ServiceForm, kept: KeptKey, page_origin: String, is_embedded: bool) -> Self {
        Self {
            form: RwSignal::new(form),
            proposal: RwSignal::new(None),
            emulator: RwSignal::new(None),
            key: RwSignal::new(kept.key),
            lent_key: RwSignal::new(None),
            key_store: RwSignal::new(kept.store),
            trusted_origins: RwSignal::new(kept.trusted_origins),
            is_key_new: RwSignal::new(false),
            page_origin: StoredValue::new(page_origin),
            is_embedded,
        }
    }

    /// The way to the service and its results; the usual one where the setting cannot be read. Tracked.
    pub fn proxy(self) -> Proxy {
        self.form.with(ServiceForm::proxy).unwrap_or_default()
    }

    /// Whether the emulator on this machine is chosen; tracked.
    pub fn is_emulator(self) -> bool {
        self.form.with(ServiceForm::is_emulator)
    }

    /// Whether the service takes files before a request; tracked.
    pub fn can_upload(self) -> bool {
        self.protocol() == Some(Protocol::DashScope)
    }

    /// The service's dialect, where its address can be read; tracked.
    pub fn protocol(self) -> Option<Protocol> {
        self.form.with(ServiceForm::endpoint).ok().map(|endpoint| endpoint.protocol())
    }

    /// The origins that would get the key with the form that a link proposes; tracked.
    pub fn proposed_origins(self) -> Vec<String> {
        let proposal = self.proposal.get();
        let mut origins =
            self.page_origin.with_value(|page| proposal.map(|form| form.key_origins(page)).unwrap_or_default());
        origins.dedup();
        origins
    }

    /// The origins that get the key now; tracked.
    pub fn key_origins(self) -> Vec<String> {
        self.page_origin.with_value(|page| self.form.with(|form| form.key_origins(page)))
    }

    /// The origin of a proxy of somebody else's, which reads the key on its way; tracked.
    pub fn foreign_proxy(self) -> Option<String> {
        let origins = self.key_origins();
        // The service's own comes last.
        (origins.len() > 1).then(|| origins[0].clone())
    }

    /// Those among them that nobody has trusted with it; tracked.
    pub fn untrusted_origins(self) -> Vec<String> {
        // The emulator's key opens nothing else.
        if self.is_emulator() {
            return Vec::new();
        }
        // Whoever embeds the page and gives it a key says where that goes.
        if self.is_embedded && self.trusted_origins.with(Vec::is_empty) {
            return Vec::new();
        }
        let mut origins = self.key_origins();
        self.trusted_origins.with(|trusted| origins.retain(|origin| !is_trusted(origin, trusted)));
        origins
    }

    /// Where an edit goes; tracked.
    ///
    /// # Errors
    /// What is lacking.
    pub fn service(self) -> Result<Service, ServiceLack> {
        let service = self.destination()?;
        match &service.credential {
            key if key.is_empty() => Err(ServiceLack::Key),
            key if key.is_masked() => Err(ServiceLack::KeyMasked),
            key if !key.is_sendable() => Err(ServiceLack::KeyBad),
            _ if !self.untrusted_origins().is_empty() => Err(ServiceLack::Trust),
            _ => Ok(service),
        }
    }

    /// The same, whatever the key; tracked.
    ///
    /// # Errors
    /// What is lacking.
    pub fn destination(self) -> Result<Service, ServiceLack> {
        let form = self.form.get();
        let key = match self.lent_key.get() {
            Some(key) => key,
            None if form.is_emulator() => EMULATOR_KEY.to_owned(),
            None => self.key.get(),
        };
        Ok(Service {
            endpoint: form.endpoint().map_err(ServiceLack::Endpoint)?,
            proxy: form.proxy().map_err(ServiceLack::Proxy)?,
            credential: Credential::new(key),
            authorization: if form.is_bearer { Authorization::Bearer } else { Authorization::Documented },
        })
    }
}
