//! How long the prompt is.

use leptos::prelude::*;

use crate::page::i18n::{t_string, use_i18n};

/// The prompt's length beside the longest that the model reads.
#[component]
pub fn Counter(
    /// How many characters it has.
    #[prop(into)]
    count: Signal<u32>,
    /// How many it may have.
    #[prop(into)]
    limit: Signal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let excess = move || count.get().saturating_sub(limit.get());
    let too_many = move || match excess() {
        0 => String::new(),
        excess => format!("\u{2003}{}", t_string!(i18n, prompt_over, count = excess)),
    };
    view! {
        <p class="note numbers" id="prompt-count" class:bad=move || excess() != 0>
            <span aria-hidden="true">{move || format!("{} / {}", count.get(), limit.get())}</span>
            <span class="unseen">
                {move || t_string!(i18n, count_of, count = count.get(), limit = limit.get())}
            </span>
            {too_many}
        </p>
    }
}
