//! Loading a language while the page runs.

use std::sync::Arc;

use super::{I18n, Language, Messages};
use crate::web::fetch::page_file;

impl I18n {
    /// The sentences of `language`, from its file beside the document unless it was shown before; `None` where they
    /// cannot be had. [`I18n::set`] shows them.
    pub async fn load(self, language: Language) -> Option<Arc<Messages>> {
        if let Some(messages) = self.loaded(language) {
            return Some(messages);
        }
        let text = page_file(&format!("locales/{}.json", language.tag())).await.ok()?;
        Messages::parse(&text).map(Arc::new)
    }
}
