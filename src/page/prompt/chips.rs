//! Chips that put the name of an image or a box into the prompt.

use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use crate::page::dom::{El, button, div, el, settled};
use crate::page::messages::{Language, Messages, fill_numbers, image_label};
use crate::page::state::State;

/// One chip per source image and box.
pub(super) fn chips(state: State, t: &'static Messages, area: HtmlTextAreaElement) -> El {
    let images = move || -> Vec<(u32, usize)> {
        state.draft.with(|draft| draft.images().iter().map(|image| (image.id, image.image.bboxes.len())).collect())
    };
    // Where the boxes lie does not matter here.
    let shape = settled(move || {
        images().iter().map(|(id, boxes)| [id.to_string(), boxes.to_string()].join(":")).collect::<Vec<_>>().join(" ")
    });
    el("div").part(move || {
        shape.track();
        let images = untrack(images);
        (!images.is_empty()).then(|| {
            let mut group = div("chips").attr("role", "group").attr("aria-label", t.insert);
            for (index, (id, boxes)) in images.into_iter().enumerate() {
                let preview = state
                    .pictures
                    .with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()))
                    .unwrap_or_default();
                let words = fill_numbers(t.image_word, &[index as u32 + 1]);
                let picture = el("img").attr("alt", "").attr("draggable", "false").attr("src", &preview);
                group = group.child(chip(state, &area, "chip", words).child(picture).text(&image_label(t, index)));
                for number in 0..boxes {
                    let values = [index as u32 + 1, number as u32 + 1];
                    let words = fill_numbers(if boxes == 1 { t.area_word } else { t.box_word }, &values);
                    let class = if number == 0 { "chip box1" } else { "chip box2" };
                    group = group.child(chip(state, &area, class, words).text(&fill_numbers(t.box_chip, &values)));
                }
            }
            group
        })
    })
}

fn chip(state: State, area: &HtmlTextAreaElement, class: &str, words: String) -> El {
    let area = area.clone();
    button(class).click(move || insert(state, &area, &words))
}

/// Puts `words` where the caret is, or in place of what is selected.
fn insert(state: State, area: &HtmlTextAreaElement, words: &str) {
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
