//! Behaviour chosen by words in the API key: `sk-emu+delay=3000+throttle=2`.

use crate::errors::{self, Failure};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where the three places are in which a failed task carries its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailedForm {
    /// Inside `output`.
    A,
    /// At the top level, beside `output`.
    B,
    /// A bare error body without `output`.
    C,
}

/// When the connection is closed instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing was made and nothing is billed.
    Before,
    /// The task exists or the images are made, and billed.
    After,
}

/// What one key asks for.
#[derive(Debug, Clone)]
pub struct Behaviour {
    /// Generation time: how long a sync answer takes, or a task is `RUNNING`.
    pub delay: Duration,
    /// How long a task stays `PENDING` at least.
    pub pending: Duration,
    pub throttle: u32,
    pub retry_after: Option<u64>,
    pub poll_fail: u32,
    pub poll_html: bool,
    pub fail: Option<&'static Failure>,
    pub task_fail: Option<(FailedForm, &'static Failure)>,
    pub fewer: u32,
    pub html_504: bool,
    pub garbage: bool,
    pub cut: Option<Cut>,
    pub unknown: bool,
    pub expired: bool,
    pub slow_result: Duration,
    pub result_fail: u32,
    pub corrupt: bool,
}

impl Behaviour {
    /// Reads the words behind the first `+`. Words it does not know are ignored, so any of them makes a key unique.
    pub fn of_key(key: &str) -> Self {
        let words: HashMap<&str, &str> =
            key.split('+').skip(1).map(|word| word.split_once('=').unwrap_or((word, ""))).collect();
        let number = |name: &str| words.get(name).and_then(|value| value.parse::<u64>().ok());
        let count = |name: &str| number(name).map_or(0, |value| value.min(1_000_000) as u32);
        let has = |name: &str| words.contains_key(name);
        let poll_html = words.get("html504") == Some(&"poll");
        Self {
            delay: Duration::from_millis(number("delay").unwrap_or(400)),
            pending: Duration::from_millis(number("pending").unwrap_or(0)),
            throttle: count("throttle"),
            retry_after: number("retry-after"),
            poll_fail: count("pollfail").max(u32::from(poll_html)),
            poll_html,
            fail: words.get("fail").and_then(|name| errors::find(name)),
            task_fail: words.get("taskfail").and_then(|value| failed_task(value)),
            fewer: count("fewer"),
            html_504: has("html504") && !poll_html,
            garbage: has("garbage"),
            cut: match words.get("cut") {
                Some(&"before") => Some(Cut::Before),
                Some(&"after") => Some(Cut::After),
                _ => None,
            },
            unknown: has("unknown"),
            expired: has("expired"),
            slow_result: Duration::from_millis(number("slowresult").unwrap_or(0)),
            result_fail: count("resultfail"),
            corrupt: has("corrupt"),
        }
    }
}

/// `A`, `B` or `C`, and the failure's name behind a colon.
fn failed_task(value: &str) -> Option<(FailedForm, &'static Failure)> {
    let (form, name) = value.split_once(':').unwrap_or((value, "DataInspectionFailed:output"));
    let form = match form {
        "A" => FailedForm::A,
        "B" => FailedForm::B,
        "C" => FailedForm::C,
        _ => return None,
    };
    Some((form, errors::find(name)?))
}

/// What happened so far under one exact key.
#[derive(Debug, Default)]
pub struct Counters {
    pub submits: AtomicU32,
    pub polls: AtomicU32,
    pub results: AtomicU32,
}

impl Counters {
    /// Counts one more, and says how many came before.
    pub fn next(counter: &AtomicU32) -> u32 {
        counter.fetch_add(1, Ordering::Relaxed)
    }
}

/// The counters of every key seen.
#[derive(Debug, Default)]
pub struct Keys(Mutex<HashMap<String, Arc<Counters>>>);

impl Keys {
    /// The counters of this exact key.
    pub fn counters(&self, key: &str) -> Arc<Counters> {
        let mut keys = self.0.lock().expect("no holder panics");
        keys.entry(key.to_owned()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words() {
        let all = Behaviour::of_key("sk-emu+delay=7+taskfail=B:InternalError+html504=poll+anything");
        assert_eq!(all.delay, Duration::from_millis(7));
        let (form, failure) = all.task_fail.expect("a failing task");
        assert_eq!((form, failure.code()), (FailedForm::B, "InternalError"));
        assert!(all.poll_html && !all.html_504);
        assert_eq!(all.poll_fail, 1);
    }

    #[test]
    fn a_plain_key_has_no_words() {
        let plain = Behaviour::of_key("sk-delay=7");
        assert_eq!(plain.delay, Duration::from_millis(400));
        assert!(plain.fail.is_none() && plain.cut.is_none());
    }
}
