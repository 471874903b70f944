//! Bytes and previews of the source images.

use leptos::prelude::*;
use web_sys::Blob;

use crate::web::{LocalFile, ObjectUrl};

/// An image that the page can show and send.
#[derive(Clone)]
pub struct Picture {
    /// The file; `None` for an image by URL.
    pub file: Option<LocalFile>,
    /// Where `<img>` finds it: a `blob:` URL or the image's own.
    pub preview: String,
    /// Where `<img>` finds a small one.
    pub thumbnail: String,
    /// Keep `blob:` URLs alive.
    pub object_urls: Vec<ObjectUrl>,
}

impl Picture {
    /// The picture of a file, which is shown by `preview`.
    pub fn of_file(file: LocalFile, preview: &Blob) -> Self {
        let shown = ObjectUrl::new(preview);
        let small = file.thumbnail.as_ref().map_or_else(|| shown.clone(), ObjectUrl::new);
        Self {
            preview: shown.as_str().to_owned(),
            thumbnail: small.as_str().to_owned(),
            object_urls: vec![shown, small],
            file: Some(file),
        }
    }

    /// The picture at an address.
    pub fn at(url: String) -> Self {
        Self { file: None, preview: url.clone(), thumbnail: url, object_urls: Vec::new() }
    }
}

/// Pictures by the id of their source image. They are few.
#[derive(Default)]
pub struct Pictures(Vec<(u32, Picture)>);

impl Pictures {
    /// The picture of the image with this id.
    pub fn get(&self, id: u32) -> Option<&Picture> {
        self.0.iter().find(|(of, _)| *of == id).map(|(_, picture)| picture)
    }

    /// Keeps the picture of an image, in place of one that it had.
    pub fn insert(&mut self, id: u32, picture: Picture) {
        self.0.retain(|(of, _)| *of != id);
        self.0.push((id, picture));
    }
}

/// The pictures of the draft's images. They are kept after a removal, for undo.
#[derive(Clone, Copy)]
pub struct PicturesState(pub StoredValue<Pictures, LocalStorage>);

impl PicturesState {
    /// Where `<img>` finds the image with this id; empty where nothing is known of it.
    pub fn preview(self, id: u32) -> String {
        self.0.with_value(|pictures| pictures.get(id).map(|picture| picture.preview.clone())).unwrap_or_default()
    }

    /// The same of a small picture of it.
    pub fn thumbnail(self, id: u32) -> String {
        self.0.with_value(|pictures| pictures.get(id).map(|picture| picture.thumbnail.clone())).unwrap_or_default()
    }

    /// The file of the image with this id, as it was given.
    pub fn original(self, id: u32) -> Option<Blob> {
        self.0.with_value(|pictures| pictures.get(id)?.file.as_ref().map(|file| file.original.clone()))
    }

    /// What is shown of the file of the image with this id.
    pub fn blob(self, id: u32) -> Option<Blob> {
        self.0.with_value(|pictures| pictures.get(id)?.file.as_ref().map(|file| file.blob.clone()))
    }

    /// What is sent of it; with `keeps_metadata` all of the file, where no pixel would have to be changed.
    pub fn sent(self, id: u32, keeps_metadata: bool) -> Option<Blob> {
        let sent = |file: &LocalFile| {
            let is_whole = keeps_metadata && file.facts.extra_bytes > 0;
            if is_whole { file.original.clone() } else { file.blob.clone() }
        };
        self.0.with_value(|pictures| pictures.get(id)?.file.as_ref().map(sent))
    }
}
