//! The words: what should change, with the images and boxes they name.

mod chips;
mod marks;

use leptos::html::{Div, Textarea};
use leptos::prelude::*;

use self::chips::Chips;
use super::messages::{self, Messages, fill, fill_numbers};
use super::state::State;
use crate::core::edit::model;
use crate::core::edit::prompt::{mentioned_images, missing_images};

/// The prompt with its counter, its chips and what is odd about it.
#[component]
pub fn Prompt() -> impl IntoView {
    let state = State::expect();
    let area = NodeRef::<Textarea>::new();
    let backdrop = NodeRef::<Div>::new();
    let scrolled = move |_| {
        if let (Some(area), Some(backdrop)) = (area.get_untracked(), backdrop.get_untracked()) {
            backdrop.set_scroll_top(area.scroll_top());
        }
    };
    let limit = move || model(&state.form.with(|form| form.model.clone())).map_or(0, |model| model.prompt_chars.value);
    let count = Memo::new(move |_| state.prompt.with(|prompt| prompt.chars().count() as u32));
    let over = Memo::new(move |_| count.get().saturating_sub(limit()));
    let body = move || {
        let t = state.t();
        view! {
            <section class="panel" aria-labelledby="prompt-label">
                <label class="label" id="prompt-label" for="prompt">{t.prompt}</label>
                <div class="prompt" class:over=move || 0 < over.get()>
                    <div class="prompt-marks" aria-hidden="true" node_ref=backdrop>{move || marks::view(state)}</div>
                    <textarea id="prompt" rows="5" placeholder=t.prompt_placeholder node_ref=area
                        aria-describedby="prompt-count prompt-note" aria-invalid=move || (over.get() > 0).then_some("true")
                        prop:value=move || state.prompt.get()
                        on:input=move |event| state.prompt.set(event_target_value(&event))
                        on:scroll=scrolled></textarea>
                </div>
                <Chips area/>
                <div class="row">
                    <p class="note" class:warn=move || lint(state, t).1 id="prompt-note" aria-live="polite">
                        {move || lint(state, t).0}
                    </p>
                    <p class="note numbers" class:bad=move || 0 < over.get() id="prompt-count">
                        <span aria-hidden="true">{move || [count.get().to_string(), limit().to_string()].join(" / ")}</span>
                        <span class="unseen">{move || fill_numbers(t.count_of, &[count.get(), limit()])}</span>
                        {move || (over.get() > 0).then(|| ["\u{2003}", &fill_numbers(t.prompt_over, &[over.get()])].concat())}
                    </p>
                </div>
            </section>
        }
        .into_any()
    };
    body.into_any()
}

/// What is to be said about the words, and whether it is a warning; tracked.
fn lint(state: State, t: &'static Messages) -> (String, bool) {
    let boxed: Vec<bool> =
        state.draft.with(|draft| draft.images().iter().map(|image| !image.image.bboxes.is_empty()).collect());
    state.prompt.with(|prompt| {
        let missing = missing_images(prompt, boxed.len());
        if !missing.is_empty() {
            let names: Vec<String> = missing.iter().map(|&n| fill_numbers(t.image_word, &[n])).collect();
            return (fill(t.lint_missing, &[&names.join(t.and)]), true);
        }
        if prompt.trim().is_empty() || !boxed.contains(&true) {
            return (String::new(), false);
        }
        let named = mentioned_images(prompt);
        let speaks_of_boxes =
            ["框", "选", "区域", "box", "area", "select", "region"].iter().any(|word| prompt.contains(word));
        let is_named = |index: usize| named.contains(&(index as u32 + 1)) || (boxed.len() == 1 && speaks_of_boxes);
        match boxed.iter().enumerate().position(|(index, &has_box)| has_box && !is_named(index)) {
            Some(index) => (fill(t.lint_box, &[&messages::image_label(t, index)]), true),
            None => (t.lint_fine.to_owned(), false),
        }
    })
}
