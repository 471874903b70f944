//! Chips that put the name of an image or a box into the prompt.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::chip::Chip;
use super::text_field::TextField;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::{DraftState, PicturesState};

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
        area.unchecked_ref::<TextField>().insert(&chip.words(i18n), 0);
        draft.prompt.set(area.value());
    };
    let chip_view = move |chip: Chip| {
        let preview = chip.image_id().map(|id| pictures.thumbnail(id));
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
