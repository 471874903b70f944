//! What an edit is: plain Rust without a browser, a clock or randomness.

pub mod compare;
pub mod edit;
pub mod geometry;
pub mod image;
pub mod job;
pub mod prompt;
pub mod service;
