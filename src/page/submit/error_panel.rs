//! Why the last run ended without images.

use leptos::prelude::*;

use super::error_news::ErrorNews;
use crate::page::state::RunState;

/// The panel; empty where nothing went wrong.
#[component]
pub fn ErrorPanel() -> impl IntoView {
    let run: RunState = expect_context();
    view! {
        <div id="error" role="alert">
            {move || run.error.get().map(|error| view! { <ErrorNews error=error /> })}
        </div>
    }
}
