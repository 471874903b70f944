//! Which colours the result should have, and how much of each. The shares always make 100.00 %: where one grows, the
//! others give way.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{change, switch};
use crate::core::edit::models::PALETTE_COLORS;
use crate::core::edit::palette::{WHOLE, parse_hex, parse_ratio};
use crate::core::edit::{Palette, PaletteColor};
use crate::page::dom::{El, Signal, button, div, el, settled};
use crate::page::messages::{Messages, fill, fill_numbers};
use crate::page::service::focus;
use crate::page::state::State;
use crate::web::{LocalFile, encode};

/// As many as the service recommends.
const TAKEN: usize = 8;
/// Colours to begin with, and to add.
const COLORS: [[u8; 3]; 5] = [[38, 70, 83], [233, 196, 106], [244, 241, 234], [42, 157, 143], [231, 111, 81]];

/// The switch, and the editor behind it.
pub(super) fn palette(state: State, t: &'static Messages) -> El {
    let is_on = settled(move || state.form.with(|form| form.has_palette));
    let turn = move |on: bool| {
        change(state, |form| form.has_palette = on);
        if on && now(state).is_empty() {
            match untrack(|| source(state)) {
                Some((_, file)) => take(state, file),
                None => {
                    set(state, COLORS[..3].iter().fold(Palette::default(), |palette, rgb| palette.with_added(*rgb)))
                }
            }
        }
    };
    let switch = switch("palette-on", t.choices.palette, t.choices.palette_note, move || is_on.get(), turn);
    el("fieldset").id("palette").child(switch).part(move || is_on.get().then(|| editor(state, t)))
}

/// The image on the stage, or else the first, with its number; `None` where the page has no bytes of it. Tracked.
fn source(state: State) -> Option<(usize, LocalFile)> {
    let selected = state.selected_image.get();
    state.draft.with(|draft| {
        let index = selected.and_then(|id| draft.position(id)).unwrap_or(0);
        let id = draft.images().get(index)?.id;
        let file = state.pictures.with_value(|pictures| pictures.get(&id)?.file.clone())?;
        Some((index, file))
    })
}

/// Takes the palette of a picture.
fn take(state: State, file: LocalFile) {
    spawn_local(async move {
        // A picture that was opened can be decoded.
        let pixels = encode::pixels(&file.blob, 128).await.unwrap_or_default();
        set(state, Palette::from_pixels(&pixels, TAKEN));
    });
}

fn editor(state: State, t: &'static Messages) -> El {
    let count = settled(move || state.form.with(|form| form.palette.len()));
    let (min, max) = PALETTE_COLORS.value;
    let is_bad = move || count.get() < min as usize;
    // While a handle is dragged, all follows from the palette as it was before.
    let before = Signal::new(None::<Palette>);
    let bar = div("palette-bar").attr("aria-hidden", "true").list(
        move || count.get(),
        move |index| {
            el("i")
                .style_say("background-color", move || color(state, index).hex())
                .style_say("flex-grow", move || color(state, index).hundredths.to_string())
        },
    );
    let note = move || {
        let words = if is_bad() { t.choices.palette_count } else { t.choices.palette_whole };
        fill_numbers(words, &[count.get() as u32, min, max])
    };
    let from = settled(move || source(state).map(|(index, _)| index));
    let from_image = move || {
        let index = from.get()?;
        let words = fill(t.choices.palette_from, &[&fill_numbers(t.image_word, &[index as u32 + 1])]);
        let button = button("button").id("palette-from").text(&words);
        Some(button.click(move || {
            if let Some((_, file)) = untrack(|| source(state)) {
                take(state, file);
            }
        }))
    };
    let more = button("button")
        .id("palette-add")
        .attr_while("aria-disabled", "true", move || count.get() >= max as usize)
        .text(t.choices.palette_add)
        .click(move || set(state, now(state).with_added(COLORS[count.get_untracked() % COLORS.len()])));
    div("palette")
        .child(bar)
        .child(el("ul").list(move || count.get(), move |index| row(state, t, index, before)))
        .child(el("p").class("note").id("palette-note").attr("role", "status").class_while("bad", is_bad).say(note))
        .child(div("palette-actions").part(from_image).child(more))
}

/// A colour; white without a share where it is gone. Tracked.
fn color(state: State, index: usize) -> PaletteColor {
    let color = state.form.with(|form| form.palette.colors().get(index).copied());
    color.unwrap_or(PaletteColor { rgb: [255; 3], hundredths: 0 })
}

/// The palette; not tracked.
#[inline(never)]
fn now(state: State) -> Palette {
    state.form.with_untracked(|form| form.palette.clone())
}

#[inline(never)]
fn set(state: State, palette: Palette) {
    change(state, |form| form.palette = palette);
}

fn row(state: State, t: &'static Messages, index: usize, before: Signal<Option<Palette>>) -> El {
    let named = |name: &str| fill_numbers(name, &[index as u32 + 1]);
    let share = move || color(state, index).ratio();
    let swatch = el("input")
        .attr("type", "color")
        .attr("aria-label", &named(t.choices.palette_color))
        .value(move || color(state, index).hex().to_ascii_lowercase())
        .typed(move |hex| {
            set(state, now(state).with_color(index, parse_hex(&hex).unwrap_or_default()));
        });
    let drag = move |text: String| {
        let percent: u32 = text.parse().unwrap_or_default();
        let from = before.get_untracked().unwrap_or_else(|| now(state));
        before.set(Some(from.clone()));
        set(state, from.with_share(index, percent * (WHOLE / 100)));
    };
    let range = el("input")
        .attr("type", "range")
        .attr("aria-label", &named(t.choices.palette_share))
        .attr_say("aria-valuetext", share)
        .value(move || share().trim_end_matches('%').to_owned())
        .typed(drag)
        .on("change", move |_| before.set(None));
    let number = el("input")
        .class("field numbers")
        .attr("inputmode", "decimal")
        .attr("autocomplete", "off")
        .attr("aria-label", &named(t.choices.palette_share))
        .value(share)
        .on("change", move |event| {
            // What is no share is put back.
            let share = parse_ratio(&event_target_value(&event)).unwrap_or(color(state, index).hundredths);
            set(state, now(state).with_share(index, share));
        });
    let name = named(t.choices.palette_remove);
    let remove = button("ghost").attr("aria-label", &name).attr("title", &name).child(el("i").class("icon icon-close"));
    let remove = remove.click(move || {
        set(state, now(state).without(index));
        // Its own button is gone where it was the last one.
        if now(state).len() == index {
            focus("palette-add");
        }
    });
    el("li").class("palette-color").child(swatch).child(range).child(number).child(remove)
}
