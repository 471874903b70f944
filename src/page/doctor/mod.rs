//! The connection doctor in the page. TO PORT.

use leptos::prelude::*;

use super::context::Page;
use crate::core::job::doctor::Finding;

/// The button in the panel of services, and what came of it.
#[component]
pub fn Checkup() -> impl IntoView {}

/// The same within an error.
#[component]
pub fn ErrorCheckup() -> impl IntoView {}

/// What `finding` says of the settings at hand; tracked.
pub fn finding_text(_page: Page, _finding: Finding) -> String {
    String::new()
}
