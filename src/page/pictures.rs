//! Bytes and previews of the source images.

use crate::web::{LocalFile, ObjectUrl};

/// A picture that the page can show and send.
#[derive(Clone)]
pub struct Picture {
    /// The file; `None` for an image by URL.
    pub file: Option<LocalFile>,
    /// Where `<img>` finds it: a `blob:` URL or the image's own.
    pub preview: String,
    /// Keeps a `blob:` URL alive.
    pub object_url: Option<ObjectUrl>,
}

/// Pictures by the id of their source image. They are few.
#[derive(Default)]
pub struct Pictures(Vec<(u32, Picture)>);

impl Pictures {
    /// The picture of the image with this id.
    pub fn get(&self, id: &u32) -> Option<&Picture> {
        self.0.iter().find(|(of, _)| of == id).map(|(_, picture)| picture)
    }

    /// Keeps the picture of a new image.
    pub fn insert(&mut self, id: u32, picture: Picture) {
        self.0.push((id, picture));
    }
}
