//! The sentences about the way to the service: what the doctor finds, whom the key may go to, what a link brought.

use crate::core::job::doctor::Finding;

/// How many findings there are.
const FINDINGS: usize = Finding::ResultsFine as usize + 1;

table! {
    /// The sentences, as in [`Messages`](super::Messages).
    pub struct Doctor {
        // --- the doctor
        pub check: &'static str,
        pub checking: &'static str,
        pub check_note: &'static str,
        /// What was found, in the order of [`Finding`]; `{0}` is the host, `{1}` the proxy.
        pub findings: [&'static str; FINDINGS],
        /// What to do about it.
        pub remedies: [&'static str; FINDINGS],
        pub way: &'static str,
        pub in_terminal: &'static str,
        pub copy: &'static str,
        pub use_proxy: &'static str,
        pub proxy_says: &'static str,
        // --- limits on the way
        pub cut_time: &'static str,
        pub cut_time_only: &'static str,
        pub cut_size: &'static str,
        pub as_task: &'static str,
        pub set: &'static str,
        // --- whom the key may go to
        pub trust: &'static str,
        pub trust_new: &'static str,
        pub trust_yes: &'static str,
        pub trust_no: &'static str,
        pub key_visitor: &'static str,
        // --- the page's address
        pub linked: &'static str,
        pub key_in_address: &'static str,
    }
}
