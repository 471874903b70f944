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

use super::i18n::{I18n, Language, Messages};
use super::root::PageRoot;

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

/// Mounts what `view` shows in `host`, in the language with this tag, which has these sentences; `None` where they cannot be read.
/// `make` makes what the app's calls
/// work on.
fn mount<S, V>(
    host: &Host,
    language: &str,
    sentences: &str,
    make: impl FnOnce(I18n, PageRoot) -> S,
    view: impl FnOnce(S) -> V + 'static,
) -> Option<Mounted<S>>
where
    S: Copy + 'static,
    V: IntoView + 'static,
{
    let (language, messages) = (Language::named(language)?, Messages::parse(sentences)?);
    let owner = Owner::new();
    let state = owner.with(|| {
        let i18n = I18n::new(language, Arc::new(messages));
        make(i18n, PageRoot::shadow(host.root.clone().unchecked_into(), host.body.clone()))
    });
    let body = host.body.clone().unchecked_into();
    let view = owner.with(|| mount_to(body, move || view(state)));
    Some(Mounted { state, _view: Box::new(view), _owner: owner })
}

/// Says everything in the language with this tag, which has these sentences.
fn speak(i18n: I18n, language: &str, sentences: &str) {
    if let (Some(language), Some(messages)) = (Language::named(language), Messages::parse(sentences)) {
        i18n.set(language, Arc::new(messages));
    }
}
