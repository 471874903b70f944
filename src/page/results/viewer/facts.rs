//! Everything known of a result, for support and for doing it again.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};
use crate::page::results::text::{facts, life_text};
use crate::page::state::{Clock, ResultBytes, ResultItem};
use crate::page::ui::CopyButton;

/// Names with their values, and the image's own URL to copy.
#[component]
pub fn ViewerFacts(
    /// The result.
    item: ResultItem,
) -> impl IntoView {
    let i18n = use_i18n();
    let Clock(now_unix) = expect_context();
    let (bytes, group) = (item.bytes, item.group);
    let (url, expires_unix) = (item.image.url.clone(), item.image.expires_unix);
    let rows = move || group.facts.with(|known| facts(i18n, known, item.size()));
    let life = move || life_text(i18n, expires_unix, bytes.with(ResultBytes::is_saved), now_unix.get());
    view! {
        <dl class="viewer-facts">
            <For each=rows key=|row| row.clone() let((name, value))>
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            </For>
            <div>
                <dt>{t!(i18n, address)}</dt>
                <dd>
                    <span>{life}</span>
                    <CopyButton id="copy-address" class="link" label=t!(i18n, copy_address) text=move |()| url.clone() />
                </dd>
            </div>
        </dl>
    }
}
