//! From files and addresses to source images: one after the other, so that their order is kept.

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::state::{Notice, Picture, State};
use crate::core::edit::ImageSource;
use crate::web::{LocalFile, ObjectUrl, file};

/// A picture that comes with the page, to try it.
pub const SAMPLE: &str = "samples/still-life.jpg";

/// Opens picked, dropped or pasted files; refused ones become notices.
pub fn open_files(state: State, files: Vec<File>) {
    let named = files.into_iter().map(|picked| (picked.name(), file::as_blob(picked))).collect();
    open_blobs(state, named);
}

/// Opens pictures by name and bytes; refused ones become notices.
pub fn open_blobs(state: State, blobs: Vec<(String, Blob)>) {
    if blobs.is_empty() {
        return;
    }
    state.notices.set(Vec::new());
    spawn_local(async move {
        state.opening.update(|count| *count += blobs.len() as u32);
        for (name, blob) in blobs {
            open_blob(state, name, blob).await;
            state.opening.update(|count| *count -= 1);
        }
    });
}

/// Adds one and answers its id.
pub(super) async fn open_blob(state: State, name: String, blob: Blob) -> Option<u32> {
    match LocalFile::open(blob).await {
        Ok(file) => {
            let url = ObjectUrl::new(&file.blob);
            let source = ImageSource::Local(file.facts);
            let picture = Picture { preview: url.as_str().to_owned(), object_url: Some(url), file: Some(file) };
            Some(state.add_picture(name, source, picture))
        }
        Err(why) => {
            state.notices.update(|notices| notices.push(Notice::Refused { name, why }));
            None
        }
    }
}

/// Adds an image by its address. It is passed to the service as it is; where the browser cannot load it, it is added
/// all the same, without its size, and a notice says so.
pub fn open_url(state: State, url: String) {
    let url = url.trim().to_owned();
    if url.is_empty() {
        return;
    }
    state.notices.set(Vec::new());
    spawn_local(async move {
        add_url(state, url).await;
    });
}

/// The same, and answers its id.
pub(super) async fn add_url(state: State, url: String) -> u32 {
    let size = file::size_of_url(&url).await;
    let name = name_of(&url);
    if size.is_none() {
        state.notices.update(|notices| notices.push(Notice::UrlUnseen { name: name.clone() }));
    }
    let picture = Picture { file: None, preview: url.clone(), object_url: None };
    state.add_picture(name, ImageSource::Url { url, size }, picture)
}

/// The last part of an address's path, or its start for a data URI.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    let end = path.rsplit('/').next().unwrap_or(path);
    if url.starts_with("data:") { "data:image".into() } else { end.chars().take(60).collect() }
}

/// Loads the sample picture that comes with the page, and a prompt for it where there is none.
pub fn open_sample(state: State) {
    spawn_local(async move {
        let Some(window) = web_sys::window() else { return };
        let Ok(response) = JsFuture::from(window.fetch_with_str(SAMPLE)).await else { return };
        let response: web_sys::Response = response.unchecked_into();
        let Ok(blob) = response.blob() else { return };
        let Ok(blob) = JsFuture::from(blob).await else { return };
        let name = SAMPLE.rsplit('/').next().unwrap_or(SAMPLE);
        open_blobs(state, vec![(name.to_owned(), blob.unchecked_into())]);
        if state.prompt.with_untracked(String::is_empty) {
            state.prompt.set(state.t_untracked().sample_prompt.into());
        }
    });
}
