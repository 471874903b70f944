//! An image that cannot be loaded.

use leptos::prelude::*;

/// Hides the image that the event is of; an icon stands under it.
pub fn hide_broken(event: &web_sys::Event) {
    let image: web_sys::Element = event_target(event);
    let _ = image.set_attribute("hidden", "");
}
