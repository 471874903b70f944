//! The sentences about what comes back: answers, tasks, places found, and why a service refused.

use crate::core::job::Cause;

/// How many causes there are.
const CAUSES: usize = Cause::Unknown as usize + 1;

table! {
    /// The sentences, as in [`Messages`](super::Messages).
    pub struct Answers {
        // --- results
        pub answer: &'static str,
        pub copy_text: &'static str,
        pub save_text: &'static str,
        pub broke_off: &'static str,
        pub finished_words: &'static str,
        pub image_failed: &'static str,
        pub rewritten: &'static str,
        pub details: &'static str,
        pub billed_images: &'static str,
        pub tokens: &'static str,
        pub tokens_of: &'static str,
        pub result_cut: &'static str,
        pub copy_address: &'static str,
        pub not_uploaded: &'static str,
        /// A storage of somebody else, too large, refused, out of reach.
        pub upload_faults: [&'static str; 4],
        // --- tasks
        pub leave: &'static str,
        pub leaving: &'static str,
        pub left: &'static str,
        pub tasks: &'static str,
        pub tasks_title: &'static str,
        pub tasks_note: &'static str,
        pub tasks_none: &'static str,
        pub tasks_dmxapi: &'static str,
        pub tasks_busy: &'static str,
        pub refresh: &'static str,
        pub fetch_result: &'static str,
        pub page_of: &'static str,
        pub newer: &'static str,
        pub older: &'static str,
        pub of_elsewhere: &'static str,
        /// Queued, in work, done, failed, cancelled, unknown.
        pub states: [&'static str; 6],
        // --- places found by words
        pub find: &'static str,
        pub find_hint: &'static str,
        pub find_words: &'static str,
        pub find_note: &'static str,
        pub finding: &'static str,
        pub found: &'static str,
        pub found_none: &'static str,
        pub suggestion: &'static str,
        pub use_it: &'static str,
        pub use_all: &'static str,
        pub discard: &'static str,
        // --- errors
        pub temporary_key: &'static str,
        pub task_kept: &'static str,
        /// Why a service refused or failed, in the order of [`Cause`]; `{0}` is the HTTP status.
        pub causes: [&'static str; CAUSES],
    }
}
