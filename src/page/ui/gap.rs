//! What stands between two things.

use leptos::prelude::*;

/// A space or a line, as its class says; for why it is a component see [`Icon`](super::Icon).
#[component]
pub fn Gap(
    /// `spring` or `rule`.
    class: &'static str,
) -> impl IntoView {
    view! { <span class=class></span> }
}
