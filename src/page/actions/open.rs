//! From files and addresses to source images: one after the other, so that their order is kept.

use std::time::Duration;

use gloo_net::http::Request;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use crate::core::edit::{ImageSource, SourceImage};
use crate::page::context::Page;
use crate::page::i18n::tu_string;
use crate::page::state::{DraftState, Notice, NoticesState, Picture, PicturesState};
use crate::web::data_uri::blob_of_data_uri;
use crate::web::{LocalFile, file};

/// An image that comes with the page, to try it.
const SAMPLE: &str = "samples/still-life.jpg";

/// What source images are opened into.
#[derive(Clone, Copy)]
pub struct Sources {
    /// Where they stand.
    pub draft: DraftState,
    /// Where their bytes are.
    pub pictures: PicturesState,
    /// Where it is said what went wrong.
    pub notices: NoticesState,
}

impl From<Page> for Sources {
    fn from(page: Page) -> Self {
        Self { draft: page.edit.draft, pictures: page.pictures, notices: page.notices }
    }
}

/// Opens picked, dropped or pasted files; refused ones become notices.
pub fn open_files(page: Page, files: Vec<File>) {
    open_blobs(page, files.into_iter().map(|picked| (picked.name(), file::as_blob(picked))).collect());
}

/// Opens images by name and bytes; refused ones become notices.
pub fn open_blobs(page: Page, blobs: Vec<(String, Blob)>) {
    if blobs.is_empty() {
        return;
    }
    page.notices.clear();
    page.scope.spawn(async move {
        let opening = page.edit.draft.opening;
        opening.update(|count| *count += blobs.len() as u32);
        for (name, blob) in blobs {
            open_blob(page.into(), name, blob).await;
            opening.update(|count| *count -= 1);
        }
        // The button that asked for them may be gone with the empty stage.
        let focus = move || {
            if page.scope.is_alive() && page.root.is_focus_lost() {
                page.root.focus("box-layer");
            }
        };
        set_timeout(focus, Duration::ZERO);
    });
}

/// Adds one and answers its id.
pub async fn open_blob(sources: Sources, name: String, blob: Blob) -> Option<u32> {
    let (source, picture) = opened(sources, &name, blob).await?;
    Some(add(sources, name, source, picture))
}

/// A file as a source image; a refused one becomes a notice.
async fn opened(sources: Sources, name: &str, blob: Blob) -> Option<(ImageSource, Picture)> {
    match LocalFile::open(blob).await {
        Ok(file) => {
            let preview = file.preview().await;
            Some((ImageSource::Local(file.facts), Picture::of_file(file, &preview)))
        }
        Err(why) => {
            sources.notices.push(Notice::Refused { name: name.to_owned(), why });
            None
        }
    }
}

/// Puts the bytes of the image with this id in the place of its address.
pub fn send_file_instead(page: Page, id: u32, bytes: Blob) {
    page.scope.spawn(async move {
        let draft = page.edit.draft.draft;
        let name = draft.with_untracked(|draft| draft.image(id).map(|image| image.name.clone())).unwrap_or_default();
        let Some((source, picture)) = opened(page.into(), &name, bytes).await else { return };
        let image = SourceImage { source, bboxes: Vec::new() };
        if draft.try_update(|draft| draft.replace(id, name, image)).is_none() {
            return;
        }
        page.pictures.0.update_value(|pictures| pictures.insert(id, picture));
        page.edit.draft.selected_image.set(Some(id));
    });
}

/// Opens an image that is written out in its address (`data:`), as a file.
pub fn open_data_url(page: Page, url: &str) {
    page.notices.clear();
    match blob_of_data_uri(url) {
        Some(blob) => open_blobs(page, vec![("image".to_owned(), blob)]),
        None => page.notices.push(Notice::NothingDropped),
    }
}

/// Adds an image by its address. It is passed to the service as it is; where the browser cannot load it, it is added
/// all the same, without its size, and a notice says so.
pub fn open_url(page: Page, url: &str) {
    let url = url.trim().to_owned();
    if url.is_empty() {
        return;
    }
    page.notices.clear();
    page.scope.spawn(async move {
        add_url(page.into(), url).await;
    });
}

/// The same, and answers its id.
pub async fn add_url(sources: Sources, url: String) -> u32 {
    let size = file::size_of_url(&url).await;
    let name = name_of(&url);
    if size.is_none() {
        sources.notices.push(Notice::UrlUnseen { name: name.clone() });
    }
    let picture = Picture::at(url.clone());
    add(sources, name, ImageSource::Url { url, size }, picture)
}

/// Adds an image to the draft, shows it on the stage, and answers its id.
fn add(sources: Sources, name: String, source: ImageSource, picture: Picture) -> u32 {
    let id = sources.draft.add(name, SourceImage { source, bboxes: Vec::new() });
    sources.pictures.0.update_value(|pictures| pictures.insert(id, picture));
    id
}

/// The last part of an address's path, or its start for a data URI.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    let end = path.rsplit('/').next().unwrap_or(path);
    if url.starts_with("data:") { "data:image".into() } else { end.chars().take(60).collect() }
}

/// Loads the sample image that comes with the page, and a prompt for it where there is none.
pub fn open_sample(page: Page) {
    page.scope.spawn(async move {
        let Some(blob) = sample().await else { return };
        let name = SAMPLE.rsplit('/').next().unwrap_or(SAMPLE);
        open_blobs(page, vec![(name.to_owned(), blob)]);
        let prompt = page.edit.draft.prompt;
        if prompt.with_untracked(String::is_empty) {
            prompt.set(tu_string!(page.i18n, sample_prompt));
        }
    });
}

async fn sample() -> Option<Blob> {
    let response = Request::get(SAMPLE).send().await.ok()?;
    let blob = web_sys::Response::from(response).blob().ok()?;
    Some(JsFuture::from(blob).await.ok()?.unchecked_into())
}
