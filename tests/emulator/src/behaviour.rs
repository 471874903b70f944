//! Behaviour chosen by words in the API key.

use crate::errors::{self, Failure};
use crate::finder::Form;
use crate::relay::{self, Fault};
use crate::stream::Streaming;
use crate::words::{Words, with_failure};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where a failed task carries its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailedForm {
    /// Inside `output`.
    A,
    /// At the top level, beside `output`.
    B,
    /// A bare error body without `output`.
    C,
    /// Nowhere: `output` has a message only.
    D,
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
    /// How many of the images fail within a success, where the model reports that.
    pub partial: Option<(u32, &'static Failure)>,
    pub fewer: u32,
    /// Interleaved output ends with text.
    pub last_text: bool,
    pub stream: Streaming,
    pub relay_fault: Option<&'static Fault>,
    /// How boxes are written.
    pub answer: Form,
    /// The status of the gateway's page that a submit is answered with.
    pub gateway: Option<u16>,
    /// Answer submits without a body.
    pub empty: bool,
    pub garbage: bool,
    pub cut: Option<Cut>,
    pub unknown: bool,
    pub expired: bool,
    pub slow_result: Duration,
    pub result_fail: u32,
    pub corrupt: bool,
    /// What `RUNNING` is called.
    pub running: String,
    /// The task list stands in `output.tasks`.
    pub list_tasks: bool,
    /// The limits do not count.
    pub unlimited: bool,
    /// Play the host that is for plans.
    pub plan_host: bool,
    pub policy_expired: bool,
    pub upload_refused: bool,
    pub oss_expired: bool,
}

impl Behaviour {
    /// Reads the words behind the first `+`. Words it does not know are ignored, so any of them makes a key unique.
    pub fn of_key(key: &str) -> Self {
        let words = Words::of_key(key);
        let poll_html = words.value("html504") == Some("poll");
        Self {
            delay: words.millis("delay", 400),
            pending: words.millis("pending", 0),
            throttle: words.count("throttle"),
            retry_after: words.number("retry-after"),
            poll_fail: words.count("pollfail").max(u32::from(poll_html)),
            poll_html,
            fail: words.value("fail").and_then(errors::find),
            task_fail: words.value("taskfail").and_then(failed_task),
            partial: words.value("partial").and_then(partial),
            fewer: words.count("fewer"),
            last_text: words.value("last") == Some("text"),
            stream: Streaming::of(&words),
            relay_fault: words.value("dmx").and_then(relay::find),
            answer: Form::named(words.value("answer")),
            gateway: [502, 504, 524].into_iter().find(|status| !poll_html && words.has(&format!("html{status}"))),
            empty: words.has("empty"),
            garbage: words.has("garbage"),
            cut: match words.value("cut") {
                Some("before") => Some(Cut::Before),
                Some("after") => Some(Cut::After),
                _ => None,
            },
            unknown: words.has("unknown"),
            expired: words.has("expired"),
            slow_result: words.millis("slowresult", 0),
            result_fail: words.count("resultfail"),
            corrupt: words.has("corrupt"),
            running: words.value("running").unwrap_or("RUNNING").to_owned(),
            list_tasks: words.value("list") == Some("tasks"),
            unlimited: words.has("unlimited"),
            plan_host: words.value("host") == Some("plan"),
            policy_expired: words.value("policy") == Some("expired"),
            upload_refused: words.value("upload") == Some("refuse"),
            oss_expired: words.value("oss") == Some("expired"),
        }
    }
}

/// `A`, `B`, `C` or `D`, and the failure's name behind a colon.
fn failed_task(word: &str) -> Option<(FailedForm, &'static Failure)> {
    let (form, failure) = with_failure(word, "DataInspectionFailed:output")?;
    let form = match form {
        "A" => FailedForm::A,
        "B" => FailedForm::B,
        "C" => FailedForm::C,
        "D" => FailedForm::D,
        _ => return None,
    };
    Some((form, failure))
}

/// How many, and the failure's name behind a colon.
fn partial(word: &str) -> Option<(u32, &'static Failure)> {
    let (count, failure) = with_failure(word, "DataInspectionFailed:output")?;
    Some((count.parse().ok()?, failure))
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
        assert!(all.poll_html && all.gateway.is_none());
        assert_eq!(all.poll_fail, 1);
    }

    #[test]
    fn a_plain_key_has_no_words() {
        let plain = Behaviour::of_key("sk-delay=7");
        assert_eq!(plain.delay, Duration::from_millis(400));
        assert!(plain.fail.is_none() && plain.cut.is_none());
    }
}
