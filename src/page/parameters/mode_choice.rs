//! The choice between two modes.

use leptos::prelude::*;

use crate::core::edit::Mode;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::ui::Segment;

/// The plain mode, and another one.
#[component]
pub fn ModeChoice(
    /// The one beside the plain one.
    other: Mode,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let edit = page.edit;
    let is_other = Memo::new(move |_| edit.row().is_some_and(|row| row.mode == other));
    let id = if other == Mode::ImageSet { "mode-set" } else { "mode-interleave" };
    let plain_label = move || match edit.draft.image_count() {
        0 => t_string!(i18n, generate),
        _ => t_string!(i18n, edit),
    };
    let other_label = move || match other {
        Mode::ImageSet => t_string!(i18n, image_set),
        _ => t_string!(i18n, text_and_images),
    };
    view! {
        <fieldset id="mode">
            <legend class="label">{t!(i18n, mode)}</legend>
            <div class="segments">
                <Segment
                    group="mode"
                    id="mode-edit"
                    label=plain_label
                    is_chosen=move || !is_other.get()
                    on_choose=move |()| change_form(page, |form| form.mode = None)
                />
                <Segment
                    group="mode"
                    id=id
                    label=other_label
                    is_chosen=is_other
                    on_choose=move |()| change_form(page, |form| form.mode = Some(other))
                />
            </div>
        </fieldset>
    }
}
