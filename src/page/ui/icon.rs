//! An icon.

use leptos::prelude::*;

/// An empty element that the style sheets fill. Written out in a view it would be markup for the browser to parse, which
/// a page that enforces Trusted Types does not let it do.
#[component]
pub fn Icon(
    /// Its classes, such as `icon icon-close`.
    class: &'static str,
) -> impl IntoView {
    view! { <i class=class></i> }
}
