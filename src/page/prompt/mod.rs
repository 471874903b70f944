//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn Prompt() -> impl IntoView {}
