//! The prompt once more, behind the text, with the names of images and boxes marked.

use leptos::html;
use leptos::prelude::*;

use crate::page::state::DraftState;
use crate::page::state::prompt::{Mark, PromptPart, parts};

/// The words, the names among them on coloured ground.
#[component]
pub fn Marks(
    /// The element, which scrolls with the text.
    element: NodeRef<html::Div>,
) -> impl IntoView {
    let draft: DraftState = expect_context();
    let counts = Memo::new(move |_| {
        draft.draft.with(|draft| draft.images().iter().map(|image| image.notes.len()).collect::<Vec<_>>())
    });
    let parts = move || draft.prompt.with(|prompt| parts(prompt, &counts.get()));
    view! {
        <div node_ref=element class="prompt-marks" aria-hidden="true">
            // A last line that is empty has a height, too.
            <span>{move || parts().into_iter().map(part_view).collect_view()} "\u{200b}"</span>
        </div>
    }
}

fn part_view(part: PromptPart) -> AnyView {
    let Some(mark) = part.mark else { return part.text.into_any() };
    let class = match mark {
        Mark::Image => "mark",
        Mark::Missing => "mark lost",
        Mark::FirstBox => "mark box1",
        Mark::SecondBox => "mark box2",
    };
    view! { <mark class=class>{part.text}</mark> }.into_any()
}
