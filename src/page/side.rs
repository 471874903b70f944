//! The panel at the right: the words, the parameters, the run.

use leptos::prelude::*;

use super::parameters::Parameters;
use super::prompt::Prompt;
use super::submit::Submit;

/// The panel at the right.
#[component]
pub fn Side() -> impl IntoView {
    view! {
        <aside class="side" id="side">
            <div class="scroll">
                <Prompt/>
                <Parameters/>
            </div>
            <Submit/>
        </aside>
    }
    .into_any()
}
