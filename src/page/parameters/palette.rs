//! Which colours the result should have.

use leptos::prelude::*;

use super::palette_editor::{NEW_COLORS, PaletteEditor};
use crate::core::edit::Palette;
use crate::page::actions::palette;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Switch;

/// The switch, and the editor behind it.
#[component]
pub fn PaletteField() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let is_on = Memo::new(move |_| form.with(|form| form.has_palette));
    let switch = move |is_on: bool| {
        change_form(page, |form| form.has_palette = is_on);
        if !is_on || form.with_untracked(|form| !form.palette.is_empty()) {
            return;
        }
        match untrack(|| palette::source(page)) {
            Some((_, picture)) => palette::read(page, picture),
            None => change_form(page, |form| {
                form.palette = NEW_COLORS[..3].iter().fold(Palette::default(), |palette, rgb| palette.with_added(*rgb));
            }),
        }
    };
    view! {
        <fieldset id="palette">
            <Switch
                id="palette-on"
                label=t!(i18n, palette)
                note=t!(i18n, palette_note)
                is_on=is_on
                on_switch=switch
            />
            <Show when=move || is_on.get()>
                <PaletteEditor />
            </Show>
        </fieldset>
    }
}
