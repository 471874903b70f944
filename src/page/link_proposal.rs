//! A link that says where edits go: nothing of it counts before a person says yes.

use leptos::prelude::*;

use super::actions::settings::change_service;
use super::context::Page;
use super::i18n::{t, t_string};
use super::service_text::service_name_of;
use super::ui::ModalDialog;

/// Asks whether the service and the proxy that a link names may be used. No is the default and has the focus.
#[component]
pub fn LinkProposal() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let asks = move || {
        let proposal = service.proposal.get()?;
        let name = service_name_of(&proposal, i18n);
        let origins = service.proposed_origins().join(", ");
        Some(t_string!(i18n, link_asks, service = name, origins = origins))
    };
    let accept = move |_| {
        if let Some(proposal) = service.proposal.get_untracked() {
            service.proposal.set(None);
            change_service(page, |form| *form = proposal);
        }
    };
    view! {
        <ModalDialog
            id="link-proposal"
            labelled_by="link-title"
            is_open=move || service.proposal.with(Option::is_some)
            on_close=move |()| service.proposal.set(None)
        >
            <div class="dialog-body">
                <h2 id="link-title">{t!(i18n, link_title)}</h2>
                <p>{asks}</p>
                <div class="news-actions">
                    <button
                        type="button"
                        class="button primary"
                        id="link-no"
                        autofocus
                        on:click=move |_| service.proposal.set(None)
                    >
                        {t!(i18n, link_no)}
                    </button>
                    <button type="button" class="button" id="link-yes" on:click=accept>
                        {t!(i18n, link_yes)}
                    </button>
                </div>
            </div>
        </ModalDialog>
    }
}
