//! What must hold for any bytes at all. Each target panics where it does not hold, and answers a number that stands for
//! what the bytes did: another number, another road through the code.
#![allow(dead_code)]

pub mod answer;
#[path = "../../common/mod.rs"]
mod common;
pub mod error;
pub mod fields;
pub mod header;
pub mod reply;
mod road;
pub mod sse;

use std::hash::{DefaultHasher, Hash, Hasher};

/// The number of a behaviour.
fn behaviour(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
