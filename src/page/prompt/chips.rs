//! Chips that put the name of an image or a box into the prompt.

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::page::messages::{Language, Messages, fill_numbers, image_label};
use crate::page::state::State;

/// One chip per source image and box.
#[component]
pub(super) fn Chips(area: NodeRef<Textarea>) -> impl IntoView {
    let state = State::expect();
    // Size and name of an image do not matter here: compare before drawing the chips again.
    let images: Memo<Vec<(u32, usize)>> = Memo::new(move |_| {
        state.draft.with(|draft| draft.images().iter().map(|image| (image.id, image.image.bboxes.len())).collect())
    });
    let insert = move |words: &str| insert(state, area, words);
    let chips = move || {
        let t = state.t();
        let mut chips = Vec::new();
        for (index, (id, boxes)) in images.get().into_iter().enumerate() {
            let preview =
                state.pictures.with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()));
            let words = fill_numbers(t.image_word, &[index as u32 + 1]);
            chips.push(
                view! {
                    <button type="button" class="chip" on:click=move |_| insert(&words)>
                        <img src=preview.unwrap_or_default() alt="" draggable="false"/>
                        {image_label(t, index)}
                    </button>
                }
                .into_any(),
            );
            for number in 0..boxes {
                chips.push(box_chip(t, index, number, boxes, insert));
            }
        }
        chips
    };
    let group = move || {
        (!images.with(Vec::is_empty)).then(|| {
            view! { <div class="chips" role="group" aria-label=move || state.t().insert>{chips}</div> }
        })
    };
    group.into_any()
}

fn box_chip(
    t: &'static Messages,
    index: usize,
    number: usize,
    boxes: usize,
    insert: impl Fn(&str) + 'static,
) -> AnyView {
    let values = [index as u32 + 1, number as u32 + 1];
    let words = fill_numbers(if boxes == 1 { t.area_word } else { t.box_word }, &values);
    let class = if number == 0 { "chip box1" } else { "chip box2" };
    view! {
        <button type="button" class=class on:click=move |_| insert(&words)>{fill_numbers(t.box_chip, &values)}</button>
    }
    .into_any()
}

/// Puts `words` where the caret is, or in place of what is selected.
fn insert(state: State, area: NodeRef<Textarea>, words: &str) {
    let Some(area) = area.get_untracked() else { return };
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let end = text.len() as u32;
    let from = area.selection_start().ok().flatten().unwrap_or(end).min(end);
    let to = area.selection_end().ok().flatten().unwrap_or(end).clamp(from, end);
    // Words of Latin script want a space on both sides.
    let is_spaced = state.language.get_untracked() == Language::English;
    let is_space = |at: usize| text.get(at).is_none_or(|&unit| unit == u16::from(b' ') || unit == u16::from(b'\n'));
    let before = if is_spaced && from > 0 && !is_space(from as usize - 1) { " " } else { "" };
    let after = if is_spaced && !is_space(to as usize) { " " } else { "" };
    let words = [before, words, after].concat();
    let _ = area.focus();
    if area.set_range_text_with_start_and_end(&words, from, to).is_ok() {
        let caret = from + words.encode_utf16().count() as u32;
        let _ = area.set_selection_range(caret, caret);
    }
    state.prompt.set(area.value());
}
