//! Names of images and boxes, to be put into a text.

use crate::core::edit::Draft;
use crate::page::i18n::{I18n, image_label, t_string, tu_string};

/// What a chip names. Images and boxes count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Chip {
    Image { id: u32, image: usize },
    Box { image: usize, number: usize, is_only: bool },
}

impl Chip {
    /// One for each source image and box, in order.
    pub fn all(draft: &Draft) -> Vec<Self> {
        let mut chips = Vec::new();
        for (index, source) in draft.images().iter().enumerate() {
            let (image, boxes) = (index + 1, source.image.bboxes.len());
            chips.push(Self::Image { id: source.id, image });
            chips.extend((1..=boxes).map(|number| Self::Box { image, number, is_only: boxes == 1 }));
        }
        chips
    }

    pub fn class(self) -> &'static str {
        match self {
            Self::Image { .. } => "chip",
            Self::Box { number: 1, .. } => "chip box1",
            Self::Box { .. } => "chip box2",
        }
    }

    /// The id of the image, where it is one.
    pub fn image_id(self) -> Option<u32> {
        match self {
            Self::Image { id, .. } => Some(id),
            Self::Box { .. } => None,
        }
    }

    /// What it is called; tracked.
    pub fn label(self, i18n: I18n) -> String {
        match self {
            Self::Image { image, .. } => image_label(i18n, image - 1),
            Self::Box { image, number, .. } => t_string!(i18n, box_chip, image = image, box_number = number),
        }
    }

    /// What it puts into a text; not tracked.
    pub fn words(self, i18n: I18n) -> String {
        match self {
            Self::Image { image, .. } => tu_string!(i18n, image_word, number = image),
            Self::Box { image, is_only: true, .. } => tu_string!(i18n, area_word, image = image),
            Self::Box { image, number, .. } => tu_string!(i18n, box_word, image = image, box_number = number),
        }
    }
}
