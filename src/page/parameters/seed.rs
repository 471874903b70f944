//! The seed.

use leptos::prelude::*;

use crate::core::edit::models::SEED_MAX;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::state::Form;
use crate::page::ui::Labelled;

/// A number, or none for a random one, with a button that draws and clears it.
#[component]
pub fn SeedField() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let form = page.edit.form.0;
    let is_set = Memo::new(move |_| form.with(|form| !form.seed.is_empty()));
    let label = move || if is_set.get() { t_string!(i18n, seed_clear) } else { t_string!(i18n, seed_roll) };
    let roll = move |_| {
        let drawn = (js_sys::Math::random() * f64::from(SEED_MAX)) as u32;
        change_form(page, |form| {
            form.seed = if form.seed.is_empty() { drawn.to_string() } else { String::new() };
        });
    };
    view! {
        <Labelled id="seed" label=t!(i18n, seed)>
            <div class="with-button">
                <input
                    class="field numbers"
                    id="seed"
                    inputmode="numeric"
                    autocomplete="off"
                    placeholder=t!(i18n, random)
                    aria-invalid=move || form.with(Form::is_seed_wrong).then_some("true")
                    prop:value=move || form.with(|form| form.seed.clone())
                    on:input=move |event| change_form(page, |form| form.seed = event_target_value(&event))
                />
                <button type="button" class="ghost" id="seed-roll" aria-label=label title=label on:click=roll>
                    <i class="dice" class:clear=is_set></i>
                </button>
            </div>
        </Labelled>
    }
}
