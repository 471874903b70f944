//! How the last check of the connection stands.

use leptos::prelude::*;

use super::findings::Findings;
use crate::page::context::Page;
use crate::page::i18n::t;
use crate::page::state;
use crate::page::ui::Icon;

/// Nothing, that the connection is being checked, or what was found.
#[component]
pub fn Report(
    /// Its id.
    id: &'static str,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let report = move || match page.run.checkup.get() {
        state::Checkup::None => ().into_any(),
        state::Checkup::Running(_) => view! {
            <p class="note">
                <Icon class="icon icon-wait" />
                {t!(i18n, checking)}
            </p>
        }
        .into_any(),
        state::Checkup::Found(report) => view! { <Findings report=report /> }.into_any(),
    };
    view! {
        <div class="report" id=id aria-live="polite">
            {report}
        </div>
    }
}
