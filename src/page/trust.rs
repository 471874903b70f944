//! Asks whether the key may go where it would go now.

use leptos::prelude::*;

use super::actions::key;
use super::context::Page;
use super::i18n::{t, t_string};

/// Asks whether the key may go where it would go now; nothing where nobody has to be asked. No opens the panel of
/// services.
#[component]
pub fn TrustQuestion(
    /// The id of the button that says yes.
    yes_id: &'static str,
    /// The id of the button that says no.
    no_id: &'static str,
    /// Follows a yes.
    #[prop(optional, into)]
    on_yes: Option<Callback<()>>,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let service = page.edit.service;
    let origins = Memo::new(move |_| {
        let has_key = service.key.with(|key| !key.trim().is_empty());
        if has_key { service.untrusted_origins() } else { Vec::new() }
    });
    let question = move || {
        let and = t_string!(i18n, and);
        t_string!(i18n, trust, origins = origins.with(|origins| origins.join(&and)))
    };
    let accept = move |_| {
        key::trust(page);
        if let Some(on_yes) = on_yes {
            on_yes.run(());
        }
    };
    let refuse = move |_| {
        page.edit.draft.is_edit_pressed.set(false);
        page.ui.open_service(None);
    };
    view! {
        <Show when=move || origins.with(|origins| !origins.is_empty())>
            <div class="news trust" role="group">
                <h2>{question}</h2>
                <p>{t!(i18n, trust_new)}</p>
                <div class="news-actions">
                    <button type="button" class="button primary" id=yes_id on:click=accept>
                        {t!(i18n, trust_yes)}
                    </button>
                    <button type="button" class="button" id=no_id on:click=refuse>
                        {t!(i18n, trust_no)}
                    </button>
                </div>
            </div>
        </Show>
    }
}
