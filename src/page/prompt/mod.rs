//! The prompt: what should change, with the images and boxes it names.

mod chips;
mod counter;
mod marks;
mod note;

use leptos::html;
use leptos::prelude::*;

use self::chips::Chips;
use self::counter::Counter;
use self::marks::Marks;
use self::note::Note;
use crate::core::edit::model;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::{DraftState, FormState};

/// The prompt with its counter, its chips and what is odd about it.
#[component]
pub fn Prompt() -> impl IntoView {
    let i18n = use_i18n();
    let prompt = expect_context::<DraftState>().prompt;
    let FormState(form) = expect_context();
    let limit = Memo::new(move |_| form.with(|form| model(&form.model).map_or(0, |model| model.prompt_chars.value)));
    let count = Memo::new(move |_| prompt.with(|prompt| prompt.chars().count() as u32));
    let is_over = move || count.get() > limit.get();

    let marks = NodeRef::<html::Div>::new();
    let area = NodeRef::<html::Textarea>::new();
    // What is being typed is not written back: that would cost its undo and its caret.
    Effect::new(move |_| {
        let Some(area) = area.get() else { return };
        prompt.with(|prompt| {
            if area.value() != *prompt {
                area.set_value(prompt);
            }
        });
    });
    let scroll = move |_| {
        if let (Some(marks), Some(area)) = (marks.get_untracked(), area.get_untracked()) {
            marks.set_scroll_top(area.scroll_top());
        }
    };
    view! {
        <section aria-labelledby="prompt-label">
            <div>
                <label class="label" id="prompt-label" for="prompt">
                    {t!(i18n, prompt)}
                </label>
                <div class="prompt" class:over=is_over>
                    <Marks element=marks />
                    <textarea
                        node_ref=area
                        id="prompt"
                        rows="5"
                        placeholder=t!(i18n, prompt_placeholder)
                        aria-describedby="prompt-count prompt-note"
                        aria-invalid=move || is_over().then_some("true")
                        on:input=move |event| prompt.set(event_target_value(&event))
                        on:scroll=scroll
                    >
                        {prompt.get_untracked()}
                    </textarea>
                </div>
                <Chips area=area />
                <div class="row">
                    <Note />
                    <Counter count=count limit=limit />
                </div>
            </div>
        </section>
    }
    .into_any()
}
