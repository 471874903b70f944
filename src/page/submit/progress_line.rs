//! What the run does now, in words, and for how long.

use std::time::Duration;

use leptos::prelude::*;

use crate::core::job::Progress;
use crate::page::i18n::{I18n, t_string, use_i18n};
use crate::page::state::{Run, RunState};
use crate::page::ui::Icon;
use crate::web::now;

/// The line over the Cancel button.
#[component]
pub fn ProgressLine() -> impl IntoView {
    let i18n = use_i18n();
    let RunState { run, .. } = expect_context();
    let began = run.with_untracked(|run| run.as_ref().map_or_else(now, |run| run.began));
    let elapsed = RwSignal::new(0);
    let tick = move || elapsed.set(now().saturating_sub(began).as_secs());
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    let time = move || match elapsed.get() {
        seconds @ ..60 => t_string!(i18n, seconds, seconds = seconds),
        seconds => t_string!(i18n, minutes, minutes = seconds / 60, seconds = seconds % 60),
    };
    let words = move || run.with(|run| run.as_ref().map(|run| words(i18n, run))).unwrap_or_default();
    view! {
        <div class="progress" id="progress">
            <Icon class="ring" />
            <span class="progress-words" role="status">
                {words}
            </span>
            <span class="numbers" id="elapsed" aria-hidden="true">
                {time}
            </span>
        </div>
    }
}

/// What `run` does now.
fn words(i18n: I18n, run: &Run) -> String {
    match &run.progress {
        _ if run.is_left => t_string!(i18n, leaving),
        _ if run.is_too_late => t_string!(i18n, too_late),
        _ if run.cancels > 0 => t_string!(i18n, cancelling),
        None if run.task_id.is_some() => t_string!(i18n, task_created),
        None | Some(Progress::Prepared(_)) => t_string!(i18n, preparing),
        Some(Progress::Sending | Progress::UploadFailed(_)) => t_string!(i18n, sending),
        Some(Progress::Throttled { pause, refusals }) => {
            let seconds = pause.as_millis().div_ceil(1000);
            t_string!(i18n, throttled, seconds = seconds, refusals = refusals)
        }
        Some(Progress::TaskCreated { .. }) => t_string!(i18n, task_created),
        Some(Progress::Pending) => t_string!(i18n, pending),
        Some(Progress::Running | Progress::Text(_) | Progress::Image(_)) => t_string!(i18n, running),
        Some(Progress::Reconnecting | Progress::TooLateToCancel) => t_string!(i18n, reconnecting),
    }
}
