//! The connection doctor within an error.

use leptos::prelude::*;

use super::report::Report;
use crate::page::actions::doctor::look;
use crate::page::context::Page;
use crate::page::i18n::t;
use crate::page::state;

/// A button that has the connection looked into, until it is, and what came of it.
#[component]
pub fn ErrorCheckup() -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let is_idle = move || page.run.checkup.with(|checkup| matches!(checkup, state::Checkup::None));
    view! {
        <div class="checkup">
            <Show when=is_idle>
                <button type="button" class="link" id="check-error" on:click=move |_| look(page)>
                    {t!(i18n, check)}
                </button>
            </Show>
            <Report id="error-diagnosis" />
        </div>
    }
}
