//! One part of what a run brought, in its place.

use leptos::prelude::*;

use super::card::ResultCard;
use super::failed_part::FailedPart;
use crate::page::state::{ResultGroup, ResultPart, ResultsState};

/// An image, words that may still grow, or what could not be made.
#[component]
pub fn ResultPartView(
    /// What the run brought.
    group: ResultGroup,
    /// Its place in that, from 0.
    at: usize,
) -> impl IntoView {
    let results: ResultsState = expect_context();
    let kind = Memo::new(move |_| group.kind_at(at));
    let draw = move || match kind.get() {
        ResultPart::Image(id) => results.item(id).map(|item| view! { <ResultCard item /> }).into_any(),
        ResultPart::Words(_) => view! { <p class="answer-words">{move || group.words_at(at)}</p> }.into_any(),
        ResultPart::Failed { code, message } => view! { <FailedPart code message /> }.into_any(),
    };
    view! { <div class="take-part">{draw}</div> }
}
