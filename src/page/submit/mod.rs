//! The foot of the side panel: what stands in the way, what it costs, and the button.

mod cost_line;
mod details;
mod error_news;
mod error_panel;
mod go_line;
mod kept_task;
mod kept_tasks;
mod leave_button;
mod limit_advice;
mod problems;
mod progress_line;

use leptos::prelude::*;

use self::cost_line::CostLine;
pub use self::details::{ErrorDetails, FactList, details_text};
use self::error_panel::ErrorPanel;
use self::go_line::GoLine;
use self::kept_tasks::KeptTasks;
use self::problems::Problems;
use self::progress_line::ProgressLine;
use super::state::{RunState, UiState};

/// The foot.
#[component]
pub fn Foot() -> impl IntoView {
    let run: RunState = expect_context();
    let ui: UiState = expect_context();
    view! {
        <div class="foot">
            <div class="foot-news">
                <KeptTasks />
                <Problems />
                <ErrorPanel />
            </div>
            <Show when=move || run.is_running() fallback=|| view! { <CostLine /> }>
                <ProgressLine />
            </Show>
            <GoLine />
            <p class="unseen" role="status">
                {move || ui.status_text.get()}
            </p>
        </div>
    }
}
