//! The source images in order, and every way to add one: pick, drop, paste, URL.

pub mod add_images;
mod drop_zone;
mod order;
mod thumbnail;
mod thumbnail_drag;
mod thumbnails;
mod url_form;

use leptos::prelude::*;

use self::add_images::AddImages;
use self::drop_zone::DropZone;
use self::thumbnails::Thumbnails;
use self::url_form::UrlForm;
use crate::page::i18n::{t, use_i18n};

/// The source images in order.
#[component]
pub fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="rail" id="rail" aria-label=t!(i18n, source_images)>
            <Thumbnails />
            <AddImages />
            <UrlForm />
            <p class="unseen" id="rail-keys">
                {t!(i18n, rail_keys)}
            </p>
            <DropZone />
        </nav>
    }
    .into_any()
}
