//! The page as an element: what an app hands to it, and what it tells the app.

#[cfg(feature = "boxes")]
mod boxes;
mod convert;
#[cfg(feature = "editor")]
mod editor;

#[cfg(feature = "boxes")]
pub use self::boxes::Boxes;
#[cfg(feature = "editor")]
pub use self::editor::Editor;

use std::any::Any;
use std::sync::Arc;

use js_sys::Function;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

use super::context::Page;
use super::i18n::{I18n, Language, Messages};
use super::panic::report_panics;
use super::root::PageRoot;
use crate::web::Storage;

/// Where an element lives, and who hears of it.
#[derive(Clone)]
pub struct Host {
    /// The shadow root.
    pub root: Node,
    /// The element in it that stands for `<body>`.
    pub body: Element,
    /// Called with a word and a detail.
    pub report: Function,
    /// Whether settings are kept in the browser, where the page keeps its own.
    pub is_keeping: bool,
}

impl Host {
    /// Tells the app.
    fn tell(&self, word: &str, detail: &JsValue) {
        // What the app throws is its own affair.
        let _ = self.report.call2(&JsValue::UNDEFINED, &word.into(), detail);
    }
}

/// A page that is mounted in an element. Dropping it ends what is shown, heard and awaited, in this order.
struct Mounted<S> {
    state: S,
    _view: Box<dyn Any>,
    _owner: Owner,
}

/// Mounts a page in `host`, in the language with this tag, which has these sentences; `None` where they cannot be read.
/// `make` makes what the app's calls work on, `view` what is shown of it.
fn mount<S, V>(
    host: &Host,
    language: &str,
    sentences: &str,
    make: impl FnOnce(Page) -> S,
    view: impl FnOnce(S) -> V + 'static,
) -> Option<Mounted<S>>
where
    S: Copy + 'static,
    V: IntoView + 'static,
{
    let (language, messages) = (Language::named(language)?, Messages::parse(sentences)?);
    let storage = if host.is_keeping { Storage::of_browser() } else { Storage::none() };
    let owner = Owner::new();
    let state = owner.with(|| {
        let i18n = I18n::new(language, Arc::new(messages));
        let page = Page::new(
            i18n,
            PageRoot::shadow(host.root.clone().unchecked_into(), host.body.clone()),
            storage,
            String::new(),
        );
        report_panics(page.edit.draft.prompt);
        page.provide();
        make(page)
    });
    let body = host.body.clone().unchecked_into();
    let view = owner.with(|| mount_to(body, move || view(state)));
    Some(Mounted { state, _view: Box::new(view), _owner: owner })
}

/// Says everything in the language with this tag, which has these sentences.
fn speak(page: Page, language: &str, sentences: &str) {
    if let (Some(language), Some(messages)) = (Language::named(language), Messages::parse(sentences)) {
        page.i18n.set(language, Arc::new(messages));
    }
}
