//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn Rail() -> impl IntoView {}
