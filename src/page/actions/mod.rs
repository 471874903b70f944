//! What the page does: plain functions over its state, some of which wait. No component is known here: what is to be
//! opened or focused is said in [`UiState`](super::state::UiState).

pub mod collect;
pub mod doctor;
pub mod find_emulator;
pub mod key;
pub mod link;
pub mod open;
pub mod palette;
pub mod run;
pub mod settings;
pub mod tasks;
pub mod template;
