//! What the page remembers between visits: service, proxy, language, theme, the form. Never the key.

use super::messages::Language;
use super::state::Form;
use crate::core::edit::{Delivery, model};
use crate::core::service::endpoint::{EMULATOR, EMULATOR_DMXAPI, WORKSPACE_REGIONS};
use crate::core::service::{Endpoint, EndpointError, KNOWN_ENDPOINTS, Proxy, ProxyError};
use crate::web::store;

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

/// Service and proxy as the form holds them: as text while they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceForm {
    /// The id of a known endpoint, `emulator`, `emulator-dmxapi`, `workspace` or `custom`.
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
    /// The key was entered for another address, and nobody said that it may go to this one.
    Trust,
}

impl ServiceForm {
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

    /// Keeps it for the next visit.
    pub fn keep(&self) {
        store::write("service", &self.choice);
        store::write("base-url", &self.custom);
        store::write("workspace", &self.workspace);
        store::write("workspace-region", &self.workspace_region);
        store::write("bearer", if self.is_bearer { "true" } else { "" });
        // An empty value would be forgotten, and forgotten is the default.
        store::write("proxy", if self.proxy.trim().is_empty() { "direct" } else { &self.proxy });
    }
}

/// The service chosen on an earlier visit.
pub fn service() -> Option<ServiceForm> {
    let choice = store::read("service")?;
    let usual = ServiceForm::default();
    let proxy = store::read("proxy").unwrap_or(usual.proxy);
    Some(ServiceForm {
        choice,
        custom: store::read("base-url").unwrap_or_default(),
        workspace: store::read("workspace").unwrap_or_default(),
        workspace_region: store::read("workspace-region").unwrap_or(usual.workspace_region),
        is_bearer: store::read("bearer").is_some(),
        proxy: if proxy == "direct" { String::new() } else { proxy },
    })
}

/// Keeps the language for the next visit, where `www/start.js` looks for it.
pub fn keep_language(language: Language) {
    store::write("language", language.tag());
}

/// Light, dark, or as the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    /// The word in settings and in `data-theme`; empty for the system's.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The next one to switch to.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// The theme chosen, else the system's.
pub fn theme() -> Theme {
    let word = store::read("theme").unwrap_or_default();
    [Theme::Light, Theme::Dark].into_iter().find(|theme| theme.word() == word).unwrap_or(Theme::System)
}

/// Keeps the theme for the next visit.
pub fn keep_theme(theme: Theme) {
    store::write("theme", theme.word());
}

/// The form of the last visit, without what belongs to one edit: mode, number of images, seed, palette, words.
pub fn form() -> Form {
    let mut form = Form::default();
    let kept = store::read("form").unwrap_or_default();
    let mut values = kept.split('\n');
    let mut next = || values.next().unwrap_or_default().to_owned();
    let id = next();
    if model(&id).is_none() {
        return form;
    }
    form.model = id;
    form.size = next();
    form.watermark = next() == "true";
    form.prompt_extend = next() == "true";
    form.thinking_mode = next() == "true";
    form.delivery = Delivery::parse(&next());
    let background = next();
    if background.starts_with('#') {
        form.background = background;
    }
    form.is_uploading = next() == "true";
    form
}

/// Keeps the form for the next visit.
pub fn keep_form(form: &Form) {
    let flag = |on: bool| if on { "true" } else { "false" };
    let values = [
        form.model.as_str(),
        &form.size,
        flag(form.watermark),
        flag(form.prompt_extend),
        flag(form.thinking_mode),
        form.delivery.map_or("", Delivery::name),
        &form.background,
        flag(form.is_uploading),
    ];
    store::write("form", &values.join("\n"));
}
