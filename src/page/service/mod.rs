//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn ServicePanel() -> impl IntoView {}
