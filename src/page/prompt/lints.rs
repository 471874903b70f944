//! What is odd about the prompt, each with what mends it, or that nothing is.

use leptos::prelude::*;

use crate::core::edit::Parameter;
use crate::core::prompt::{Lint, Mend, Target};
use crate::page::i18n::{I18n, image_label, t_string, use_i18n};
use crate::page::state::EditState;

/// A sentence for each thing.
#[component]
pub(super) fn Lints() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let found = Memo::new(move |_| edit.lints());
    let is_fine = move || {
        let takes_boxes = edit.row().is_some_and(|row| row.has(Parameter::BboxList));
        let has_boxes = edit.draft.draft.with(|draft| !draft.notes().is_empty());
        let says_something = edit.compiled().pieces.iter().any(|piece| !piece.text.trim().is_empty());
        takes_boxes && has_boxes && says_something && found.with(Vec::is_empty)
    };
    let one = move |(lint, mend): (Lint, Option<Mend>)| {
        let label = mend_label(&lint);
        let word = lint.word();
        let press = move |mend: Mend| {
            if let Mend::AddBox(image) = mend {
                edit.draft.selected_image.set(Some(image));
            }
            edit.draft.mend(mend);
        };
        let button = mend.map(|mend| {
            let mend = StoredValue::new(mend);
            view! {
                <button type="button" class="link" data-mend=word on:click=move |_| press(mend.get_value())>
                    {move || label(i18n)}
                </button>
            }
        });
        view! {
            <p class="note warn" data-lint=word>
                {move || sentence(i18n, edit, &lint)}
                " "
                {button}
            </p>
        }
    };
    view! {
        <div id="prompt-note" class="lints" aria-live="polite">
            {move || found.get().into_iter().map(one).collect_view()}
            <Show when=is_fine>
                <p class="note">{move || t_string!(i18n, lint_fine)}</p>
            </Show>
        </div>
    }
}

fn sentence(i18n: I18n, edit: EditState, lint: &Lint) -> String {
    match lint {
        Lint::Gone(Target::Image(_)) => t_string!(i18n, lint_gone_image),
        Lint::Gone(Target::Box { .. }) => t_string!(i18n, lint_gone_box),
        Lint::ImageMissing(number) => {
            t_string!(i18n, lint_missing, images = t_string!(i18n, image_word, number = number))
        }
        Lint::BoxMissing { image, bbox } => t_string!(i18n, lint_box_missing, image = image, box_number = bbox),
        Lint::BoxUnmentioned(target) => {
            let images = edit.draft.draft.with(|draft| draft.numbering());
            let Target::Box { image, .. } = *target else { return String::new() };
            let (of, number) = (Target::Image(image).number(&images), target.number(&images));
            let at = of.unwrap_or(1) as usize - 1;
            let is_only = images.get(at).is_some_and(|image| image.bboxes.len() == 1);
            if is_only {
                t_string!(i18n, lint_box, image = image_label(i18n, at))
            } else {
                t_string!(i18n, lint_box_n, image = image_label(i18n, at), box_number = number.unwrap_or(1))
            }
        }
        Lint::NothingSelected(_) => t_string!(i18n, lint_nothing_selected),
        Lint::BoxesUnused => t_string!(i18n, boxes_unused),
        Lint::Contradiction { .. } => t_string!(i18n, lint_contradiction),
        Lint::TooLong(count) => t_string!(i18n, lint_too_long, count = count),
        Lint::Language => t_string!(i18n, lint_language),
    }
}

fn mend_label(lint: &Lint) -> fn(I18n) -> String {
    match lint {
        Lint::Gone(_) | Lint::ImageMissing(_) | Lint::BoxMissing { .. } => |i18n| t_string!(i18n, mend_name),
        Lint::BoxUnmentioned(_) => |i18n| t_string!(i18n, mend_mention),
        Lint::NothingSelected(_) => |i18n| t_string!(i18n, mend_add_box),
        Lint::BoxesUnused => |i18n| t_string!(i18n, mend_clear_notes),
        Lint::Contradiction { .. } => |i18n| t_string!(i18n, mend_drop_note),
        Lint::TooLong(_) | Lint::Language => |i18n| t_string!(i18n, mend_shorten),
    }
}
