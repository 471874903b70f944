//! The result that is shown large.

use leptos::prelude::*;

use super::compare::CompareSlider;
use super::compare_choice::CompareChoice;
use super::facts::ViewerFacts;
use crate::page::results::bytes_error::BytesErrorNote;
use crate::page::results::image::ResultImage;
use crate::page::results::rewritten::RewrittenPrompt;
use crate::page::state::{DraftState, PicturesState, ResultBytes, ResultItem};

/// A result under a source image that a slider lays over it.
#[component]
pub fn ViewedResult(
    /// The result.
    item: ResultItem,
) -> impl IntoView {
    let draft: DraftState = expect_context();
    let pictures: PicturesState = expect_context();
    let bytes = item.bytes;
    // The source image laid over the result, by id, and how much of it is seen, in percent.
    let before = RwSignal::new(draft.selected_image.get_untracked());
    let percent = RwSignal::new(0_u32);
    let before_url = Memo::new(move |_| pictures.0.with_value(|all| Some(all.get(before.get()?)?.preview.clone())));
    let can_compare = move || before_url.with(Option::is_some) && bytes.with(ResultBytes::is_saved);
    let overlay = move || {
        let clip = move || format!("clip-path: inset(0 {}% 0 0)", 100 - percent.get().min(100));
        before_url.get().map(|url| view! { <img class="before" src=url alt="" style=clip /> })
    };
    view! {
        <div>
            <div class="viewer-picture">
                <div class="viewer-frame">
                    <ResultImage item=item.clone() />
                    {overlay}
                    <span
                        class="seam"
                        class:idle=move || percent.get() == 0
                        style=move || format!("left: {}%", percent.get())
                    ></span>
                </div>
            </div>
            <Show when=can_compare>
                <CompareSlider percent />
            </Show>
            <CompareChoice before />
            <BytesErrorNote bytes />
            <div>
                <RewrittenPrompt prompt=item.image.actual_prompt.clone() />
                <ViewerFacts item />
            </div>
        </div>
    }
}
