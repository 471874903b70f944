//! All that runs brought, and the bytes of each image.

use leptos::prelude::*;
use web_sys::Blob;

use super::{ResultGroup, neighbor};
use crate::core::geometry::Size;
use crate::core::job::ResultImage;
use crate::web::ObjectUrl;
use crate::web::fetch::BytesError;

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
    /// The word in `data-state`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Saved { is_whole: true, .. } => "saved",
            Self::Saved { .. } => "incomplete",
            Self::Remote(_) => "remote",
        }
    }

    /// Whether there are bytes to show, to compare and to keep.
    pub fn is_saved(&self) -> bool {
        matches!(self, Self::Saved { .. })
    }

    /// The image's size, as its bytes say.
    pub fn size(&self) -> Option<Size> {
        match self {
            Self::Saved { size, .. } => *size,
            _ => None,
        }
    }

    /// Whether asking once more is offered.
    pub fn can_retry(&self) -> bool {
        match self {
            Self::Loading => false,
            Self::Saved { is_whole, .. } => !is_whole,
            Self::Remote(error) => !matches!(error, BytesError::Expired | BytesError::NoAddress),
        }
    }

    /// Why there are none.
    pub fn error(&self) -> Option<BytesError> {
        match self {
            Self::Remote(error) => Some(*error),
            _ => None,
        }
    }

    /// Whether asking the service again could not bring more.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Saved { is_whole: true, .. } | Self::Remote(BytesError::Expired | BytesError::NoAddress))
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

impl ResultItem {
    /// Where `<img>` finds it, if anywhere; tracked.
    pub fn source(&self) -> Option<String> {
        self.bytes.with(|bytes| match bytes {
            ResultBytes::Saved { url, .. } => Some(url.as_str().to_owned()),
            ResultBytes::Remote(BytesError::Status(_) | BytesError::Unreachable) => Some(self.image.url.clone()),
            ResultBytes::Loading | ResultBytes::Remote(_) => None,
        })
    }

    /// Its size: what the bytes say, or else the service; tracked.
    pub fn size(&self) -> Option<Size> {
        let size = self.bytes.with(ResultBytes::size);
        size.or_else(|| self.group.facts.with(|facts| facts.size()))
    }
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

    /// The id of the result `by` places from the one with this id, in the order shown; tracked.
    pub fn neighbor(self, id: u32, by: isize) -> Option<u32> {
        let ids: Vec<u32> = self.items.with(|items| items.iter().map(|item| item.id).collect());
        neighbor(&ids, id, by)
    }
}
