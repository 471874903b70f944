//! Tasks to begin with: what the models do well, each with pictures to try it on.

mod card;

use leptos::prelude::*;

use self::card::TemplateCard;
use super::context::Page;
use super::state::Dialog;
use super::ui::{Gap, IconButton, ModalDialog};
use crate::core::prompt::TEMPLATES;
use crate::page::i18n::{t, use_i18n};

/// The dialog.
#[component]
pub fn Templates() -> impl IntoView {
    let page = Page::expect();
    let i18n = use_i18n();
    let is_open = Signal::derive(move || page.ui.dialog.get() == Some(Dialog::Templates));
    let close = move |()| page.ui.close(Dialog::Templates);
    view! {
        <ModalDialog
            id="templates"
            class="dialog templates"
            labelled_by="templates-title"
            is_open=is_open
            on_close=close
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="templates-title">{t!(i18n, templates)}</h2>
                    <Gap class="spring" />
                    <IconButton id="close-templates" icon="icon-close" label=t!(i18n, close) on_press=close />
                </div>
                <ul class="template-list">
                    <Show when=move || is_open.get()>
                        {TEMPLATES.iter().map(|template| view! { <TemplateCard template /> }).collect_view()}
                    </Show>
                </ul>
            </div>
        </ModalDialog>
    }
    .into_any()
}

/// A button that opens it.
#[component]
pub fn TemplatesButton(
    /// Its id.
    id: &'static str,
    /// Its class.
    class: &'static str,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = use_i18n();
    view! {
        <button type="button" id=id class=class on:click=move |_| page.ui.dialog.set(Some(Dialog::Templates))>
            {t!(i18n, templates)}
        </button>
    }
}
