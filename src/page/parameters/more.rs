//! Options that are rarely touched.

use leptos::prelude::*;

use super::{change, switch};
use crate::core::edit::{Delivery, ImageSource, ModeRow, Parameter};
use crate::page::state::State;

/// Options that are rarely touched.
#[component]
pub(super) fn More(row: &'static ModeRow) -> impl IntoView {
    let state = State::expect();
    let t = state.t_untracked();
    let has_alpha = Memo::new(move |_| {
        state.draft.with(|draft| {
            draft.images().iter().any(|image| matches!(&image.image.source, ImageSource::Local(facts) if facts.alpha))
        })
    });
    let prompt_extend = row.has(Parameter::PromptExtend).then(|| {
        named(
            t.prompt_extend,
            switch(
                "prompt-extend",
                t.prompt_extend,
                t.prompt_extend_note,
                move || state.form.with(|form| form.prompt_extend),
                move |on| {
                    change(state, |form| form.prompt_extend = on);
                },
            ),
        )
    });
    let thinking = row.has(Parameter::ThinkingMode).then(|| {
        named(
            t.thinking,
            switch(
                "thinking-mode",
                t.thinking,
                t.thinking_note,
                move || state.form.with(|form| form.thinking_mode),
                move |on| {
                    change(state, |form| form.thinking_mode = on);
                },
            ),
        )
    });
    let background = move || {
        has_alpha.get().then(|| {
            view! {
                <div>
                    <label class="label" for="background">{t.background}</label>
                    <div class="colour">
                        <input type="color" id="background" prop:value=move || state.form.with(|form| form.background.clone())
                            on:input=move |event| change(state, |form| form.background = event_target_value(&event))/>
                        <span class="note">{t.background_note}</span>
                    </div>
                </div>
            }
        })
    };
    view! {
        {background}
        <details class="more">
            <summary>{t.more}</summary>
            <div class="more-body">
                {prompt_extend}
                {thinking}
                {row.deliveries.contains(&Delivery::Sync).then(|| delivery(state))}
            </div>
        </details>
    }
    .into_any()
}

fn named(name: &'static str, control: AnyView) -> AnyView {
    view! {
        <div>
            <span class="label" aria-hidden="true">{name}</span>
            {control}
        </div>
    }
    .into_any()
}

fn delivery(state: State) -> AnyView {
    let t = state.t_untracked();
    let is_sync = move || state.form.with(|form| form.is_sync);
    let one = move |id: &'static str, name: &'static str, sync: bool| {
        view! {
            <label>
                <input type="radio" name="delivery" id=id prop:checked=move || is_sync() == sync
                    on:change=move |_| change(state, |form| form.is_sync = sync)/>
                {name}
            </label>
        }
    };
    view! {
        <fieldset>
            <legend class="label">{t.delivery}</legend>
            <div class="segments">
                {one("delivery-task", t.by_task, false)}
                {one("delivery-sync", t.by_sync, true)}
            </div>
            <p class="note">{move || if is_sync() { t.by_sync_note } else { t.by_task_note }}</p>
        </fieldset>
    }
    .into_any()
}
