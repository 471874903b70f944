//! The pages of the list of tasks.

use leptos::prelude::*;

use super::state::TaskListState;
use crate::page::i18n::{t, t_string, use_i18n};

/// Leads to newer and older tasks; nothing where one page has all.
#[component]
pub fn Pages(
    /// The list.
    tasks: TaskListState,
    /// How many pages it has.
    count: u32,
) -> impl IntoView {
    let i18n = use_i18n();
    let number = tasks.page_number;
    (count > 1).then(|| {
        view! {
            <div class="tasks-pages">
                <button
                    type="button"
                    class="link"
                    disabled={move || number.get() <= 1}
                    on:click=move |_| tasks.load(number.get_untracked() - 1)
                >
                    {t!(i18n, newer)}
                </button>
                <span>{move || t_string!(i18n, page_of, page = number.get(), pages = count)}</span>
                <button
                    type="button"
                    class="link"
                    disabled={move || number.get() >= count}
                    on:click=move |_| tasks.load(number.get_untracked() + 1)
                >
                    {t!(i18n, older)}
                </button>
            </div>
        }
    })
}
