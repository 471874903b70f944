//! A line of text with its name and a note.

use leptos::prelude::*;

/// A control under its name.
#[component]
pub fn Labelled(
    /// The control's id.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <label class="label" for=id>
                {label}
            </label>
            {children()}
        </div>
    }
}

/// An input that no browser completes or corrects, with a note under it, which gives way to what is wrong.
#[component]
pub fn Field(
    /// The input's id; the note's is the same with `-note`.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What it is about.
    #[prop(into)]
    note: Signal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// An example.
    placeholder: &'static str,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let note_id = format!("{id}-note");
    let is_bad = move || error.with(Option::is_some);
    view! {
        <Labelled id=id label=label>
            <input
                class="field"
                id=id
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=note_id.clone()
                aria-invalid=move || is_bad().then_some("true")
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <p class="note" id=note_id aria-live="polite" class:bad=is_bad>
                {move || error.get().unwrap_or_else(|| note.get())}
            </p>
        </Labelled>
    }
}
