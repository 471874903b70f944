//! The languages of the page.

use super::Messages;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The first language of the browser that the page speaks; English otherwise.
    pub fn of_browser() -> Self {
        let languages = web_sys::window().map(|window| window.navigator().languages());
        languages
            .into_iter()
            .flat_map(|list| list.iter().filter_map(|tag| tag.as_string()).collect::<Vec<_>>())
            .find_map(|tag| Self::from_tag(&tag))
            .unwrap_or(Self::English)
    }

    /// `zh-CN` is Chinese, `en-GB` is English.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Its messages.
    pub fn messages(self) -> &'static Messages {
        match self {
            Self::Chinese => &super::zh::MESSAGES,
            Self::English => &super::en::MESSAGES,
        }
    }
}
