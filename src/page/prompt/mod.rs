//! The prompt: what should change, with the images and boxes it names.

mod chip;
mod chips;
mod compiled;
mod counter;
mod lints;
mod marks;
mod mention_menu;
mod notes;
mod text_field;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::chips::Chips;
use self::compiled::CompiledPrompt;
use self::counter::Counter;
use self::lints::Lints;
use self::marks::Marks;
use self::mention_menu::{MentionMenu, MentionState};
use self::notes::BoxNotes;
use self::text_field::TextField;
use crate::core::edit::model;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::{DraftState, EditState, FormState};
use crate::page::templates::TemplatesButton;

/// The prompt with its counter, its chips and what is odd about it.
#[component]
pub fn Prompt() -> impl IntoView {
    let i18n = use_i18n();
    let draft: DraftState = expect_context();
    let edit: EditState = expect_context();
    let prompt = draft.prompt;
    let FormState(form) = expect_context();
    let limit = Memo::new(move |_| form.with(|form| model(&form.model).map_or(0, |model| model.prompt_chars.value)));
    let count = Memo::new(move |_| edit.compiled().text().chars().count() as u32);
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
    let mention = MentionState::new(draft, i18n);
    let field = move || area.get_untracked().map(|area| area.unchecked_into::<TextField>());
    let read = move || field().into_iter().for_each(|field| prompt.set(field.value()));
    let type_in = move |_| {
        read();
        field().iter().for_each(|field| mention.look(field));
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if field().is_some_and(|field| mention.on_key(&event, &field, i18n)) {
            read();
        }
    };
    let scroll = move |_| {
        if let (Some(marks), Some(area)) = (marks.get_untracked(), area.get_untracked()) {
            marks.set_scroll_top(area.scroll_top());
        }
    };
    view! {
        <section aria-labelledby="prompt-label">
            <div>
                <div class="prompt-head">
                    <label class="label" id="prompt-label" for="prompt">
                        {t!(i18n, prompt)}
                    </label>
                    <TemplatesButton id="open-templates" class="link" />
                </div>
                <div class="prompt" class:over=is_over>
                    <Marks element=marks />
                    <textarea
                        node_ref=area
                        id="prompt"
                        rows="5"
                        placeholder=t!(i18n, prompt_placeholder)
                        aria-describedby="prompt-count prompt-note"
                        aria-invalid=move || is_over().then_some("true")
                        aria-autocomplete="list"
                        aria-activedescendant=move || mention.active("prompt-names")
                        on:input=type_in
                        on:keydown=on_key
                        on:blur=move |_| mention.close()
                        on:scroll=scroll
                    >
                        {prompt.get_untracked()}
                    </textarea>
                </div>
                <MentionMenu
                    state=mention
                    id="prompt-names"
                    field=Callback::new(move |()| field())
                    on_change=Callback::new(move |()| read())
                />
                <Chips area=area />
                <BoxNotes />
                <CompiledPrompt />
                <div class="row prompt-foot">
                    <Lints />
                    <Counter count=count limit=limit />
                </div>
            </div>
        </section>
    }
    .into_any()
}
