//! What the page knows of service and key: what is kept, and whom the key may go to.

use leptos::prelude::*;
use wan_edit::page::state::{
    CUSTOM_CHOICE, EMULATOR_CHOICE, EMULATOR_KEY, KeptKey, KeyStore, ServiceForm, ServiceLack, ServiceState,
};

const PAGE: &str = "https://shop.example";

fn with_state(form: ServiceForm, kept: KeptKey, check: impl FnOnce(ServiceState)) {
    let owner = Owner::new();
    owner.set();
    check(ServiceState::new(form, kept, PAGE.into(), false));
}

fn key(key: &str, trusted: &[&str]) -> KeptKey {
    let trusted_origins = trusted.iter().map(|&origin| origin.to_owned()).collect();
    KeptKey { key: key.into(), trusted_origins, store: KeyStore::Session }
}

#[test]
fn a_key_goes_only_where_a_person_said() {
    let proxy = ServiceForm { proxy: "https://relay.example".into(), ..ServiceForm::default() };
    with_state(proxy, key("sk-a", &["https://dashscope.aliyuncs.com"]), |service| {
        assert_eq!(service.untrusted_origins(), ["https://relay.example"]);
        assert_eq!(service.service().unwrap_err(), ServiceLack::Trust);
        service.trusted_origins.update(|trusted| trusted.push("https://relay.example".into()));
        assert!(service.service().is_ok());
    });
}

#[test]
fn the_emulator_needs_no_key_and_gets_none() {
    let form = ServiceForm { choice: EMULATOR_CHOICE.into(), ..ServiceForm::default() };
    with_state(form, key("sk-real", &[]), |service| {
        let to = service.service().expect("nothing is lacking");
        assert_eq!(to.credential, wan_edit::core::service::Credential::new(EMULATOR_KEY));
    });
}

#[test]
fn a_lent_key_stands_above_the_typed_one() {
    with_state(ServiceForm::default(), key("sk-typed", &["https://dashscope.aliyuncs.com"]), |service| {
        service.lent_key.set(Some("sk-lent".into()));
        let to = service.service().expect("nothing is lacking");
        assert_eq!(to.credential, wan_edit::core::service::Credential::new("sk-lent"));
    });
}

#[test]
fn what_is_lacking_is_said() {
    with_state(ServiceForm::default(), KeptKey::default(), |service| {
        assert_eq!(service.service().unwrap_err(), ServiceLack::Key);
        service.key.set("sk-a\u{7f}".into());
        assert_eq!(service.service().unwrap_err(), ServiceLack::KeyBad);
        service.form.update(|form| form.proxy = "http://relay.example".into());
        assert!(matches!(service.service(), Err(ServiceLack::Proxy(_))));
        service.form.update(|form| form.choice = CUSTOM_CHOICE.into());
        assert!(matches!(service.service(), Err(ServiceLack::Endpoint(_))));
    });
}

#[test]
fn a_form_is_kept_as_json_and_found_again() {
    let form =
        ServiceForm { workspace: "llm-1".into(), is_bearer: true, proxy: String::new(), ..ServiceForm::default() };
    let text = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<ServiceForm>(&text).unwrap(), form);
    // What an older page did not know has its usual value.
    let older: ServiceForm = serde_json::from_str(r#"{ "choice": "singapore", "unknown": 1 }"#).unwrap();
    assert_eq!(older, ServiceForm { choice: "singapore".into(), ..ServiceForm::default() });
}

#[test]
fn a_service_is_named_by_id_or_base_url() {
    assert_eq!(ServiceForm::of("singapore", "/p").choice, "singapore");
    assert_eq!(ServiceForm::of("", "/p"), ServiceForm { proxy: "/p".into(), ..ServiceForm::default() });
    let known = ServiceForm::of("https://dashscope-intl.aliyuncs.com/api/v1", "");
    assert_eq!((known.choice.as_str(), known.proxy.as_str()), ("singapore", ""));
    let other = ServiceForm::of("https://my.example/api/v1", "");
    assert_eq!((other.choice.as_str(), other.custom.as_str()), (CUSTOM_CHOICE, "https://my.example/api/v1"));
}
