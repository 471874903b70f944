//! Settings that are changed and kept for the next visit.

use leptos::prelude::*;

use super::key;
use crate::page::context::Page;
use crate::page::i18n::Language;
use crate::page::state::{Form, Notice, ServiceForm};
use crate::web::Area;

/// Changes the service or the way to it, and keeps the choice.
pub fn change_service(page: Page, change: impl FnOnce(&mut ServiceForm)) {
    let form = page.edit.service.form;
    form.update(change);
    form.with_untracked(|form| page.storage.write_json("service", form));
    key::moved(page);
}

/// Whether a service was chosen on an earlier visit, or on this one.
pub fn has_chosen_service(page: Page) -> bool {
    page.storage.read(Area::Device, "service").is_some()
}

/// Changes model or parameters, and keeps what is kept of them.
pub fn change_form(page: Page, change: impl FnOnce(&mut Form)) {
    let form = page.edit.form.0;
    form.update(change);
    form.with_untracked(|form| page.storage.write_json("form", &form.kept()));
}

/// The next theme.
pub fn switch_theme(page: Page) {
    let next = page.theme.0.get_untracked().next();
    page.storage.write(Area::Device, "theme", next.word());
    page.theme.0.set(next);
}

/// Shows the page in `language` once its sentences are there; a notice says when they cannot be had.
pub fn switch_language(page: Page, language: Language) {
    page.scope.spawn(async move {
        page.notices.0.update(|notices| notices.retain(|old| *old != Notice::LanguageFailed));
        match page.i18n.load(language).await {
            Some(messages) => {
                // Where `www/start.js` looks for it.
                page.storage.write(Area::Device, "language", language.tag());
                page.i18n.set(language, messages);
            }
            None => page.notices.push(Notice::LanguageFailed),
        }
    });
}
