//! The draft: source images with their boxes, and the prompt.

use leptos::prelude::*;

use crate::core::edit::{Draft, SourceImage};

/// What is being edited.
#[derive(Clone, Copy)]
pub struct DraftState {
    /// Source images and boxes, undoable.
    pub draft: RwSignal<Draft>,
    /// The id of the source image on the stage, as it was chosen; see [`Self::current`].
    pub selected_image: RwSignal<Option<u32>>,
    /// The selected box on it, from 0.
    pub selected_box: RwSignal<Option<usize>>,
    /// The prompt.
    pub prompt: RwSignal<String>,
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
            opening: RwSignal::new(0),
            is_edit_pressed: RwSignal::new(false),
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
