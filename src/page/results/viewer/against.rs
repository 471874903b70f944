//! What a result is compared with.

use leptos::prelude::*;
use web_sys::Blob;

use crate::core::geometry::{BoundingBox, Size};
use crate::page::state::{DraftState, PicturesState, ResultBytes, ResultsState};

/// The other picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Against {
    /// The source image with this id.
    Source(u32),
    /// The result with this id.
    Result(u32),
}

impl Against {
    /// Where `<img>` finds it; tracked.
    pub fn address(self, pictures: PicturesState, results: ResultsState) -> Option<String> {
        match self {
            Self::Source(id) => Some(pictures.preview(id)).filter(|address| !address.is_empty()),
            Self::Result(id) => results.item(id)?.source(),
        }
    }

    /// Its bytes; tracked.
    pub fn blob(self, pictures: PicturesState, results: ResultsState) -> Option<Blob> {
        match self {
            Self::Source(id) => pictures.blob(id),
            Self::Result(id) => results.item(id)?.bytes.with(saved_blob),
        }
    }

    /// The boxes on it, and the size that they are in px of; tracked.
    pub fn boxes(self, draft: DraftState) -> Option<(Vec<BoundingBox>, Size)> {
        let Self::Source(id) = self else { return None };
        draft.draft.with(|draft| {
            let image = &draft.image(id)?.image;
            Some((image.bboxes.clone(), image.size()?))
        })
    }
}

/// The bytes of a result that are here.
pub(super) fn saved_blob(bytes: &ResultBytes) -> Option<Blob> {
    match bytes {
        ResultBytes::Saved { blob, .. } => Some(blob.clone()),
        _ => None,
    }
}
