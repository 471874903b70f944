//! How many images at most, where the model decides how many there are.

use leptos::prelude::*;

use crate::core::edit::ModeRow;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::state::count_range;

/// A slider with its number.
#[component]
pub fn MaxImages(
    /// The mode at hand.
    row: &'static ModeRow,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let (min, max) = count_range(row);
    let count = move || form.with(|form| form.count_in(row));
    let words = move || t_string!(i18n, most, count = count());
    let set = move |text: String| change_form(page, |form| form.max_images = text.parse().unwrap_or(min));
    view! {
        <div class="most numbers">
            <input
                type="range"
                id="max-images"
                aria-label=t!(i18n, images)
                min=min
                max=max
                aria-valuetext=words
                prop:value=move || count().to_string()
                on:input=move |event| set(event_target_value(&event))
            />
            <output for="max-images">{words}</output>
        </div>
    }
}
