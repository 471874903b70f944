//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn Parameters() -> impl IntoView {}
