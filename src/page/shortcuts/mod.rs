//! The overview of all shortcuts.

use leptos::prelude::*;

use super::context::Page;
use super::i18n::{I18n, command_text, scope_name, t};
use super::keys::{Row, Scope, is_mac, overview, readable};
use super::state::Dialog;
use super::ui::{Gap, IconButton, ModalDialog};

/// Where shortcuts work, in the order of the overview.
const SCOPES: [&[Scope]; 6] = [
    &[Scope::Everywhere, Scope::Page],
    &[Scope::Box],
    &[Scope::Thumbnail],
    &[Scope::Viewer],
    &[Scope::Find],
    &[Scope::Mention],
];

/// The dialog.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let page = Page::expect();
    let (i18n, ui) = (page.i18n, page.ui);
    let is_open = Memo::new(move |_| ui.dialog.get() == Some(Dialog::Shortcuts));
    let close = move |()| ui.close(Dialog::Shortcuts);
    view! {
        <ModalDialog id="shortcuts" labelled_by="shortcuts-title" is_open=is_open on_close=close>
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="shortcuts-title">{t!(i18n, shortcuts)}</h2>
                    <Gap class="spring" />
                    <IconButton icon="icon-close" label=t!(i18n, close) on_press=close />
                </div>
                <Show when=move || is_open.get()>{SCOPES.map(|scopes| section(i18n, scopes))}</Show>
            </div>
        </ModalDialog>
    }
}

/// What keys do in one place.
fn section(i18n: I18n, scopes: &'static [Scope]) -> impl IntoView {
    let rows = overview().into_iter().filter(|row| scopes.contains(&row.scope));
    view! {
        <section class="shortcuts">
            <h3>{move || scope_name(i18n, scopes[0])}</h3>
            <dl>{rows.map(|row| line(i18n, row)).collect_view()}</dl>
        </section>
    }
}

fn line(i18n: I18n, Row { keys, command, .. }: Row) -> impl IntoView {
    let is_mac = is_mac();
    view! {
        <div>
            <dt>{keys.into_iter().map(|keys| view! { <kbd>{readable(keys, is_mac)}</kbd> }).collect_view()}</dt>
            <dd>{move || command_text(i18n, command)}</dd>
        </div>
    }
}
