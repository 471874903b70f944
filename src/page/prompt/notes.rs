//! What should happen in each box, box by box.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::mention_menu::{MentionMenu, MentionState};
use super::text_field::TextField;
use crate::core::edit::Parameter;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::state::{DraftState, EditState};

/// A box by the ids of its image and its own.
type BoxId = (u32, u32);

/// A field for each box, where the mode takes boxes.
#[component]
pub(super) fn BoxNotes() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let takes_boxes = Memo::new(move |_| edit.row().is_some_and(|row| row.has(Parameter::BboxList)));
    let boxes = Memo::new(move |_| {
        let images = edit.draft.draft.with(|draft| draft.numbering());
        let of_image = images.into_iter().flat_map(|image| image.bboxes.into_iter().map(move |bbox| (image.id, bbox)));
        of_image.collect::<Vec<BoxId>>()
    });
    let is_shown = move || takes_boxes.get() && boxes.with(|boxes| !boxes.is_empty());
    view! {
        <Show when=is_shown>
            <fieldset class="box-notes" id="box-notes">
                <legend class="label">{t!(i18n, box_notes)}</legend>
                <For each=move || boxes.get() key=|of| *of let:of>
                    <BoxNoteField of />
                </For>
            </fieldset>
        </Show>
    }
}

/// The note on one box.
#[component]
fn BoxNoteField(
    /// The box.
    of: BoxId,
) -> impl IntoView {
    let i18n = use_i18n();
    let draft: DraftState = expect_context();
    let (image, bbox) = of;
    let mention = MentionState::new(draft, i18n);
    let node = NodeRef::<html::Input>::new();
    // Its image's and its own number, from 1.
    let numbers = Memo::new(move |_| {
        let images = draft.draft.with(|draft| draft.numbering());
        let at = images.iter().position(|other| other.id == image)?;
        Some((at + 1, images[at].bboxes.iter().position(|other| *other == bbox)? + 1))
    });
    let name = move || {
        let (image, number) = numbers.get().unwrap_or_default();
        t_string!(i18n, box_chip, image = image, box_number = number)
    };
    let text = Memo::new(move |_| {
        draft.draft.with(|draft| {
            let note = draft.image(image)?.notes.iter().find(|note| note.id == bbox)?;
            Some(note.note.text(&draft.numbering()))
        })
    });
    let store = move |typed: String| {
        draft.draft.update(|draft| {
            let images = draft.numbering();
            let before = draft.image(image).and_then(|image| image.notes.iter().find(|note| note.id == bbox));
            if let Some(note) = before.map(|before| before.note.edited(&typed, &images)) {
                draft.set_note(image, bbox, note);
            }
        });
    };
    let field = move || node.get_untracked().map(|input| input.unchecked_into::<TextField>());
    let read = move || field().into_iter().for_each(|field| store(field.value()));
    let list = format!("note-{bbox}-names");
    let active = {
        let list = list.clone();
        move || mention.active(&list)
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if field().is_some_and(|field| mention.on_key(&event, &field, i18n)) {
            read();
        }
    };
    // The box is shown, without taking the focus.
    let show = move |_| {
        if untrack(|| draft.current()) == Some(image) {
            let at = numbers.get_untracked().map(|(_, number)| number - 1);
            draft.selected_box.set(at);
        } else {
            draft.selected_image.set(Some(image));
        }
    };
    view! {
        <div class="box-note" data-note=bbox>
            <label class="box-note-name" class:second=move || numbers.get().is_some_and(|(_, number)| number > 1)>
                <span>{name}</span>
                <input
                    class="field"
                    node_ref=node
                    autocomplete="off"
                    placeholder=t!(i18n, box_note_hint)
                    aria-autocomplete="list"
                    aria-activedescendant=active
                    prop:value=move || text.get().unwrap_or_default()
                    on:input=move |_| {
                        read();
                        field().iter().for_each(|field| mention.look(field));
                    }
                    on:keydown=on_key
                    on:focus=show
                    on:blur=move |_| mention.close()
                />
            </label>
            <MentionMenu
                state=mention
                id=list
                field=Callback::new(move |()| field())
                on_change=Callback::new(move |()| read())
            />
        </div>
    }
}
