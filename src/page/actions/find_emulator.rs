//! Looks for an emulator on this machine.

use leptos::prelude::*;

use super::settings::has_chosen_service;
use crate::core::service::Proxy;
use crate::core::service::endpoint::EMULATOR;
use crate::page::context::Page;
use crate::page::state::{EMULATOR_CHOICE, ServiceForm};
use crate::web::fetch;

/// Looks for an emulator at first, and again while it is chosen and the way to it changes. On a first visit it is
/// chosen. Ends with the current owner.
pub fn find_emulator(page: Page) {
    let service = page.edit.service;
    let is_first_visit = !has_chosen_service(page);
    let way = Memo::new(move |_| (service.is_emulator(), service.proxy()));
    Effect::new(move |previous: Option<()>| {
        let (is_chosen, proxy) = way.get();
        let is_first = previous.is_none();
        // This machine's emulator is not reached by way of another one, whatever a link says.
        let is_far = matches!(&proxy, Proxy::Prefix(url) | Proxy::Template(url) if url.starts_with("https:"));
        let is_looked_for = is_chosen || (is_first && is_local() && !page.root.is_embedded());
        if is_far || !is_looked_for {
            return;
        }
        page.scope.spawn(async move {
            let is_there = fetch::is_emulator(EMULATOR, &proxy).await;
            service.emulator.set(Some(is_there));
            let is_untouched = service.form.with_untracked(|form| *form == ServiceForm::default());
            if is_there && is_first_visit && is_untouched && !has_chosen_service(page) {
                service.form.update(|form| form.choice = EMULATOR_CHOICE.into());
            }
        });
    });
}

/// Whether the page is served from this machine, where an emulator may be.
fn is_local() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    host == "localhost" || host.starts_with("127.") || host == "[::1]"
}
