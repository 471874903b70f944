//! One of several choices that stand side by side.

use leptos::prelude::*;

/// A radio button in a segmented control; the control is an element of the class `segments`.
#[component]
pub fn Segment(
    /// The name that the choices of one control share.
    group: &'static str,
    /// The input's id, which is also its value.
    #[prop(into)]
    id: String,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is chosen.
    #[prop(into)]
    is_chosen: Signal<bool>,
    /// It was chosen.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name=group
                value=id.clone()
                id=id
                prop:checked=is_chosen
                on:change=move |_| on_choose.run(())
            />
            {label}
        </label>
    }
}
