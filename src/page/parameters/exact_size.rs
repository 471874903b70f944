//! A size by width and height.

use leptos::prelude::*;

use super::side::SideInput;
use crate::core::edit::{ModeRow, OutputSize};
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};

/// Width, height, and sizes worth choosing.
#[component]
pub fn ExactSize(
    /// The mode at hand.
    row: &'static ModeRow,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let edit = page.edit;
    let form = edit.form.0;
    let is_wrong = Memo::new(move |_| edit.is_wrong("size"));
    let recommended = row.size.value.recommended;
    let options = recommended.iter().map(|size| {
        let wire = OutputSize::Exact(*size).wire();
        let words = wire.replace('*', " × ");
        view! { <option value=wire>{words}</option> }
    });
    // Anything that is not in the list shows its name.
    let chosen = move || {
        let size = form.with(|form| OutputSize::parse(&form.size));
        let known = recommended.iter().map(|known| OutputSize::Exact(*known)).find(|known| size == Some(*known));
        known.map_or_else(String::new, OutputSize::wire)
    };
    let paste = move |text: String| {
        let mut is_taken = false;
        change_form(page, |form| is_taken = form.paste_size(&text));
        is_taken
    };
    view! {
        <div class="exact">
            <SideInput
                id="size-custom-width"
                label=t!(i18n, width)
                is_wrong=is_wrong
                value=move || form.with(|form| form.sides().0.to_owned())
                on_input=move |width: String| change_form(page, |form| form.set_width(&width))
                on_paste=paste
            />
            <span aria-hidden="true">{'×'}</span>
            <SideInput
                id="size-custom-height"
                label=t!(i18n, height)
                is_wrong=is_wrong
                value=move || form.with(|form| form.sides().1.to_owned())
                on_input=move |height: String| change_form(page, |form| form.set_height(&height))
                on_paste=paste
            />
            <select
                class="field numbers"
                id="size-recommended"
                aria-label=t!(i18n, recommended)
                prop:value=chosen
                on:change=move |event| change_form(page, |form| form.size = event_target_value(&event))
            >
                <option value="" disabled=true>
                    {t!(i18n, recommended)}
                </option>
                {options.collect_view()}
            </select>
        </div>
    }
}
