//! The places that were found by words, on the image.

use leptos::prelude::*;

use super::candidate::Candidate;
use super::find_state::FindState;

/// A candidate for each place.
#[component]
pub(super) fn Candidates() -> impl IntoView {
    let find: FindState = expect_context();
    view! {
        <For each=move || 0..find.candidates().len() key=|index| *index let:index>
            <Candidate index />
        </For>
    }
    .into_any()
}
