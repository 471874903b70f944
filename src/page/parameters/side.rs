//! Width or height.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, InputEvent};

/// A number of px.
#[component]
pub fn SideInput(
    /// Its id.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it cannot be sent.
    #[prop(into)]
    is_wrong: Signal<bool>,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Something was pasted, and this stands there now. Answers whether it was taken.
    #[prop(into)]
    on_paste: Callback<String, bool>,
) -> impl IntoView {
    let enter = move |event: Event| {
        let text = event_target_value(&event);
        let is_pasted = event.dyn_ref::<InputEvent>().is_some_and(|event| event.input_type().starts_with("insertFrom"));
        if !is_pasted || !on_paste.run(text.clone()) {
            on_input.run(text);
        }
    };
    view! {
        <input
            class="field numbers"
            id=id
            inputmode="numeric"
            autocomplete="off"
            aria-label=label
            aria-invalid=move || is_wrong.get().then_some("true")
            prop:value=value
            on:input=enter
        />
    }
}
