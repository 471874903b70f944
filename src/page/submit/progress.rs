//! What the run does now, in words, and for how long.

use std::time::Duration;

use leptos::prelude::*;

use crate::core::job::Progress;
use crate::page::dom::{El, Signal, div, el};
use crate::page::messages::{Messages, fill_numbers};
use crate::page::state::{Run, State};
use crate::web::now;

/// The line over the Cancel button.
pub(super) fn line(state: State) -> El {
    let began = state.run.with_untracked(|run| run.as_ref().map_or_else(now, |run| run.began));
    let elapsed = Signal::new(0);
    let tick = move || elapsed.set(now().saturating_sub(began).as_secs() as u32);
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    let time = move || {
        let (t, seconds) = (state.t(), elapsed.get());
        if seconds < 60 {
            fill_numbers(t.seconds, &[seconds])
        } else {
            fill_numbers(t.minutes, &[seconds / 60, seconds % 60])
        }
    };
    let doing = move || {
        let t = state.t();
        state.run.with(|run| run.as_ref().map(|run| doing(t, run))).unwrap_or_default()
    };
    div("progress")
        .id("progress")
        .child(el("i").class("ring").attr("aria-hidden", "true"))
        .child(el("span").class("progress-words").attr("role", "status").say(doing))
        .child(el("span").class("numbers").id("elapsed").attr("aria-hidden", "true").say(time))
}

fn doing(t: &Messages, run: &Run) -> String {
    let words = match &run.progress {
        _ if run.is_left => t.answers.leaving,
        _ if run.is_too_late => t.too_late,
        _ if run.cancels > 0 => t.cancelling,
        None if run.task_id.is_some() => t.task_created,
        None => t.preparing,
        Some(Progress::Sending) => t.sending,
        Some(Progress::Throttled { pause, refusals }) => {
            return fill_numbers(t.throttled, &[(*pause + Duration::from_millis(999)).as_secs() as u32, *refusals]);
        }
        Some(Progress::TaskCreated { .. }) => t.task_created,
        Some(Progress::Pending) => t.pending,
        Some(Progress::Running | Progress::Text(_) | Progress::Image(_)) => t.running,
        Some(Progress::UploadFailed(_)) => t.sending,
        Some(Progress::Reconnecting | Progress::TooLateToCancel) => t.reconnecting,
    };
    words.to_owned()
}
