//! The thumbnails in order.

use leptos::prelude::*;

use super::order::Order;
use super::thumbnail::Thumbnail;
use crate::page::state::thumbnail_drag::is_reordered;

/// One thumbnail for each source image. Each stays the same element, with the focus in it, wherever its image goes.
#[component]
pub fn Thumbnails() -> impl IntoView {
    let order = Order::new();
    let draft = order.page.edit.draft.draft;
    let ids = Memo::new(move |_| draft.with(|draft| draft.images().iter().map(|image| image.id).collect::<Vec<_>>()));
    let shown = StoredValue::new(Vec::new());
    // The list asks for its items right before it changes.
    let each = move || {
        let ids = ids.get();
        if shown.with_value(|shown| is_reordered(shown, &ids)) {
            order.keep_in_place();
        }
        shown.set_value(ids.clone());
        ids
    };
    view! {
        <ol class="rail-list" node_ref=order.list on:touchmove=move |event| order.keep_still(&event)>
            <For each=each key=|id| *id let:id>
                <Thumbnail id=id order=order />
            </For>
        </ol>
    }
}
