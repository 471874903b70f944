//! What support wants to know. TO PORT.

use leptos::prelude::*;

use crate::core::job::Error;

/// Code, status, ids, and the answer as it came.
#[component]
pub fn ErrorDetails(
    /// Of what.
    error: Error,
) -> impl IntoView {
    let _ = error;
}

/// Names with their values; nothing where there are none.
#[component]
pub fn FactList(
    /// Names and values.
    #[prop(into)]
    facts: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let _ = facts;
}
