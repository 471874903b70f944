//! What is said about the draft until the next change.

use leptos::prelude::*;

use crate::core::geometry::Size;
use crate::core::job::UploadFault;
use crate::web::OpenError;

/// Something to be told about the draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A file was refused.
    Refused {
        /// Its name.
        name: String,
        /// Why.
        why: OpenError,
    },
    /// An image URL could not be loaded by the browser; the service may still reach it.
    UrlUnseen {
        /// The URL's end.
        name: String,
    },
    /// What was dropped holds no image.
    NothingDropped,
    /// A source image was sent smaller than the model takes, because this browser draws no larger one or its bytes would be
    /// too many.
    Shrunk {
        /// Which one, from 0.
        index: usize,
        /// The size that it was sent in.
        size: Size,
    },
    /// A third box was drawn.
    BoxesFull {
        /// How many an image may have.
        max: u32,
    },
    /// The model takes no boxes.
    BoxesUnsupported {
        /// The model.
        model: String,
    },
    /// An image set has no boxes.
    BoxesUnused,
    /// The other language could not be loaded.
    LanguageFailed,
    /// The source images could not be uploaded, and went along in the request.
    NotUploaded {
        /// Why.
        why: UploadFault,
    },
    /// The address of the page named these settings, and they were taken.
    Linked {
        /// Their names.
        names: String,
    },
    /// There was a key in the address of the page.
    KeyInAddress,
}

/// The notices, the oldest first.
#[derive(Clone, Copy)]
pub struct NoticesState(pub RwSignal<Vec<Notice>>);

impl NoticesState {
    /// Says something more.
    pub fn push(self, notice: Notice) {
        self.0.update(|notices| notices.push(notice));
    }

    /// Says something as the last thing, once.
    pub fn push_once(self, notice: Notice) {
        self.0.update(|notices| {
            notices.retain(|old| *old != notice);
            notices.push(notice);
        });
    }

    /// Takes all of them away.
    pub fn clear(self) {
        self.0.set(Vec::new());
    }
}
