//! The palette of a source image.

use leptos::prelude::*;
use web_sys::Blob;

use super::settings::change_form;
use crate::core::edit::Palette;
use crate::page::context::Page;
use crate::web::encode;

/// As many colours as the service recommends.
const COLORS: usize = 8;
/// The longest side that the image is made small to, in px.
const SIDE: u32 = 128;

/// The image on the stage, with its place among the source images, from 0; `None` where the page has no bytes of it.
/// Tracked.
pub fn source(page: Page) -> Option<(usize, Blob)> {
    let current = page.edit.draft.current()?;
    let index = page.edit.draft.draft.with(|draft| draft.position(current))?;
    Some((index, page.pictures.blob(current)?))
}

/// Makes the palette that of a picture, once that is read.
pub fn read(page: Page, picture: Blob) {
    page.scope.spawn(async move {
        // A picture that was opened can be decoded.
        let pixels = encode::pixels(&picture, SIDE).await.map(|(pixels, _)| pixels).unwrap_or_default();
        change_form(page, |form| form.palette = Palette::from_pixels(&pixels, COLORS));
    });
}
