//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn TasksPanel() -> impl IntoView {}
