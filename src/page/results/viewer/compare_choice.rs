//! Which source image the result is compared with.

use leptos::prelude::*;

use crate::page::i18n::{image_label, t, use_i18n};
use crate::page::state::DraftState;

/// A choice of source images, where there are several.
#[component]
pub fn CompareChoice(
    /// The id of the chosen one.
    before: RwSignal<Option<u32>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let draft: DraftState = expect_context();
    let sources: Vec<u32> = draft.draft.with_untracked(|draft| draft.images().iter().map(|image| image.id).collect());
    let choice = move |(index, id): (usize, u32)| {
        view! {
            <button
                type="button"
                class="tool"
                aria-pressed=move || (before.get() == Some(id)).to_string()
                on:click=move |_| before.set(Some(id))
            >
                {move || image_label(i18n, index)}
            </button>
        }
    };
    (sources.len() > 1).then(|| {
        view! {
            <div class="compare-choice" role="group" aria-label=t!(i18n, compare)>
                {sources.into_iter().enumerate().map(choice).collect_view()}
            </div>
        }
    })
}
