//! What is made: an edit or an image from words, an image set, text and images.

use leptos::prelude::*;

use super::mode_choice::ModeChoice;
use super::unused::UnusedNotes;
use crate::core::edit::Mode;
use crate::page::i18n::{t_string, use_i18n};
use crate::page::state::EditState;

/// The mode, where there is a choice, and what follows from it.
#[component]
pub fn ModeField() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let other = Memo::new(move |_| edit.other_mode());
    let note = Memo::new(move |_| match edit.row().map(|row| row.mode) {
        Some(Mode::ImageSet) => t_string!(i18n, image_set_note),
        Some(Mode::Interleave) if edit.draft.image_count() == 0 => {
            edit.form.0.with(|form| t_string!(i18n, text_and_images_only, model = form.model))
        }
        Some(Mode::Interleave) => t_string!(i18n, text_and_images_note),
        _ => String::new(),
    });
    view! {
        <div class="optional">
            {move || other.get().map(|other| view! { <ModeChoice other=other /> })}
            <Show when=move || !note.with(String::is_empty)>
                <p class="note" id="mode-note">
                    {note}
                </p>
            </Show>
            <UnusedNotes />
        </div>
    }
}
