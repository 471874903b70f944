//! The places that were found by words, on the image.

use leptos::prelude::*;

use super::candidate::Candidate;
use super::find::candidates;
use super::state::StageState;

/// A candidate for each place.
#[component]
pub(super) fn Candidates() -> impl IntoView {
    let stage: StageState = expect_context();
    view! {
        <For each=move || 0..candidates(stage).len() key=|index| *index let:index>
            <Candidate index />
        </For>
    }
    .into_any()
}
