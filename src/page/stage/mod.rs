//! TO PORT.

use leptos::prelude::*;

/// TO PORT.
#[component]
pub fn Stage() -> impl IntoView {}
