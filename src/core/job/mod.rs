//! One edit in flight: what to do next, decided without I/O and tested on the host.

pub mod answer;
mod cause;
pub mod doctor;
pub mod error;
mod flight;
pub mod outcome;
pub mod pace;

pub use cause::Cause;
pub use error::{Error, ErrorKind, Fault, NextStep};
pub use flight::{Job, Loss, Progress, Step};
pub use outcome::{Outcome, OutcomePart, ResultImage};
