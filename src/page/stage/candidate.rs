//! A place that was found by words, with what can be decided about it.

use leptos::html;
use leptos::prelude::*;

use super::find;
use super::find_state::FindState;
use super::focus::{FocusTarget, follow_focus};
use super::place::{Length, css_length};
use super::state::StageState;
use crate::page::context::Page;
use crate::page::i18n::{t, use_i18n};
use crate::page::ui::IconButton;

/// One candidate.
#[component]
pub(super) fn Candidate(
    /// Its index, from 0.
    index: usize,
) -> impl IntoView {
    let page = Page::expect();
    let stage: StageState = expect_context();
    let found: FindState = expect_context();
    let i18n = use_i18n();
    let button = NodeRef::<html::Button>::new();
    if index == 0 {
        follow_focus(stage.focus, FocusTarget::Candidate, button);
    }
    let bbox = Memo::new(move |_| found.candidates().get(index).copied());
    let length = move |length| css_length(length, bbox.get(), stage.size());
    // Of two that are close, one has its buttons above and one below.
    let is_below = move || match bbox.get().zip(stage.size()) {
        Some((bbox, image)) if index == 0 => bbox.y1 < image.height / 8,
        Some((bbox, image)) => bbox.y2 < image.height - image.height / 8,
        None => false,
    };
    view! {
        <div
            class="candidate"
            class:below=is_below
            data-candidate=index
            role="group"
            aria-label=t!(i18n, suggestion, number = index + 1)
            style:left=move || length(Length::Left)
            style:top=move || length(Length::Top)
            style:width=move || length(Length::Width)
            style:height=move || length(Length::Height)
        >
            // A press on the buttons is none on the image.
            <div class="candidate-actions" on:pointerdown=|event| event.stop_propagation()>
                <button
                    type="button"
                    class="tool with-word"
                    node_ref=button
                    on:click=move |_| find::accept(stage, found, index, 1)
                >
                    {t!(i18n, use_it)}
                </button>
                <IconButton
                    icon="icon-close"
                    label=t!(i18n, discard)
                    on_press=move |()| find::discard(page, found, index)
                />
            </div>
        </div>
    }
    .into_any()
}
