//! On or off.

use leptos::prelude::*;

/// A checkbox that looks like a switch, under its name, with a note beside it.
#[component]
pub fn Switch(
    /// The input's id.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    note: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    is_on: Signal<bool>,
    /// It was switched.
    #[prop(into)]
    on_switch: Callback<bool>,
) -> impl IntoView {
    view! {
        <div>
            <span class="label" aria-hidden="true">
                {label}
            </span>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    id=id
                    aria-label=label
                    prop:checked=is_on
                    on:change=move |event| on_switch.run(event_target_checked(&event))
                />
                <span>{note}</span>
            </label>
        </div>
    }
}
