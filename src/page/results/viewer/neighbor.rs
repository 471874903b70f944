//! From one large result to the next.

use leptos::prelude::*;

use crate::page::root::PageRoot;
use crate::page::state::{ResultsState, ViewerState};

/// A button to a result near the one that is shown.
#[component]
pub fn NeighborButton(
    /// How many places from it.
    by: isize,
    /// What stands on the button.
    arrow: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let results: ResultsState = expect_context();
    let root: PageRoot = expect_context();
    let viewer: ViewerState = expect_context();
    let press = move |_| {
        go(viewer, results, root, by);
    };
    view! {
        <button
            type="button"
            class="tool"
            aria-label=label
            title=label
            disabled=move || neighbor(viewer, results, by).is_none()
            on:click=press
        >
            {arrow}
        </button>
    }
}

/// Shows the result `by` places from this one, and answers whether there is one. The keys stay with the dialog.
pub fn go(viewer: ViewerState, results: ResultsState, root: PageRoot, by: isize) -> bool {
    let Some(next) = untrack(|| neighbor(viewer, results, by)) else { return false };
    viewer.0.set(Some(next));
    request_animation_frame(move || {
        if root.find("#viewer :focus:not(:disabled)").is_none() {
            root.focus("close-viewer");
        }
    });
    true
}

/// The result `by` places from the one that is shown; tracked.
fn neighbor(viewer: ViewerState, results: ResultsState, by: isize) -> Option<u32> {
    results.neighbor(viewer.0.get()?, by)
}
