//! The service in words. TO PORT.

use super::i18n::I18n;
use super::state::ServiceState;

/// The service's name; tracked.
pub fn service_name(_service: ServiceState, _i18n: I18n) -> String {
    String::new()
}

/// The way there and the key's state, in a few words; tracked.
pub fn service_state(_service: ServiceState, _i18n: I18n) -> String {
    String::new()
}

/// The name of the service that a form names; tracked.
pub fn service_name_of(_form: &super::state::ServiceForm, _i18n: I18n) -> String {
    String::new()
}
