//! The images and boxes to choose from once somebody types `@`.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::chip::Chip;
use super::text_field::TextField;
use crate::page::i18n::{I18n, t, use_i18n};
use crate::page::keys::{Command, Scope, pressed};
use crate::page::state::{DraftState, PicturesState};

/// What was typed after `@` in one field, and which name is meant.
#[derive(Clone, Copy)]
pub(super) struct MentionState {
    typed: RwSignal<Option<String>>,
    at: RwSignal<usize>,
    choices: Memo<Vec<Chip>>,
}

impl MentionState {
    /// For one field.
    pub fn new(draft: DraftState, i18n: I18n) -> Self {
        let typed = RwSignal::new(None::<String>);
        let choices = Memo::new(move |_| {
            let Some(typed) = typed.get() else { return Vec::new() };
            let typed = typed.to_lowercase();
            let mut choices = draft.draft.with(Chip::all);
            choices.retain(|chip| chip.label(i18n).to_lowercase().contains(&typed));
            choices
        });
        Self { typed, at: RwSignal::new(0), choices }
    }

    /// Whether there is something to choose; tracked.
    pub fn is_open(self) -> bool {
        self.choices.with(|choices| !choices.is_empty())
    }

    /// The id of the choice that is meant, in the list with the id `list`; tracked.
    pub fn active(self, list: &str) -> Option<String> {
        self.is_open().then(|| format!("{list}-{}", self.at.get()))
    }

    /// Something was typed.
    pub fn look(self, field: &TextField) {
        self.typed.set(field.typed_mention());
        self.at.set(0);
    }

    /// Nothing is chosen.
    pub fn close(self) {
        self.typed.set(None);
    }

    /// A key was pressed in the field; answers whether it was for the list, and whether the text has changed.
    pub fn on_key(self, event: &KeyboardEvent, field: &TextField, i18n: I18n) -> bool {
        let count = self.choices.with_untracked(Vec::len);
        if count == 0 {
            return false;
        }
        let mut has_changed = false;
        match pressed(Scope::Mention, event) {
            Some(Command::Go(by)) => self.at.update(|at| *at = at.saturating_add_signed(by).min(count - 1)),
            Some(Command::Choose) => {
                let chip = self.choices.with_untracked(|choices| choices.get(self.at.get_untracked()).copied());
                has_changed = chip.is_some_and(|chip| self.choose(chip, field, i18n));
            }
            Some(Command::Abort) => self.close(),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        has_changed
    }

    /// Puts a name in the place of what was typed.
    fn choose(self, chip: Chip, field: &TextField, i18n: I18n) -> bool {
        let typed = self.typed.get_untracked().unwrap_or_default().encode_utf16().count() as u32;
        field.insert(&chip.words(i18n), typed + 1);
        self.close();
        true
    }
}

/// The list under a field.
#[component]
pub(super) fn MentionMenu(
    /// The field's state.
    state: MentionState,
    /// The list's id.
    #[prop(into)]
    id: String,
    /// The field.
    field: Callback<(), Option<TextField>>,
    /// The text has changed.
    on_change: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let pictures: PicturesState = expect_context();
    let id = StoredValue::new(id);
    let choose = move |chip: Chip| {
        if let Some(field) = field.run(()) {
            state.choose(chip, &field, i18n);
            on_change.run(());
        }
    };
    let choice = move |(at, chip): (usize, Chip)| {
        let preview = chip.image_id().map(|id| pictures.thumbnail(id));
        view! {
            // A press must not take the focus from the field.
            <li
                role="option"
                id=id.with_value(|id| format!("{id}-{at}"))
                class=chip.class()
                aria-selected=move || (state.at.get() == at).to_string()
                on:pointerdown=move |event| {
                    event.prevent_default();
                    choose(chip);
                }
            >
                {preview.map(|preview| view! { <img alt="" draggable="false" src=preview /> })}
                {move || chip.label(i18n)}
            </li>
        }
    };
    view! {
        <Show when=move || state.is_open()>
            <ul class="mention-menu" role="listbox" id=id.get_value() aria-label=t!(i18n, insert)>
                {move || state.choices.get().into_iter().enumerate().map(choice).collect_view()}
            </ul>
        </Show>
    }
}
