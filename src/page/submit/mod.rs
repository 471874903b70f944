//! The foot of the side panel. TO PORT.

mod details;

use leptos::prelude::*;

pub use self::details::{ErrorDetails, FactList};

/// The foot.
#[component]
pub fn Foot() -> impl IntoView {}
