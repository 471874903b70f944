//! How much of the source image lies over the result.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};

/// A slider from the result, 0, to the source image, 100.
#[component]
pub fn CompareSlider(
    /// What it moves.
    percent: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <label class="compare">
            <span>{t!(i18n, result_after)}</span>
            <input
                type="range"
                id="compare"
                min="0"
                max="100"
                aria-label=t!(i18n, compare)
                prop:value=move || percent.get().to_string()
                on:input=move |event| percent.set(event_target_value(&event).parse().unwrap_or_default())
            />
            <span>{t!(i18n, result_before)}</span>
        </label>
    }
}
