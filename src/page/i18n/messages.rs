//! The sentences of one language.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::table::{KEYS, Sentence, Value};

/// The sentences of one language, in the order of [`KEYS`].
pub struct Messages(Vec<Box<str>>);

impl Messages {
    /// Reads the text of a file of `www/locales/`; `None` unless it has every key.
    pub fn parse(text: &str) -> Option<Self> {
        let mut sentences: BTreeMap<String, Box<str>> = serde_json::from_str(text).ok()?;
        KEYS.iter().map(|key| sentences.remove(*key)).collect::<Option<_>>().map(Self)
    }

    /// `sentence` in this language.
    pub fn text<S: Sentence>(&self, sentence: &S) -> String {
        self.filled(S::INDEX, sentence.values().as_ref())
    }

    /// The sentence of the key at `index` of [`KEYS`], filled with `values`.
    pub fn filled(&self, index: usize, values: &[Value<'_>]) -> String {
        fill(&self.0[index], values)
    }
}

/// `sentence` with `{name}` replaced by the value of that name. `{{` and `}}` stand for the braces themselves.
fn fill(sentence: &str, values: &[Value<'_>]) -> String {
    let mut text = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let gap = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let value = gap.and_then(|(gap, after)| Some((values.iter().find(|(name, _)| *name == gap)?.1, after)));
        if let Some((value, after)) = value {
            let _ = write!(text, "{value}");
            rest = after;
        } else {
            text.push_str(&rest[..1]);
            let is_pair = rest.starts_with("{{") || rest.starts_with("}}");
            rest = &rest[if is_pair { 2 } else { 1 }..];
        }
    }
    text.push_str(rest);
    text
}
