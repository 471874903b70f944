//! What the page says: sentences by key, checked at compile time, one file for each language.
//!
//! A sentence stands under the same key in every file of `www/locales/`; `build.rs` compares the files and makes a struct
//! of each key. `{name}` in a sentence is filled in: `t!(i18n, theme, theme = name)`; `{{` and `}}` stand for braces. A
//! new file is a new language.

mod context;
mod errors;
mod families;
mod language;
#[cfg(target_arch = "wasm32")]
mod load;
// Components are there on wasm32 only.
#[cfg_attr(not(target_arch = "wasm32"), allow(unused_macros, unused_imports))]
mod macros;
mod messages;
mod problems;
mod shortcuts;
mod table;
mod values;

pub use context::{I18n, use_i18n};
pub use errors::{error_sentence, next_step_sentence, upload_fault_sentence};
pub use families::{cause_sentence, finding_sentence, region_name, remedy_sentence, task_status_text};
pub use language::Language;
#[cfg_attr(not(target_arch = "wasm32"), allow(unused_imports))]
pub(crate) use macros::{t, t_string, tu_string};
pub use messages::Messages;
#[cfg(target_arch = "wasm32")]
pub use problems::open_error_sentence;
pub use problems::{fit_error_sentence, fit_note, problem_sentence};
pub use shortcuts::{command_text, scope_name};
pub use table::{KEYS, Sentence, Value, sentence};
pub use values::{bytes_text, image_label};
