//! A corner or an edge of a box to hold it by.

use leptos::prelude::*;

use crate::core::geometry::Handle;
use crate::page::i18n::{I18n, t_string, use_i18n};

/// A handle of the box that it stands in.
#[component]
pub(super) fn BoxHandle(
    /// Which one.
    handle: Handle,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button
            type="button"
            class="handle"
            data-handle=handle.name()
            aria-label=move || handle_name(i18n, handle)
        ></button>
    }
}

fn handle_name(i18n: I18n, handle: Handle) -> String {
    match handle {
        Handle::NorthWest => t_string!(i18n, handle_north_west),
        Handle::North => t_string!(i18n, handle_north),
        Handle::NorthEast => t_string!(i18n, handle_north_east),
        Handle::East => t_string!(i18n, handle_east),
        Handle::SouthEast => t_string!(i18n, handle_south_east),
        Handle::South => t_string!(i18n, handle_south),
        Handle::SouthWest => t_string!(i18n, handle_south_west),
        Handle::West => t_string!(i18n, handle_west),
    }
}
