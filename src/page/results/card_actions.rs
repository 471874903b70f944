//! What can be done with a result.

use leptos::prelude::*;

use super::text::file_name_today;
use crate::page::actions::{collect, open};
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::{ResultBytes, ResultItem, ViewerState};
use crate::page::ui::{CopyButton, Icon, IconButton};
use crate::web::fetch::BytesError;

/// Buttons to keep a result, to go on from it, and to fetch what is not here.
#[component]
pub fn CardActions(
    /// The result.
    item: ResultItem,
) -> impl IntoView {
    let i18n = use_i18n();
    let page = Page::expect();
    let ViewerState(viewing) = expect_context();
    let (id, bytes, group) = (item.id, item.bytes, item.group);
    let url = item.image.url.clone();
    let address = StoredValue::new(url.clone());
    let item = StoredValue::new(item);

    let can_retry = move || bytes.with(ResultBytes::can_retry);
    let is_elsewhere = move || can_retry() && !bytes.with(ResultBytes::is_saved);
    let is_no_picture =
        move || matches!(bytes.with(ResultBytes::error), Some(BytesError::NotAnImage | BytesError::NoAddress));
    let retry = move |_| collect::fetch_bytes(page, &item.get_value(), untrack(|| page.edit.service.proxy()));
    let open_as_source = move |()| {
        viewing.set(None);
        if let ResultBytes::Saved { blob, .. } = bytes.get_untracked() {
            open::open_blobs(page, vec![(file_name_today(group, id, &blob.type_()), blob)]);
        }
    };
    let saved = move || {
        let ResultBytes::Saved { blob, url, .. } = bytes.get() else { return None };
        let name = file_name_today(group, id, &blob.type_());
        Some(view! {
            <a class="action" data-download="" href=url.as_str().to_owned() download=name>
                <Icon class="icon icon-download" />
                {t!(i18n, download)}
            </a>
            <IconButton
                class="action"
                attr:data-reuse=""
                icon="icon-reuse"
                label=t!(i18n, use_as_source)
                on_press=open_as_source
            />
        })
    };
    view! {
        <div class="card-actions">
            <Show when=can_retry>
                <button type="button" class="action" data-retry="" on:click=retry>
                    <Icon class="icon icon-retry" />
                    {t!(i18n, fetch_again)}
                </button>
            </Show>
            {saved}
            <Show when=is_elsewhere>
                <a
                    class="action"
                    data-open=""
                    href=url.clone()
                    target="_blank"
                    rel="noopener noreferrer"
                    title=t!(i18n, open_in_tab)
                    aria-label=t!(i18n, open_in_tab)
                >
                    <Icon class="icon icon-open" />
                </a>
            </Show>
            // What was paid for stays within reach, as text.
            <Show when=is_no_picture>
                <CopyButton
                    class="action"
                    attr:data-copy=""
                    label=t!(i18n, copy_address)
                    text=move |()| address.get_value()
                />
            </Show>
        </div>
    }
}
