//! The bar on top: name, service, language, theme.

use leptos::prelude::*;

/// The bar on top.
#[component]
pub fn Header() -> impl IntoView {
    view! { <header class="top"><h1 class="brand">"wan"<i>"·"</i>"edit"</h1></header> }.into_any()
}
