//! What one run brought: its cards stand for themselves, unless there are words among them.

use leptos::html;
use leptos::prelude::*;

use super::answer_head::AnswerHead;
use super::part::ResultPartView;
use super::text;
use crate::page::i18n::{error_sentence, t, t_string, use_i18n};
use crate::page::state::{ResultGroup, RunState};
use crate::page::submit::{ErrorDetails, FactList};

/// How far from its end somebody still reads the end, CSS px.
const NEAR_END: i32 = 40;

/// What one run brought: cards, or with words among them an answer to read.
#[component]
pub fn ResultGroupView(
    /// What it brought.
    group: ResultGroup,
) -> impl IntoView {
    let i18n = use_i18n();
    let run: RunState = expect_context();
    let block = NodeRef::<html::Div>::new();
    let is_answer = Memo::new(move |_| group.is_answer());
    let is_coming = Memo::new(move |_| {
        let of_run = run.run.with(|run| run.as_ref().and_then(|run| run.group));
        of_run.is_some_and(|coming| coming.id == group.id)
    });
    let reads_end = follow_end(block, group, is_coming);
    let facts = move || group.facts.with(|facts| text::facts(i18n, facts, facts.size()));
    view! {
        <div
            class="take"
            class:answer=is_answer
            data-answer=is_answer
            aria-busy=move || is_coming.get().then_some("true")
            node_ref=block
            on:scroll=move |event| reads_end.set_value(is_near_end(&event_target(&event)))
        >
            <Show when=move || is_answer.get()>
                <AnswerHead group is_coming />
            </Show>
            <For each=move || 0..group.parts.with(Vec::len) key=|at| *at let:at>
                <ResultPartView group at />
            </For>
            {move || {
                let error = group.facts.with(|facts| facts.ended.clone())?;
                let details = (*error).clone();
                Some(
                    view! {
                        <div class="card quiet told" data-ended="">
                            <p>{move || t_string!(i18n, broke_off, why = error_sentence(i18n, &error))}</p>
                            <ErrorDetails error=details />
                        </div>
                    },
                )
            }}
            <Show when=move || is_answer.get() && !is_coming.get()>
                <details class="told answer-facts">
                    <summary>{t!(i18n, details)}</summary>
                    <FactList facts />
                </details>
            </Show>
        </div>
    }
}

/// Keeps the end in view while it grows, for whoever reads there; answers where that is remembered.
fn follow_end(block: NodeRef<html::Div>, group: ResultGroup, is_coming: Memo<bool>) -> StoredValue<bool> {
    let reads_end = StoredValue::new(true);
    Effect::new(move |_| {
        group.parts.track();
        let Some(block) = block.get() else { return };
        if is_coming.get() && reads_end.get_value() {
            request_animation_frame(move || block.set_scroll_top(block.scroll_height()));
        }
    });
    reads_end
}

fn is_near_end(block: &web_sys::Element) -> bool {
    block.scroll_height() - block.scroll_top() - block.client_height() < NEAR_END
}
