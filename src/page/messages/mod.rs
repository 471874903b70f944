//! Every sentence of the page: its name is a field here, its words are in `www/messages/`, one file for each language.
//!
//! To add a sentence, add a field to a table (`sentences`, `answers`, `choices`, `doctor`) and, at the same place in `en.txt` and
//! `zh.txt`, a line `name: sentence`. A list has one line for each of its items. `tests/messages.rs` compares names,
//! order and gaps; the build leaves the names out, so that the page reads lines by their order.

#[macro_use]
mod table;

mod answers;
mod choices;
mod doctor;
mod errors;
mod fill;
mod language;
mod problems;
mod sentences;

pub use answers::Answers;
pub use choices::Choices;
pub use doctor::Doctor;
pub use errors::{error_sentence, next_step_sentence, upload_fault_sentence};
pub use fill::{bytes_text, fill, fill_numbers, image_label};
pub use language::Language;
pub use problems::{fit_error_sentence, fit_note, open_error_sentence, problem_sentence};
pub use sentences::Messages;
