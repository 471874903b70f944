//! Width or height.

use leptos::prelude::*;

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
) -> impl IntoView {
    view! {
        <input
            class="field numbers"
            id=id
            inputmode="numeric"
            autocomplete="off"
            aria-label=label
            aria-invalid=move || is_wrong.get().then_some("true")
            prop:value=value
            on:input=move |event| on_input.run(event_target_value(&event))
        />
    }
}
