//! Model and parameters: those that the chosen model has in the mode at hand, as the table of models says.

mod background;
mod count;
mod delivery;
mod exact_size;
mod fields;
mod max_images;
mod metadata;
mod mode;
mod mode_choice;
mod model;
mod more;
mod negative_prompt;
mod palette;
mod palette_editor;
mod palette_row;
mod prompt_extend;
mod seed;
mod side;
mod size;
mod thinking;
mod unused;
mod upload;
mod watermark;

use leptos::prelude::*;

use self::fields::Fields;
use self::mode::ModeField;
use self::model::ModelField;
use super::i18n::{t, use_i18n};
use super::state::EditState;
use crate::core::edit::ModeRow;

/// The form under the prompt.
#[component]
pub fn Parameters() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    // A row is itself, not what stands in it: rows of two models may be alike.
    let is_other = |old: Option<&Option<&ModeRow>>, new: Option<&Option<&ModeRow>>| {
        let address = |row: Option<&Option<&ModeRow>>| row.copied().flatten().map(std::ptr::from_ref);
        address(old) != address(new)
    };
    let row = Memo::new_with_compare(move |_| edit.row(), is_other);
    view! {
        <section>
            <div class="parameters" role="group" aria-label=t!(i18n, model)>
                <ModelField />
                <ModeField />
                {move || row.get().map(|row| view! { <Fields row=row /> })}
            </div>
        </section>
    }
}
