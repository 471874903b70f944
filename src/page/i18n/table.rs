//! What `build.rs` makes of `www/locales/`: the languages, the keys, and a struct for each sentence.

use std::fmt::Display;

/// The name of a placeholder, and what stands in its place.
pub type Value<'a> = (&'static str, &'a dyn Display);

/// A sentence with its values.
pub trait Sentence {
    /// Where its key stands in [`KEYS`].
    const INDEX: usize;

    /// What stands in the place of its placeholders.
    fn values(&self) -> impl AsRef<[Value<'_>]>;
}

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));
