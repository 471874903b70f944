//! The image of a result, from its bytes or from its own URL.

use leptos::prelude::*;

use crate::page::state::ResultItem;
use crate::page::ui::{Icon, hide_broken};

/// An icon, and over it the image where there is one to show.
#[component]
pub fn ResultImage(
    /// The result.
    item: ResultItem,
) -> impl IntoView {
    let prompt = item.group.facts.with_untracked(|facts| facts.prompt.clone());
    let source = Memo::new(move |_| item.source());
    view! {
        <Icon class="icon icon-picture" />
        // One that is broken is hidden: another source takes an element of its own.
        <For each=move || source.get() key=|source| source.clone() let:source>
            <img alt=prompt.clone() draggable="false" on:error=move |event| hide_broken(&event) src=source />
        </For>
    }
}
