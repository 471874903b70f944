//! The output's size: presets, or width and height.

use leptos::prelude::*;

use super::{RowId, change};
use crate::core::edit::price::predicted_size;
use crate::core::edit::{ModeRow, OutputSize};
use crate::core::geometry::Size;
use crate::page::messages::{Messages, fill, image_label};
use crate::page::state::State;

/// The output's size.
#[component]
pub(super) fn SizeField(row: &'static ModeRow) -> impl IntoView {
    let state = State::expect();
    let t = state.t_untracked();
    let row = RowId(row);
    let is_exact = Memo::new(move |_| state.form.with(|form| form.size.contains('*')));
    let presets = row.0.size.value.presets.iter().map(move |(preset, _)| {
        let name = preset.name();
        let is_chosen = move || {
            state
                .form
                .with(|form| form.size == name || (form.size.is_empty() && row.0.size.value.default == Some(*preset)))
        };
        view! {
            <label>
                <input type="radio" name="size" value=name prop:checked=is_chosen
                    on:change=move |_| change(state, |form| form.size = name.into())/>
                {name}
            </label>
        }
    });
    let begin_exact = move |_| {
        let size = predicted(state, row.0).unwrap_or(Size::new(1280, 1280));
        change(state, |form| form.size = OutputSize::Exact(size).wire());
    };
    view! {
        <fieldset id="size">
            <legend class="label">{t.size}</legend>
            <div class="segments numbers">
                {presets.collect_view()}
                <label>
                    <input type="radio" name="size" value="custom" id="size-custom" prop:checked=move || is_exact.get()
                        on:change=begin_exact/>
                    {t.size_custom}
                </label>
            </div>
            {move || is_exact.get().then(|| exact(state, t, row.0))}
            <p class="note numbers" id="output" aria-live="polite">{move || output(state, t, row.0)}</p>
        </fieldset>
    }
    .into_any()
}

fn exact(state: State, t: &'static Messages, row: &'static ModeRow) -> AnyView {
    let part = move |second: bool| {
        state.form.with(|form| {
            let (width, height) = form.size.split_once('*').unwrap_or_default();
            if second { height.to_owned() } else { width.to_owned() }
        })
    };
    let set = move |second: bool, text: String| {
        let other = untrack(|| part(!second));
        change(state, |form| {
            form.size = if second { [&other, "*", &text].concat() } else { [&text, "*", &other].concat() }
        });
    };
    let is_bad = Memo::new(move |_| state.problems().iter().any(|problem| problem.path == "size"));
    let side = move |id: &'static str, label: &'static str, second: bool| {
        view! {
            <input class="field numbers" id=id type="text" inputmode="numeric" autocomplete="off" aria-label=label
                aria-invalid=move || is_bad.get().then_some("true") prop:value=move || part(second)
                on:input=move |event| set(second, event_target_value(&event))/>
        }
    };
    let options = row.size.value.recommended.iter().map(|size| {
        let wire = OutputSize::Exact(*size).wire();
        let text = [size.width.to_string(), size.height.to_string()].join(" × ");
        let is_chosen = {
            let wire = wire.clone();
            move || state.form.with(|form| form.size == wire)
        };
        view! { <option value=wire prop:selected=is_chosen>{text}</option> }
    });
    let is_own = move || {
        let size = state.form.with(|form| OutputSize::parse(&form.size));
        !row.size.value.recommended.iter().any(|known| size == Some(OutputSize::Exact(*known)))
    };
    view! {
        <div class="exact">
            {side("size-custom-width", t.width, false)}
            <span aria-hidden="true">"×"</span>
            {side("size-custom-height", t.height, true)}
            <select class="field numbers" id="size-recommended" aria-label=t.recommended
                on:change=move |event| change(state, |form| form.size = event_target_value(&event))>
                <option value="" prop:selected=is_own>{t.recommended}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// About the size of the answer; tracked.
fn predicted(state: State, row: &'static ModeRow) -> Option<Size> {
    let size = state.form.with(|form| OutputSize::parse(&form.size));
    predicted_size(row, size, last_size(state))
}

fn last_size(state: State) -> Option<Size> {
    state.draft.with(|draft| draft.images().last().and_then(|image| image.image.size()))
}

fn output(state: State, t: &'static Messages, row: &'static ModeRow) -> String {
    let is_off = state.problems().iter().any(|problem| problem.path == "size");
    let is_preset = state.form.with(|form| !form.size.contains('*'));
    let count = state.draft.with(|draft| draft.images().len());
    let Some(size) = predicted(state, row).filter(|_| !is_off) else { return String::new() };
    let (width, height) = (size.width.to_string(), size.height.to_string());
    if is_preset && last_size(state).is_some() && count > 1 {
        fill(t.output_follows, &[&width, &height, &image_label(t, count - 1)])
    } else {
        fill(t.output, &[&width, &height])
    }
}
