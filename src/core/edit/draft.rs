//! An edit being made: its images and boxes, with undo.

use super::request::SourceImage;
use crate::core::geometry::BoundingBox;

/// Most steps that can be undone.
const HISTORY: usize = 200;

/// A source image in a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftImage {
    /// Stays the same while the image moves, leaves and comes back; unique in its draft.
    pub id: u32,
    /// What a person calls it: a file name or the end of a URL.
    pub name: String,
    /// The image and its boxes.
    pub image: SourceImage,
}

/// The source images of an edit, in order, undoable.
///
/// ```
/// use wan_edit::core::edit::{Draft, SourceImage};
///
/// let mut draft = Draft::default();
/// let id = draft.add("a.png", SourceImage::url("https://example.com/a.png"));
/// draft.remove(id);
/// draft.undo();
/// assert_eq!(draft.images()[0].name, "a.png");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Draft {
    images: Vec<DraftImage>,
    next_id: u32,
    undo: Vec<Vec<DraftImage>>,
    redo: Vec<Vec<DraftImage>>,
}

impl Draft {
    /// The images now.
    pub fn images(&self) -> &[DraftImage] {
        &self.images
    }

    /// The image with this id.
    pub fn image(&self, id: u32) -> Option<&DraftImage> {
        self.images.iter().find(|image| image.id == id)
    }

    /// Where the image with this id stands, from 0.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.images.iter().position(|image| image.id == id)
    }

    /// Adds an image at the end and answers its id.
    pub fn add(&mut self, name: impl Into<String>, image: SourceImage) -> u32 {
        self.remember();
        self.next_id += 1;
        self.images.push(DraftImage { id: self.next_id, name: name.into(), image });
        self.next_id
    }

    /// Takes an image out; undo brings it back with its boxes.
    pub fn remove(&mut self, id: u32) {
        if let Some(at) = self.position(id) {
            self.remember();
            self.images.remove(at);
        }
    }

    /// Puts the image with this id at `position` (from 0, clamped).
    pub fn reorder(&mut self, id: u32, position: usize) {
        let Some(at) = self.position(id) else { return };
        let to = position.min(self.images.len() - 1);
        if at != to {
            self.remember();
            let image = self.images.remove(at);
            self.images.insert(to, image);
        }
    }

    /// Puts another image in the place of the one with this id, in one step, and answers its id; the boxes stay.
    pub fn replace(&mut self, id: u32, name: impl Into<String>, mut image: SourceImage) -> Option<u32> {
        let at = self.position(id)?;
        self.remember();
        self.next_id += 1;
        image.bboxes.clone_from(&self.images[at].image.bboxes);
        self.images[at] = DraftImage { id: self.next_id, name: name.into(), image };
        Some(self.next_id)
    }

    /// Sets the boxes of an image. One call is one undo step: call it at the end of a drag.
    pub fn set_bboxes(&mut self, id: u32, bboxes: Vec<BoundingBox>) {
        let Some(at) = self.position(id) else { return };
        if self.images[at].image.bboxes != bboxes {
            self.remember();
            self.images[at].image.bboxes = bboxes;
        }
    }

    /// Makes what is now the beginning: nothing can be undone.
    pub fn forget_steps(&mut self) {
        self.undo.clear();
        self.redo.clear();
    }

    /// Whether [`undo`](Self::undo) would do anything.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether [`redo`](Self::redo) would do anything.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        if let Some(before) = self.undo.pop() {
            self.redo.push(std::mem::replace(&mut self.images, before));
        }
    }

    /// Takes the last undo back.
    pub fn redo(&mut self) {
        if let Some(after) = self.redo.pop() {
            self.undo.push(std::mem::replace(&mut self.images, after));
        }
    }

    fn remember(&mut self) {
        if self.undo.len() == HISTORY {
            self.undo.remove(0);
        }
        self.undo.push(self.images.clone());
        self.redo.clear();
    }
}
