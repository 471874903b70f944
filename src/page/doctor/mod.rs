//! The connection doctor: what stands between this page and the service, what to do about it, and what to paste where.

mod checkup;
mod error_checkup;
mod finding_text;
mod findings;
mod report;
mod snippet;

pub use self::checkup::Checkup;
pub use self::error_checkup::ErrorCheckup;
pub use self::finding_text::finding_text;
