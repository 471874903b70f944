//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn SkipLink() -> impl IntoView {}

/// TO PORT.
#[component]
pub fn Header() -> impl IntoView {}
