//! The languages of the page. Each has a file of sentences; `www/start.js` loads the reader's beside the wasm.

use std::cell::Cell;

use leptos::prelude::document;

use super::Messages;
use super::table::table;
use crate::web::fetch::page_file;

thread_local! {
    /// The languages that were read, in the order of [`Language`].
    static READ: Cell<[Option<&'static Messages>; 2]> = const { Cell::new([None; 2]) };
}

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The language that `www/start.js` calls `zh` or `en`.
    pub fn named(name: &str) -> Self {
        if name == "zh" { Self::Chinese } else { Self::English }
    }

    /// The tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Its messages.
    ///
    /// # Panics
    /// Before they were read.
    pub fn messages(self) -> &'static Messages {
        READ.get()[self as usize].expect("a language is read before it is shown")
    }

    /// Reads its messages from its file's text; answers whether it has all of them.
    pub fn read(self, text: String) -> bool {
        let messages = table(text);
        let mut read = READ.get();
        read[self as usize] = messages.or(read[self as usize]);
        READ.set(read);
        messages.is_some()
    }

    /// Loads its messages, once; answers whether they are there.
    pub async fn load(self) -> bool {
        if READ.get()[self as usize].is_some() {
            return true;
        }
        let name = match self {
            Self::Chinese => "data-zh",
            Self::English => "data-en",
        };
        let files = document().query_selector("meta[name=wan-edit-messages]").ok().flatten();
        let Some(url) = files.and_then(|files| files.get_attribute(name)) else { return false };
        page_file(&url).await.is_ok_and(|text| self.read(text))
    }
}
