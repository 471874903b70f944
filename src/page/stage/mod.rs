//! The source image being worked on, with its boxes.

#[cfg(feature = "boxes")]
mod box_alone;
mod box_field;
mod box_fields;
mod box_handle;
mod box_layer;
mod box_view;
mod candidate;
mod candidates;
mod canvas;
mod drag;
mod empty_stage;
mod find;
mod find_button;
mod find_form;
mod find_state;
mod focus;
mod image_notes;
mod notice_item;
mod notices;
mod photo;
mod pinch;
mod place;
mod press;
mod shortcuts;
mod stage_image;
mod state;
mod tools;
mod zoom;

use leptos::html;
use leptos::prelude::*;

use self::candidates::Candidates;
use self::canvas::Canvas;
use self::empty_stage::EmptyStage;
use self::image_notes::ImageNotes;
use self::notices::Notices;
use self::tools::StageTools;
use super::context::Page;

#[cfg(feature = "boxes")]
pub use self::box_alone::BoxAlone;
pub use self::state::StageState;

/// The image on the stage with its tools, or an invitation to begin.
#[component]
pub fn Stage() -> impl IntoView {
    let page = Page::expect();
    let stage = StageState::new(page);
    provide_context(stage);
    shortcuts::listen_to_keys(stage, page.root);
    follow_image(stage);
    let main = NodeRef::<html::Main>::new();
    let has_image = move || stage.current().is_some();
    let focus_next = move |()| match untrack(|| stage.selected()) {
        Some((index, _)) => stage.select(index),
        None => focus::focus_first(main.get_untracked(), ".empty button, .tools button:not(:disabled)"),
    };
    view! {
        <main class="stage" id="stage" node_ref=main>
            <Notices on_empty=focus_next />
            <Show when=has_image fallback=EmptyStage>
                <Canvas>
                    <Candidates />
                </Canvas>
                <StageTools />
                <ImageNotes />
            </Show>
        </main>
    }
    .into_any()
}

/// Boxes are dragged, looked for and selected on one image at a time.
fn follow_image(stage: StageState) {
    Effect::new(move |before: Option<Option<u32>>| {
        let now = stage.current();
        if before.is_some_and(|before| before != now) {
            stage.abort();
            stage.find.end();
            stage.zoom.set(None);
            stage.edit.draft.selected_box.set(None);
        }
        now
    });
}
