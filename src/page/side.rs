//! The panel at the right: prompt, parameters, the run.

use leptos::prelude::*;

use super::state::State;

/// The panel at the right.
#[component]
pub fn Side() -> impl IntoView {
    let state = State::expect();
    view! { <aside class="side"><p>{move || state.t().edit}</p></aside> }.into_any()
}
