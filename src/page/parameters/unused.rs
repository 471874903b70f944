//! What was set and is not used now.

use leptos::prelude::*;

use crate::page::i18n::{I18n, t_string, use_i18n};
use crate::page::state::{EditState, Form, Unused};

/// A line for each such thing, which says why.
#[component]
pub fn UnusedNotes() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let lines = Memo::new(move |_| {
        let unused = edit.unused();
        edit.form.0.with(|form| unused.into_iter().map(|what| sentence(i18n, what, form)).collect::<Vec<_>>())
    });
    let item = |line| view! { <li>{line}</li> };
    view! {
        <div class="optional" id="unused" role="status">
            <Show when=move || !lines.with(Vec::is_empty)>
                <ul class="note unused">{move || lines.get().into_iter().map(item).collect_view()}</ul>
            </Show>
        </div>
    }
}

fn sentence(i18n: I18n, what: Unused, form: &Form) -> String {
    match what {
        Unused::Boxes => t_string!(i18n, unused_boxes),
        Unused::Palette => t_string!(i18n, unused_palette),
        Unused::Size if form.size == "4K" => t_string!(i18n, unused_4k),
        Unused::Size => t_string!(i18n, unused_preset, size = form.size),
        Unused::ThinkingMode => t_string!(i18n, unused_thinking),
        Unused::NegativePrompt => t_string!(i18n, unused_negative_prompt),
        Unused::PromptExtend => t_string!(i18n, unused_prompt_extend),
    }
}
