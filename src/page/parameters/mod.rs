//! Model and parameters: those that the chosen model has in the mode at hand, as the table says.

mod more;
mod size;

use leptos::prelude::*;

use self::more::More;
use self::size::SizeField;
use super::messages::{Messages, fill_numbers};
use super::settings;
use super::state::{Form, State};
use crate::core::edit::models::{Dialect, SEED_MAX};
use crate::core::edit::{MODELS, Mode, ModeRow, Parameter, model};

/// The form under the prompt.
#[component]
pub fn Parameters() -> impl IntoView {
    let state = State::expect();
    Effect::new(move |before: Option<()>| {
        let form = state.form.get();
        if before.is_some() {
            settings::keep_form(&form);
        }
    });
    let row = Memo::new(move |_| state.row().map(RowId));
    // What the new model or mode does not have falls back to its default.
    Effect::new(move |_| {
        let Some(RowId(row)) = row.get() else { return };
        let rule = &row.size.value;
        state.form.update(|form| {
            form.n = form.n.clamp(row.n.value.min, row.n.value.max);
            let is_exact = form.size.contains('*');
            if !is_exact && !rule.presets.iter().any(|(preset, _)| preset.name() == form.size) {
                form.size = String::new();
            }
        });
    });
    let body = move || {
        let t = state.t();
        let fields = move || row.get().map(|RowId(row)| fields(state, t, row));
        view! {
            <section class="panel parameters" aria-label=t.model>
                {models(state, t)}
                {fields}
            </section>
        }
        .into_any()
    };
    body.into_any()
}

/// A row is itself, not what stands in it.
#[derive(Clone, Copy)]
pub(super) struct RowId(pub(super) &'static ModeRow);

impl PartialEq for RowId {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

/// Changes the form.
pub(super) fn change(state: State, change: impl FnOnce(&mut Form)) {
    state.form.update(change);
}

fn models(state: State, t: &'static Messages) -> AnyView {
    let chosen = Memo::new(move |_| state.form.with(|form| form.model.clone()));
    let options = MODELS.iter().filter(|model| model.dialect == Dialect::Messages).map(|model| {
        view! { <option value=model.id selected=move || chosen.with(|id| id == model.id)>{model.id}</option> }
    });
    let note = move || {
        let model = chosen.with(|id| model(id))?;
        let (_, images) = model.mode(Mode::Edit)?.images.value;
        let boxes = model.boxes_per_image.value;
        let template = if boxes == 0 { t.model_note_plain } else { t.model_note };
        Some(fill_numbers(template, &[images, boxes]))
    };
    view! {
        <div>
            <label class="label" for="model">{t.model}</label>
            <select class="field" id="model" aria-describedby="model-note"
                on:change=move |event| change(state, |form| form.model = event_target_value(&event))>
                {options.collect_view()}
            </select>
            <p class="note" id="model-note">{note}</p>
        </div>
    }
    .into_any()
}

fn fields(state: State, t: &'static Messages, row: &'static ModeRow) -> AnyView {
    view! {
        <SizeField row/>
        {count(state, t, row)}
        <div class="pair">
            {seed(state, t)}
            {row.has(Parameter::Watermark).then(|| {
                view! {
                    <div>
                        <span class="label" aria-hidden="true">{t.watermark}</span>
                        {switch("watermark", t.watermark, t.watermark_note, move || state.form.with(|form| form.watermark), move |on| {
                            change(state, |form| form.watermark = on);
                        })}
                    </div>
                }
            })}
        </div>
        {row.has(Parameter::NegativePrompt).then(|| negative_prompt(state, t))}
        <More row/>
    }
    .into_any()
}

fn count(state: State, t: &'static Messages, row: &'static ModeRow) -> AnyView {
    let (min, max) = (row.n.value.min, row.n.value.max);
    let one = move |n: u32| {
        view! {
            <label>
                <input type="radio" name="count" value=n prop:checked=move || state.form.with(|form| form.n == n)
                    on:change=move |_| change(state, |form| form.n = n)/>
                {n}
            </label>
        }
    };
    view! {
        <fieldset id="count">
            <legend class="label">{t.images}</legend>
            <div class="segments numbers">{(min..=max).map(one).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn seed(state: State, t: &'static Messages) -> AnyView {
    let is_set = Memo::new(move |_| state.form.with(|form| !form.seed.is_empty()));
    let is_bad = Memo::new(move |_| {
        let is_seed = |text: &str| text.parse::<u32>().is_ok_and(|seed| seed <= SEED_MAX);
        state.form.with(|form| !form.seed.trim().is_empty() && !is_seed(form.seed.trim()))
    });
    let roll = move |_| {
        let drawn = (js_sys::Math::random() * f64::from(SEED_MAX)) as u32;
        let text = if is_set.get_untracked() { String::new() } else { drawn.to_string() };
        change(state, |form| form.seed = text);
    };
    let label = move || if is_set.get() { t.seed_clear } else { t.seed_roll };
    view! {
        <div>
            <label class="label" for="seed">{t.seed}</label>
            <div class="with-button">
                <input class="field numbers" id="seed" type="text" inputmode="numeric" autocomplete="off" placeholder=t.random
                    aria-invalid=move || is_bad.get().then_some("true")
                    prop:value=move || state.form.with(|form| form.seed.clone())
                    on:input=move |event| change(state, |form| form.seed = event_target_value(&event))/>
                <button type="button" class="ghost" id="seed-roll" aria-label=label title=label on:click=roll>
                    <i class="dice" class:clear=move || is_set.get()></i>
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn negative_prompt(state: State, t: &'static Messages) -> AnyView {
    view! {
        <div>
            <label class="label" for="negative-prompt">{t.negative_prompt}</label>
            <textarea class="field" id="negative-prompt" rows="2"
                prop:value=move || state.form.with(|form| form.negative_prompt.clone())
                on:input=move |event| change(state, |form| form.negative_prompt = event_target_value(&event))></textarea>
        </div>
    }
    .into_any()
}

/// A checkbox that looks like a switch, with a note beside it.
pub(super) fn switch(
    id: &'static str,
    label: &'static str,
    note: &'static str,
    is_on: impl Fn() -> bool + Send + 'static,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" id=id aria-label=label prop:checked=is_on
                on:change=move |event| set(event_target_checked(&event))/>
            <span>{note}</span>
        </label>
    }
    .into_any()
}
