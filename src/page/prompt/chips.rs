//! Chips that put the name of an image or a box into the prompt.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use crate::core::edit::Draft;
use crate::page::i18n::{I18n, image_label, t, t_string, tu_string, use_i18n};
use crate::page::state::prompt::between;
use crate::page::state::{DraftState, PicturesState};

/// What a chip names. Images and boxes count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Chip {
    Image { id: u32, image: usize },
    Box { image: usize, number: usize, is_only: bool },
}

impl Chip {
    /// One for each source image and box, in order.
    fn all(draft: &Draft) -> Vec<Self> {
        let mut chips = Vec::new();
        for (index, source) in draft.images().iter().enumerate() {
            let (image, boxes) = (index + 1, source.image.bboxes.len());
            chips.push(Self::Image { id: source.id, image });
            chips.extend((1..=boxes).map(|number| Self::Box { image, number, is_only: boxes == 1 }));
        }
        chips
    }

    fn class(self) -> &'static str {
        match self {
            Self::Image { .. } => "chip",
            Self::Box { number: 1, .. } => "chip box1",
            Self::Box { .. } => "chip box2",
        }
    }

    /// What it is called; tracked.
    fn label(self, i18n: I18n) -> String {
        match self {
            Self::Image { image, .. } => image_label(i18n, image - 1),
            Self::Box { image, number, .. } => t_string!(i18n, box_chip, image = image, box_number = number),
        }
    }

    /// What it puts into the prompt; not tracked.
    fn words(self, i18n: I18n) -> String {
        match self {
            Self::Image { image, .. } => tu_string!(i18n, image_word, number = image),
            Self::Box { image, is_only: true, .. } => tu_string!(i18n, area_word, image = image),
            Self::Box { image, number, .. } => tu_string!(i18n, box_word, image = image, box_number = number),
        }
    }
}

/// One chip for each source image and box.
#[component]
pub fn Chips(
    /// Where the prompt is typed.
    area: NodeRef<html::Textarea>,
) -> impl IntoView {
    let i18n = use_i18n();
    let draft: DraftState = expect_context();
    let pictures: PicturesState = expect_context();
    let chips = Memo::new(move |_| draft.draft.with(Chip::all));
    let press = move |chip: Chip| {
        let Some(area) = area.get_untracked() else { return };
        insert(&area, &chip.words(i18n));
        draft.prompt.set(area.value());
    };
    let chip_view = move |chip: Chip| {
        let preview = match chip {
            Chip::Image { id, .. } => Some(pictures.thumbnail(id)),
            Chip::Box { .. } => None,
        };
        view! {
            <button type="button" class=chip.class() on:click=move |_| press(chip)>
                {preview.map(|preview| view! { <img alt="" draggable="false" src=preview /> })}
                {move || chip.label(i18n)}
            </button>
        }
    };
    view! {
        <div>
            <Show when=move || chips.with(|chips| !chips.is_empty())>
                <div class="chips" role="group" aria-label=t!(i18n, insert)>
                    <For each=move || chips.get() key=|chip| *chip children=chip_view />
                </div>
            </Show>
        </div>
    }
}

/// Puts `words` where the caret is, or in place of what is selected.
fn insert(area: &HtmlTextAreaElement, words: &str) {
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let end = text.len() as u32;
    let from = area.selection_start().ok().flatten().unwrap_or(end).min(end);
    let to = area.selection_end().ok().flatten().unwrap_or(end).clamp(from, end);
    let before = from.checked_sub(1).map(|at| text[at as usize]);
    let words = between(words, before, text.get(to as usize).copied());
    let _ = area.focus();
    let _ = area.set_selection_range(from, to);
    if !type_in(&words) && area.set_range_text_with_start_and_end(&words, from, to).is_ok() {
        let caret = from + words.encode_utf16().count() as u32;
        let _ = area.set_selection_range(caret, caret);
    }
}

/// Types `words` into what has the focus, so that undo takes them back; answers whether the browser could.
fn type_in(words: &str) -> bool {
    let document: HtmlDocument = document().unchecked_into();
    document.exec_command_with_show_ui_and_value("insertText", false, words).unwrap_or(false)
}
