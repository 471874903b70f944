//! The connection doctor in the panel of services.

use leptos::prelude::*;

use super::report::Report;
use crate::page::actions::doctor::look;
use crate::page::context::Page;
use crate::page::i18n::t;

/// The button that has the connection looked into, and what came of it.
#[component]
pub fn Checkup() -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    view! {
        <div class="checkup">
            <button type="button" class="button" id="check-connection" on:click=move |_| look(page)>
                {t!(i18n, check)}
            </button>
            <p class="note">{t!(i18n, check_note)}</p>
            <Report id="diagnosis" />
        </div>
    }
}
