//! Finished runs, the newest first.

use leptos::prelude::*;

/// Finished runs, the newest first.
#[component]
pub fn Results() -> impl IntoView {
    view! { <section class="film"></section> }
}
