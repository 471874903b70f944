//! What a person sees: one component per file, each a view of [`state::State`].

pub mod dom;
pub mod header;
pub mod messages;
pub mod open;
mod parameters;
mod prompt;
pub mod rail;
pub mod results;
pub mod run;
pub mod service;
pub mod settings;
pub mod side;
pub mod stage;
pub mod state;
mod submit;
pub mod tasks;

use leptos::prelude::*;

/// Mounts the page in the document's body.
pub fn mount() {
    leptos::mount::mount_to_body(App);
}

/// The whole editor.
#[component]
pub fn App() -> impl IntoView {
    let state = state::State::new();
    provide_context(state);
    view! {
        {header::skip_link(state)}
        {header::header(state)}
        <rail::Rail/>
        <stage::Stage/>
        <results::Results/>
        {side::side(state)}
        {service::panel(state)}
    }
    .into_any()
}
