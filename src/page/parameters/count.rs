//! How many images.

use leptos::prelude::*;

use super::max_images::MaxImages;
use crate::core::edit::ModeRow;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::{count_range, is_maximum};
use crate::page::ui::Segment;

/// A number, or a most where the model decides.
#[component]
pub fn CountField(
    /// The mode at hand.
    row: &'static ModeRow,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let (min, max) = count_range(row);
    let one = move |n: u32| {
        view! {
            <Segment
                group="count"
                id=format!("count-{n}")
                label=n.to_string()
                is_chosen=move || form.with(|form| form.count_in(row) == n)
                on_choose=move |()| change_form(page, |form| form.n = n)
            />
        }
    };
    let control = if is_maximum(row) {
        view! { <MaxImages row=row /> }.into_any()
    } else {
        view! { <div class="segments numbers">{(min..=max).map(one).collect_view()}</div> }.into_any()
    };
    view! {
        <fieldset id="count">
            <legend class="label">{t!(i18n, images)}</legend>
            {control}
        </fieldset>
    }
}
