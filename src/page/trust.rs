//! Asks whether the key may go where it would go now. TO PORT.

use leptos::prelude::*;

/// Asks whether the key may go where it would go now; nothing where that is settled.
#[component]
pub fn TrustQuestion(
    /// The id of the button that says yes.
    yes_id: &'static str,
    /// The id of the button that says no.
    no_id: &'static str,
    /// Follows a yes.
    #[prop(optional, into)]
    on_yes: Option<Callback<()>>,
) -> impl IntoView {
    let _ = (yes_id, no_id, on_yes);
}
