//! The source image being worked on, with its boxes.

#[cfg(feature = "boxes")]
mod box_alone;
mod box_field;
mod box_fields;
mod box_handle;
mod box_layer;
mod box_menu;
mod box_view;
mod candidate;
mod candidates;
mod canvas;
mod drag;
mod empty_stage;
mod exchange;
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
use self::find_state::FindState;
use self::image_notes::ImageNotes;
use self::notices::Notices;
use self::tools::StageTools;
use super::context::Page;
use super::state::{EditState, Notice};
use crate::core::edit::{Mode, Parameter, model};

#[cfg(feature = "boxes")]
pub use self::box_alone::BoxAlone;
pub use self::state::StageState;

/// The image on the stage with its tools, or an invitation to begin.
#[component]
pub fn Stage() -> impl IntoView {
    let page = Page::expect();
    let edit = page.edit;
    let limit = Memo::new(move |_| box_limit(edit));
    let stage = StageState::new(edit.draft, page.notices, limit.into());
    let find = FindState::new(edit.service, stage);
    provide_context(stage);
    provide_context(find);
    shortcuts::listen_to_keys(stage, page.root, move || find.end());
    follow_image(stage, find);
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

/// Most boxes on an image, or what to say where it can have none; tracked.
fn box_limit(edit: EditState) -> Result<u32, Notice> {
    let name = edit.form.0.with(|form| form.model.clone());
    let row = edit.row();
    match model(&name).filter(|_| row.is_some_and(|row| row.has(Parameter::BboxList))) {
        Some(model) => Ok(model.boxes_per_image.value),
        None if row.is_some_and(|row| row.mode == Mode::ImageSet) => Err(Notice::BoxesUnused),
        None => Err(Notice::BoxesUnsupported { model: name }),
    }
}

/// Boxes are dragged, looked for and selected on one image at a time.
fn follow_image(stage: StageState, find: FindState) {
    Effect::new(move |before: Option<Option<u32>>| {
        let now = stage.current();
        if before.is_some_and(|before| before != now) {
            stage.abort();
            find.end();
            stage.zoom.set(None);
            stage.draft.selected_box.set(None);
        }
        now
    });
}
