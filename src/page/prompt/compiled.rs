//! The prompt as it is sent, where notes on boxes are part of it.

use leptos::prelude::*;

use crate::core::edit::Draft;
use crate::core::prompt::{Origin, Piece};
use crate::page::i18n::{t, use_i18n};
use crate::page::state::EditState;

/// The text with what it was made from, and a button to go on writing in it.
#[component]
pub(super) fn CompiledPrompt() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let compiled = Memo::new(move |_| edit.compiled());
    let piece = move |piece: Piece| {
        let number = match piece.origin {
            Origin::Prompt => None,
            Origin::Note { image, bbox } => edit
                .draft
                .draft
                .with_untracked(|draft| draft.image(image)?.notes.iter().position(|note| note.id == bbox)),
        };
        let class = match number {
            None => "",
            Some(0) => "mark box1",
            Some(_) => "mark box2",
        };
        view! { <span class=class>{piece.text}</span> }
    };
    // The notes become a part of the prompt.
    let write_out = move |_| {
        edit.draft.prompt.set(compiled.get_untracked().text());
        edit.draft.draft.update(Draft::clear_notes);
    };
    view! {
        <Show when=move || compiled.with(|compiled| compiled.has_notes())>
            <details class="compiled" id="compiled">
                <summary>{t!(i18n, compiled)}</summary>
                <p id="compiled-text">
                    {move || compiled.get().pieces.into_iter().map(piece).collect_view()}
                </p>
                <p class="note">{t!(i18n, compiled_note)}</p>
                <button type="button" class="link" id="write-out" on:click=write_out>
                    {t!(i18n, write_out)}
                </button>
            </details>
        </Show>
    }
}
