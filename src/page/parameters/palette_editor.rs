//! The colours of the palette, and how much of each. The shares always make 100.00 %: where one grows, the others give
//! way.

use leptos::prelude::*;

use super::palette_row::PaletteRow;
use crate::core::edit::models::PALETTE_COLORS;
use crate::page::actions::palette;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string, use_i18n};

/// Colours to begin with, and to add.
pub const NEW_COLORS: [[u8; 3]; 5] = [[38, 70, 83], [233, 196, 106], [244, 241, 234], [42, 157, 143], [231, 111, 81]];

/// A bar with all shares, a row for each colour, and what adds more.
#[component]
pub fn PaletteEditor() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let (min, max) = PALETTE_COLORS.value;
    let count = Memo::new(move |_| form.with(|form| form.palette.len()));
    let is_too_few = move || count.get() < min as usize;
    let is_full = move || count.get() >= max as usize;
    // While a handle is dragged, all follows from the palette as it was before.
    let before_drag = StoredValue::new(None);
    let color = move |index| form.with(|form| form.palette_color(index));
    let note = move || match is_too_few() {
        true => t_string!(i18n, palette_count, count = count.get(), min = min, max = max),
        false => t_string!(i18n, palette_whole),
    };
    let source = Memo::new(move |_| palette::source(page).map(|(index, _)| index));
    let from_label = move || {
        let image = t_string!(i18n, image_word, number = source.get().unwrap_or_default() + 1);
        t_string!(i18n, palette_from, image = image)
    };
    let read = move |_| {
        if let Some((_, picture)) = untrack(|| palette::source(page)) {
            palette::read(page, picture);
        }
    };
    let add = move |_| {
        change_form(page, |form| {
            let color = NEW_COLORS[form.palette.len() % NEW_COLORS.len()];
            form.palette = form.palette.clone().with_added(color);
        });
    };
    view! {
        <div class="palette">
            <div class="palette-bar" aria-hidden="true">
                <For each=move || 0..count.get() key=|index| *index let:index>
                    <i
                        style:background-color=move || color(index).hex()
                        style:flex-grow=move || color(index).hundredths.to_string()
                    ></i>
                </For>
            </div>
            <ul>
                <For each=move || 0..count.get() key=|index| *index let:index>
                    <PaletteRow index=index before_drag=before_drag />
                </For>
            </ul>
            <p class="note" id="palette-note" role="status" class:bad=is_too_few>
                {note}
            </p>
            <div class="palette-actions">
                <Show when=move || source.get().is_some()>
                    <button type="button" class="button" id="palette-from" on:click=read>
                        {from_label}
                    </button>
                </Show>
                <button
                    type="button"
                    class="button"
                    id="palette-add"
                    aria-disabled=move || is_full().then_some("true")
                    on:click=add
                >
                    {t!(i18n, palette_add)}
                </button>
            </div>
        </div>
    }
}
