//! What runs brought: images, words, and what could not be made.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Blob;

use crate::core::geometry::Size;
use crate::core::job::{Error, ResultImage};
use crate::core::service::wire::reply::Usage;
use crate::web::ObjectUrl;
use crate::web::fetch::BytesError;

/// What one run brought. Copies are the same.
#[derive(Clone, Copy)]
pub struct ResultGroup {
    /// Unique on the page.
    pub id: u32,
    /// What is known of the run; more at its end.
    pub facts: RwSignal<GroupFacts>,
    /// What came, in reading order; a stream adds to it.
    pub parts: RwSignal<Vec<ResultPart>>,
}

/// What is known of a run.
#[derive(Clone, Default)]
pub struct GroupFacts {
    /// What was asked for, for the download's name and "again".
    pub prompt: String,
    /// Model id.
    pub model: String,
    /// The seed that was sent, if any.
    pub seed: Option<u32>,
    /// For support.
    pub request_id: Option<String>,
    /// The task it came from.
    pub task_id: Option<String>,
    /// What the service counted.
    pub usage: Usage,
    /// How many images are missing without a reason.
    pub missing: u32,
    /// Why it broke off, although something came.
    pub ended: Option<Arc<Error>>,
}

/// A part of what came.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultPart {
    /// The result with this id.
    Image(u32),
    /// Words.
    Words(String),
    /// An image that could not be made, and was not billed.
    Failed {
        /// The service's code.
        code: String,
        /// The service's words.
        message: String,
    },
}

/// One generated image on the page.
#[derive(Clone)]
pub struct ResultItem {
    /// Unique on the page.
    pub id: u32,
    /// The image's URL at the service, with its end.
    pub image: ResultImage,
    /// What it is a part of.
    pub group: ResultGroup,
    /// The bytes, once they are here.
    pub bytes: RwSignal<ResultBytes, LocalStorage>,
}

/// The bytes of a result.
#[derive(Clone)]
pub enum ResultBytes {
    /// On their way.
    Loading,
    /// Here.
    Saved {
        /// The image as it came.
        blob: Blob,
        /// Where `<img>` finds it.
        url: ObjectUrl,
        /// Its size in px.
        size: Option<Size>,
        /// Whether it has an end: then nothing can be lost any more.
        is_whole: bool,
    },
    /// Not to be had: the image is shown by its own URL, if at all.
    Remote(BytesError),
}

impl ResultBytes {
    /// Whether asking the service again could not bring more.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Saved { is_whole: true, .. } | Self::Remote(BytesError::Expired | BytesError::NotAnImage))
    }
}

/// All that came.
#[derive(Clone, Copy)]
pub struct ResultsState {
    /// What runs brought, the newest first.
    pub groups: RwSignal<Vec<ResultGroup>>,
    /// The images among that, in the order shown.
    pub items: RwSignal<Vec<ResultItem>, LocalStorage>,
}

impl Default for ResultsState {
    fn default() -> Self {
        Self { groups: RwSignal::default(), items: RwSignal::new_local(Vec::new()) }
    }
}

impl ResultsState {
    /// The result with this id, not tracked: nothing but its bytes ever changes, which it knows itself.
    pub fn item(self, id: u32) -> Option<ResultItem> {
        self.items.with_untracked(|items| items.iter().find(|item| item.id == id).cloned())
    }

    /// The group with this id, not tracked.
    pub fn group(self, id: u32) -> Option<ResultGroup> {
        self.groups.with_untracked(|groups| groups.iter().find(|group| group.id == id).copied())
    }
}
