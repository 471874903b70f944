//! What transparency is laid on.

use leptos::prelude::*;

use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::Labelled;

/// A colour, where a source image has transparency.
#[component]
pub fn Background() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    view! {
        <div class="optional">
            <Show when=move || page.edit.has_transparency()>
                <Labelled id="background" label=t!(i18n, background)>
                    <div class="colour">
                        <input
                            type="color"
                            id="background"
                            prop:value=move || page.edit.form.0.with(|form| form.background.clone())
                            on:input=move |event| change_form(page, |form| form.background = event_target_value(&event))
                        />
                        <span class="note">{t!(i18n, background_note)}</span>
                    </div>
                </Labelled>
            </Show>
        </div>
    }
}
