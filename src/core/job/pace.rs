//! When to ask again. Jitter comes from outside, in 0..1, so that every decision can be repeated.

use std::time::Duration;

/// How long a job is waited for by default; the task itself lives 24 h.
pub const DEADLINE: Duration = Duration::from_secs(15 * 60);
/// Longest wait for one answer about a task.
pub const QUERY_PATIENCE: Duration = Duration::from_secs(60);
/// So long after the deadline nobody was awake: the machine has slept.
pub(super) const SLEPT: Duration = Duration::from_secs(5);
/// Longest wait for the answer to the last question, which is asked after such a sleep.
pub(super) const LATE_PATIENCE: Duration = Duration::from_secs(10);
/// Longest silence of a stream.
pub const STREAM_PATIENCE: Duration = Duration::from_secs(120);
/// Most tries of one submit, counting the first.
pub const SUBMIT_TRIES: u32 = 5;
/// Which failure in a row makes the longest pause between polls, about half a minute.
pub(super) const SLOWEST_POLL: u32 = 5;
/// A `retry-after` above this is an exhausted quota, not a pause.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(120);

/// How often a job asks and tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The pause between polls; by default 2 s, 3 s, then 5 s.
    pub poll: Option<Duration>,
    /// Most tries of one submit, counting the first.
    pub tries: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { poll: None, tries: SUBMIT_TRIES }
    }
}

impl Pace {
    /// The pause before poll number `poll` (from 0).
    pub(super) fn pause(self, poll: u32, jitter: f64) -> Duration {
        self.poll.unwrap_or_else(|| poll_pause(poll, jitter))
    }
}

/// The pause before poll number `poll` (from 0): 2 s, 3 s, then 5 s, each ±20 %.
pub fn poll_pause(poll: u32, jitter: f64) -> Duration {
    let seconds = match poll {
        0 => 2.0,
        1 => 3.0,
        _ => 5.0,
    };
    seconds_of(seconds * (0.8 + 0.4 * unit(jitter)))
}

/// The pause before try `failures + 1`: 2 s, doubled each time up to 60 s, with jitter between
/// half and the whole of it. `retry_after` is obeyed where it is longer.
pub fn backoff(failures: u32, jitter: f64, retry_after: Option<Duration>) -> Duration {
    let ceiling = (2.0 * 2f64.powi(failures.saturating_sub(1).min(10) as i32)).min(60.0);
    let pause = seconds_of(ceiling * (0.5 + 0.5 * unit(jitter)));
    retry_after.map_or(pause, |asked| pause.max(asked))
}

/// `jitter` in 0..=1, whatever it is.
fn unit(jitter: f64) -> f64 {
    if jitter > 0.0 { jitter.min(1.0) } else { 0.0 }
}

/// To the millisecond, which is as exact as timers are.
fn seconds_of(seconds: f64) -> Duration {
    Duration::from_millis((seconds * 1000.0) as u64)
}
