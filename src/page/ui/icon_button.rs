//! A button that is an icon.

use leptos::prelude::*;

/// A button with an icon, whose name is said by its label and its title.
#[component]
pub fn IconButton(
    /// Its id, where it has one.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// Its class.
    #[prop(default = "tool")]
    class: &'static str,
    /// The icon's class besides `icon`, such as `icon-close`.
    icon: &'static str,
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it cannot be pressed.
    #[prop(optional, into)]
    is_disabled: Signal<bool>,
    /// It was pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            id=id
            class=class
            title=label
            aria-label=label
            disabled=is_disabled
            on:click=move |_| on_press.run(())
        >
            <i class=format!("icon {icon}")></i>
        </button>
    }
}
