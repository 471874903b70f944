//! An image that could not be made, and was not billed.

use leptos::prelude::*;

use crate::core::job::Cause;
use crate::page::i18n::{cause_sentence, t, use_i18n};

/// Why an image of a run is not there.
#[component]
pub fn FailedPart(
    /// The service's code.
    code: String,
    /// The service's words.
    message: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let cause = Cause::of(&code, &message);
    view! {
        <div class="card quiet" data-failed=code.clone()>
            <h2>{t!(i18n, image_failed)}</h2>
            <p>{move || cause_sentence(i18n, cause, 0)}</p>
            <p>{t!(i18n, says, message = message)}</p>
            <p class="numbers">{code.clone()}</p>
        </div>
    }
}
