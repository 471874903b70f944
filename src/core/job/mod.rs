//! One edit in flight: what to do next, decided without I/O and tested on the host.
// An error is rare, and keeps all that is known.
#![allow(clippy::result_large_err)]

pub mod answer;
mod cause;
pub mod doctor;
pub mod error;
mod flight;
pub mod outcome;
pub mod pace;
mod replies;
pub mod shown;
pub mod snippet;
mod step;
mod verdict;

pub use cause::Cause;
pub use error::{Cut, Error, ErrorKind, Fault, ImageFault, NextStep};
pub use flight::Job;
pub use outcome::{Outcome, OutcomePart, ResultImage};
pub use step::{Loss, Progress, Step, UploadFault};
