//! How often one account may ask for something.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Submits of one model.
pub const SUBMITS: usize = 5;
/// Tasks of one model in work at once.
pub const TASKS: usize = 5;
/// Polls, lists and cancels, each.
pub const QUERIES: usize = 20;
/// Upload policies for one model.
pub const POLICIES: usize = 100;

/// What each account did within the last second.
#[derive(Debug, Default)]
pub struct Limits(Mutex<HashMap<(String, String), VecDeque<Instant>>>);

impl Limits {
    /// Whether an account may do this once more; at most `most` times in any second.
    pub fn admit(&self, account: &str, what: &str, most: usize) -> bool {
        let now = Instant::now();
        let mut all = self.0.lock().expect("no holder panics");
        let recent = all.entry((account.to_owned(), what.to_owned())).or_default();
        while recent.front().is_some_and(|time| now - *time >= Duration::from_secs(1)) {
            recent.pop_front();
        }
        let admitted = recent.len() < most;
        if admitted {
            recent.push_back(now);
        }
        admitted
    }
}
