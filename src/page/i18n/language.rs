//! The languages of the page: one for each file in `www/locales/`.

use super::table::LANGUAGES;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(usize);

impl Language {
    /// The language of this tag: `zh`, and `zh-TW` where there is no file of just that name. `None` where the page does
    /// not speak it.
    pub fn named(tag: &str) -> Option<Self> {
        let find = |tag: &str| Self::all().find(|language| language.tag().eq_ignore_ascii_case(tag));
        find(tag).or_else(|| find(tag.split('-').next()?))
    }

    /// All languages, in the order of their tags.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// What its file and the settings call it: `zh`.
    pub fn tag(self) -> &'static str {
        LANGUAGES[self.0].0
    }

    /// The value of `lang` attributes: `zh-CN`. Its file has it as `language_lang`.
    pub fn lang(self) -> &'static str {
        LANGUAGES[self.0].1
    }

    /// What it is called in itself: `中文`. Its file has it as `language_name`.
    pub fn name(self) -> &'static str {
        LANGUAGES[self.0].2
    }

    /// The one that follows it; after the last the first.
    pub fn next(self) -> Self {
        Self((self.0 + 1) % LANGUAGES.len())
    }
}
