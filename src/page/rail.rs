//! The source images in order.

use leptos::prelude::*;

/// The source images in order.
#[component]
pub fn Rail() -> impl IntoView {
    view! { <nav class="rail"></nav> }
}
