//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn Results() -> impl IntoView {}
