//! The words of a key: `sk-emu+delay=3000+throttle=2`.

use crate::errors::{self, Failure};
use std::collections::HashMap;
use std::time::Duration;

/// What stands behind the first `+`, by name. Of a word given twice the last one counts.
#[derive(Debug)]
pub struct Words<'a>(HashMap<&'a str, &'a str>);

impl<'a> Words<'a> {
    /// Splits a key into its words.
    pub fn of_key(key: &'a str) -> Self {
        Self(key.split('+').skip(1).map(|word| word.split_once('=').unwrap_or((word, ""))).collect())
    }

    /// Whether the word is there, with a value or without.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The word's value; empty where it has none.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).copied()
    }

    /// The word's value as a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.value(name)?.parse().ok()
    }

    /// How often something is to happen; not at all without the word.
    pub fn count(&self, name: &str) -> u32 {
        self.number(name).map_or(0, |value| value.min(1_000_000) as u32)
    }

    /// A time in milliseconds.
    pub fn millis(&self, name: &str, usual: u64) -> Duration {
        Duration::from_millis(self.number(name).unwrap_or(usual))
    }
}

/// `VALUE` or `VALUE:NAME`: the value, and the failure of that name, or of the usual one.
pub fn with_failure<'a>(word: &'a str, usual: &str) -> Option<(&'a str, &'static Failure)> {
    let (value, name) = word.split_once(':').unwrap_or((word, usual));
    Some((value, errors::find(name)?))
}
