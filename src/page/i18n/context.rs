//! The language that is shown, as a context.

use std::sync::Arc;

use leptos::prelude::*;

use super::table::{KEYS, Sentence, Value};
use super::{Language, Messages};

/// The language that is shown, and its sentences. Reading is tracked, unless it says otherwise.
#[derive(Clone, Copy)]
pub struct I18n {
    shown: RwSignal<(Language, Arc<Messages>)>,
    /// Every language that was shown.
    loaded: StoredValue<Vec<(Language, Arc<Messages>)>>,
}

/// The language that is shown here.
///
/// # Panics
/// Outside of a page, which provides it.
pub fn use_i18n() -> I18n {
    expect_context()
}

impl I18n {
    /// Shows `language`.
    pub fn new(language: Language, messages: Arc<Messages>) -> Self {
        let loaded = StoredValue::new(vec![(language, Arc::clone(&messages))]);
        Self { shown: RwSignal::new((language, messages)), loaded }
    }

    /// The language that is shown.
    pub fn language(self) -> Language {
        self.shown.with(|shown| shown.0)
    }

    /// The language that is shown; not tracked.
    pub fn language_untracked(self) -> Language {
        self.shown.with_untracked(|shown| shown.0)
    }

    /// What the settings call the language that is shown: `zh`.
    pub fn tag(self) -> &'static str {
        self.language().tag()
    }

    /// The value of `lang` attributes for the language that is shown: `zh-CN`.
    pub fn lang(self) -> &'static str {
        self.language().lang()
    }

    /// The sentences of the language that is shown.
    pub fn messages(self) -> Arc<Messages> {
        self.shown.with(|shown| Arc::clone(&shown.1))
    }

    /// Shows `language`, and remembers its sentences. Nothing happens where the page is gone.
    pub fn set(self, language: Language, messages: Arc<Messages>) {
        if self.loaded(language).is_none() {
            self.loaded.try_update_value(|loaded| loaded.push((language, Arc::clone(&messages))));
        }
        self.shown.try_set((language, messages));
    }

    /// The sentences of `language`, if it was shown before.
    pub fn loaded(self, language: Language) -> Option<Arc<Messages>> {
        let find = |loaded: &Vec<(Language, Arc<Messages>)>| {
            loaded.iter().find(|(other, _)| *other == language).map(|(_, messages)| Arc::clone(messages))
        };
        self.loaded.try_with_value(find).flatten()
    }

    /// `sentence` in the language that is shown; empty where the page is gone.
    pub fn text<S: Sentence>(self, sentence: &S) -> String {
        self.filled(S::INDEX, sentence.values().as_ref())
    }

    /// `sentence` in the language that is shown, not tracked; empty where the page is gone.
    pub fn text_untracked<S: Sentence>(self, sentence: &S) -> String {
        self.filled_untracked(S::INDEX, sentence.values().as_ref())
    }

    /// The sentence whose key is `prefix` and `name`, in which `-` counts as `_`: of `finding_` and `no-cors` it is
    /// `finding_no_cors`. The key itself where there is no such sentence.
    pub fn named(self, prefix: &str, name: &str, values: &[Value<'_>]) -> String {
        let key = format!("{prefix}{}", name.replace('-', "_"));
        match KEYS.binary_search(&key.as_str()) {
            Ok(index) => self.filled(index, values),
            Err(_) => key,
        }
    }

    // One function for all sentences, so that the call of each is short.
    #[inline(never)]
    fn filled(self, index: usize, values: &[Value<'_>]) -> String {
        self.shown.try_with(|shown| shown.1.filled(index, values)).unwrap_or_default()
    }

    #[inline(never)]
    fn filled_untracked(self, index: usize, values: &[Value<'_>]) -> String {
        self.shown.try_with_untracked(|shown| shown.1.filled(index, values)).unwrap_or_default()
    }
}
