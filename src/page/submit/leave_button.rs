//! The way out of waiting: the task goes on, and the form is free for the next edit.

use leptos::prelude::*;

use crate::page::i18n::{t, use_i18n};

/// The button.
#[component]
pub fn LeaveButton(
    /// It was pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button type="button" class="go running" id="leave" on:click=move |_| on_press.run(())>
            {t!(i18n, leave)}
        </button>
    }
}
