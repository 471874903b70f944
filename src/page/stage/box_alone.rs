//! The image with its boxes alone, for an app that has a page of its own.

use leptos::prelude::*;

use super::notices::Notices;
use super::photo::Photo;
use super::shortcuts::listen_to_keys;
use super::state::StageState;
use crate::page::root::PageRoot;

/// The image with its boxes, and what is said about them, where page, draft and pictures were provided.
#[component]
pub fn BoxAlone(
    /// The state, made under the same owner.
    stage: StageState,
) -> impl IntoView {
    provide_context(stage);
    listen_to_keys(stage, expect_context::<PageRoot>(), || false);
    let focus_next = move |()| match untrack(|| stage.selected()) {
        Some((index, _)) => stage.select(index),
        None => stage.focus_layer(),
    };
    view! {
        <div class="alone" id="alone">
            <Show when=move || stage.size().is_some()>
                <Photo />
            </Show>
        </div>
        <Notices on_empty=focus_next />
    }
    .into_any()
}
