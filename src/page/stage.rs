//! The source image being worked on, with its boxes.

use leptos::prelude::*;

/// The source image being worked on, with its boxes.
#[component]
pub fn Stage() -> impl IntoView {
    view! { <main class="stage"></main> }
}
