//! A colour of the palette with its share.

use leptos::prelude::*;

use crate::core::edit::Palette;
use crate::core::edit::palette::{WHOLE, parse_hex, parse_ratio};
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::IconButton;

/// The colour, its share as a slider and as a number, and a button that takes it away.
#[component]
pub fn PaletteRow(
    /// Where it stands in the palette.
    index: usize,
    /// The palette before the drag that goes on.
    before_drag: StoredValue<Option<Palette>>,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let number = index + 1;
    let color = move || form.with(|form| form.palette_color(index));
    let share = move || color().ratio();
    let change = move |change: &dyn Fn(Palette) -> Palette| {
        change_form(page, |form| form.palette = change(std::mem::take(&mut form.palette)));
    };
    let paint = move |event| {
        let rgb = parse_hex(&event_target_value(&event)).unwrap_or_default();
        change(&|palette| palette.with_color(index, rgb));
    };
    let drag = move |event| {
        let percent: u32 = event_target_value(&event).parse().unwrap_or_default();
        let before = before_drag.get_value().unwrap_or_else(|| form.with_untracked(|form| form.palette.clone()));
        before_drag.set_value(Some(before.clone()));
        change(&|_| before.clone().with_share(index, percent * (WHOLE / 100)));
    };
    let enter = move |event| {
        // What is no share is put back.
        let share = parse_ratio(&event_target_value(&event));
        let share = share.unwrap_or_else(|| form.with_untracked(|form| form.palette_color(index).hundredths));
        change(&|palette| palette.with_share(index, share));
    };
    let remove = move |()| {
        change(&|palette| palette.without(index));
        // Its own button is gone where it was the last one.
        if form.with_untracked(|form| form.palette.len() == index) {
            page.ui.focus("palette-add");
        }
    };
    view! {
        <li class="palette-color">
            <input
                type="color"
                aria-label=t!(i18n, palette_color, number = number)
                prop:value=move || color().hex().to_ascii_lowercase()
                on:input=paint
            />
            <input
                type="range"
                aria-label=t!(i18n, palette_share, number = number)
                aria-valuetext=share
                prop:value=move || share().trim_end_matches('%').to_owned()
                on:input=drag
                on:change=move |_| before_drag.set_value(None)
            />
            <input
                class="field numbers"
                inputmode="decimal"
                autocomplete="off"
                aria-label=t!(i18n, palette_share, number = number)
                prop:value=share
                on:change=enter
            />
            <IconButton
                class="ghost"
                icon="icon-close"
                label=t!(i18n, palette_remove, number = number)
                on_press=remove
            />
        </li>
    }
}
