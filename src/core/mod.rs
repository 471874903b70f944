//! What an edit is: plain Rust, with no browser type and no clock, so that every decision is tested on the host.

pub mod geometry;
pub mod image;
