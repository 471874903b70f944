//! The draft: source images with their boxes, and the prompt.

use leptos::prelude::*;

use crate::core::edit::drag::centered;
use crate::core::edit::{Draft, SourceImage};
use crate::core::prompt::{BoundPrompt, Mend, Prompt};

/// What is being edited.
#[derive(Clone, Copy)]
pub struct DraftState {
    /// Source images and boxes, undoable.
    pub draft: RwSignal<Draft>,
    /// The id of the source image on the stage, as it was chosen; see [`Self::current`].
    pub selected_image: RwSignal<Option<u32>>,
    /// The selected box on it, from 0.
    pub selected_box: RwSignal<Option<usize>>,
    /// The prompt, as it is typed.
    pub prompt: RwSignal<String>,
    /// The same with its references bound to images and boxes; see [`Self::bound_prompt`].
    bound: RwSignal<BoundPrompt>,
    /// How many files are being opened.
    pub opening: RwSignal<u32>,
    /// Whether Edit was pressed on this draft: until then an empty prompt is no reproach.
    pub is_edit_pressed: RwSignal<bool>,
}

impl DraftState {
    /// An empty draft with this prompt.
    pub fn new(prompt: String) -> Self {
        Self {
            draft: RwSignal::default(),
            selected_image: RwSignal::new(None),
            selected_box: RwSignal::new(None),
            prompt: RwSignal::new(prompt),
            bound: RwSignal::default(),
            opening: RwSignal::new(0),
            is_edit_pressed: RwSignal::new(false),
        }
    }

    /// The prompt with its references, as it is right now; tracked.
    pub fn bound_prompt(self) -> BoundPrompt {
        let mut bound = self.bound.get();
        self.prompt.with(|text| bound.follow(text, &self.draft.with(Draft::numbering)));
        bound
    }

    /// Keeps the numbers in the prompt right, whatever becomes of images and boxes, as long as the owner at hand lives.
    pub fn renumber_prompt(self) {
        let numbering = Memo::new(move |_| self.draft.with(Draft::numbering));
        Effect::new(move |_| {
            let (text, images) = (self.prompt.get(), numbering.get());
            let mut bound = self.bound.get_untracked();
            let renumbered = bound.follow(&text, &images);
            self.bound.set(bound);
            if let Some(text) = renumbered {
                self.prompt.set(text);
            }
        });
    }

    /// Does what mends something odd about the prompt, as far as that is the draft's.
    pub fn mend(self, mend: Mend) {
        match mend {
            Mend::Prompt(prompt) => self.prompt.set(prompt.text(&self.draft.with_untracked(Draft::numbering))),
            Mend::Note { image, bbox, note } => self.draft.update(|draft| draft.set_note(image, bbox, note)),
            Mend::AddBox(image) => self.draft.update(|draft| {
                let Some(size) = draft.image(image).and_then(|image| image.image.size()) else { return };
                let boxes = draft.image(image).map(|image| image.image.bboxes.clone()).unwrap_or_default();
                if let Some(bbox) = centered(&boxes, size) {
                    draft.add_bbox(image, bbox, Prompt::default());
                }
            }),
            Mend::ClearNotes => self.draft.update(Draft::clear_notes),
        }
    }

    /// The id of the image on the stage: the one chosen, else the first; tracked.
    pub fn current(self) -> Option<u32> {
        let selected = self.selected_image.get();
        self.draft.with(|draft| {
            let selected = selected.filter(|id| draft.position(*id).is_some());
            selected.or_else(|| draft.images().first().map(|image| image.id))
        })
    }

    /// How many source images there are; tracked.
    pub fn image_count(self) -> usize {
        self.draft.with(|draft| draft.images().len())
    }

    /// Adds an image, shows it on the stage, and answers its id.
    pub fn add(self, name: String, image: SourceImage) -> u32 {
        let id = self.draft.try_update(|draft| draft.add(name, image)).unwrap_or_default();
        self.selected_image.set(Some(id));
        self.selected_box.set(None);
        id
    }
}
