//! What makes a draft and its service go together, where one thing does. TO PORT.

use leptos::prelude::*;

use crate::core::edit::Problem;

/// A button that does it; nothing where no one thing does.
#[component]
pub fn ProblemFix(
    /// What does not go together.
    problem: Problem,
) -> impl IntoView {
    let _ = problem;
}
