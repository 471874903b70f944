//! An edit being made: its images, their boxes and the notes on them, with undo.

use super::request::SourceImage;
use crate::core::geometry::BoundingBox;
use crate::core::prompt::{BoxNote, ImageBoxes, Prompt};

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
    /// What is known of each of its boxes besides its place, in their order.
    pub notes: Vec<DraftNote>,
}

/// A box's id, which stays the same while the box moves, leaves and comes back, and the note on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftNote {
    /// Unique in its draft.
    pub id: u32,
    /// What should happen in the box; blank where nobody said.
    pub note: Prompt,
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
    /// The box whose note was the last thing that changed.
    typing: Option<u32>,
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
        let id = self.new_id();
        let notes = image.bboxes.iter().map(|_| self.new_note()).collect();
        self.images.push(DraftImage { id, name: name.into(), image, notes });
        id
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

    /// Sets the boxes of an image. One call is one undo step: call it at the end of a drag.
    ///
    /// A box that stays keeps its note, and so does one that alone has changed.
    pub fn set_bboxes(&mut self, id: u32, bboxes: Vec<BoundingBox>) {
        let Some(at) = self.position(id) else { return };
        if self.images[at].image.bboxes != bboxes {
            self.remember();
            let before = std::mem::take(&mut self.images[at].image.bboxes);
            let mut notes: Vec<_> = std::mem::take(&mut self.images[at].notes).into_iter().map(Some).collect();
            let kept = carried(&before, &bboxes);
            let kept: Vec<_> = kept.into_iter().map(|from| notes[from?].take()).collect();
            self.images[at].notes = kept.into_iter().map(|note| note.unwrap_or_else(|| self.new_note())).collect();
            self.images[at].image.bboxes = bboxes;
        }
    }

    /// Adds a box at the end of an image's boxes, and answers its place, from 0.
    pub fn add_bbox(&mut self, id: u32, bbox: BoundingBox, note: Prompt) -> Option<usize> {
        let at = self.position(id)?;
        self.remember();
        let note = DraftNote { note, ..self.new_note() };
        let image = &mut self.images[at];
        image.image.bboxes.push(bbox);
        image.notes.push(note);
        Some(image.notes.len() - 1)
    }

    /// Takes the box at this place, from 0, out.
    pub fn remove_bbox(&mut self, id: u32, index: usize) {
        let Some(at) = self.position(id).filter(|at| index < self.images[*at].notes.len()) else { return };
        self.remember();
        self.images[at].image.bboxes.remove(index);
        self.images[at].notes.remove(index);
    }

    /// Puts the box at place `index` at `position` (both from 0, clamped) among its image's boxes.
    pub fn reorder_bbox(&mut self, id: u32, index: usize, position: usize) {
        let Some(at) = self.position(id).filter(|at| index < self.images[*at].notes.len()) else { return };
        let to = position.min(self.images[at].notes.len() - 1);
        if index != to {
            self.remember();
            let image = &mut self.images[at];
            let (bbox, note) = (image.image.bboxes.remove(index), image.notes.remove(index));
            image.image.bboxes.insert(to, bbox);
            image.notes.insert(to, note);
        }
    }

    /// Copies a box with its note to another image, to the same part of it, and answers its place there. Both images'
    /// sizes must be known.
    pub fn copy_bbox(&mut self, id: u32, index: usize, to: u32) -> Option<usize> {
        let (from, target) = (self.image(id)?, self.image(to)?);
        let bbox = from.image.bboxes.get(index)?.scaled(from.image.size()?, target.image.size()?);
        let note = from.notes.get(index)?.note.clone();
        self.add_bbox(to, bbox, note)
    }

    /// Moves a box with its note to another image, to the same part of it, and answers its place there: one step.
    pub fn move_bbox(&mut self, id: u32, index: usize, to: u32) -> Option<usize> {
        let place = self.copy_bbox(id, index, to)?;
        let at = self.position(id)?;
        self.images[at].image.bboxes.remove(index);
        self.images[at].notes.remove(index);
        // Within one image the copy has moved up.
        Some(if id == to { place - 1 } else { place })
    }

    /// Sets the note on the box with the id `bbox`. As long as nothing else changes, that is one step to undo.
    pub fn set_note(&mut self, id: u32, bbox: u32, note: Prompt) {
        let Some(at) = self.position(id) else { return };
        let Some(index) = self.images[at].notes.iter().position(|other| other.id == bbox) else { return };
        if self.images[at].notes[index].note != note {
            if self.typing != Some(bbox) {
                self.remember();
                self.typing = Some(bbox);
            }
            self.images[at].notes[index].note = note;
        }
    }

    /// Makes all notes blank: one step to undo.
    pub fn clear_notes(&mut self) {
        if self.images.iter().flat_map(|image| &image.notes).any(|note| !note.note.is_blank()) {
            self.remember();
            let notes = self.images.iter_mut().flat_map(|image| &mut image.notes);
            notes.for_each(|note| note.note = Prompt::default());
        }
    }

    /// Takes another image in the place of one, whose id, boxes and notes it gets: what refers to the one refers to the
    /// other. Boxes are scaled where both sizes are known.
    pub fn replace(&mut self, id: u32, name: impl Into<String>, mut image: SourceImage) {
        let Some(at) = self.position(id) else { return };
        self.remember();
        let before = &mut self.images[at];
        let boxes = std::mem::take(&mut before.image.bboxes);
        image.bboxes = match (before.image.size(), image.size()) {
            (Some(from), Some(to)) => boxes.into_iter().map(|bbox| bbox.scaled(from, to)).collect(),
            _ => boxes,
        };
        before.name = name.into();
        before.image = image;
    }

    /// The ids of the images and their boxes, in order: what prompts refer to.
    pub fn numbering(&self) -> Vec<ImageBoxes> {
        let of = |image: &DraftImage| {
            let bboxes = image.notes.iter().map(|note| note.id).collect();
            ImageBoxes { id: image.id, bboxes }
        };
        self.images.iter().map(of).collect()
    }

    /// All boxes with their notes, in order.
    pub fn notes(&self) -> Vec<BoxNote> {
        let of = |image: &DraftImage| {
            let id = image.id;
            let boxes = image.image.bboxes.clone().into_iter().zip(image.notes.clone());
            boxes.map(move |(bounds, DraftNote { id: bbox, note })| BoxNote { image: id, bbox, bounds, note })
        };
        self.images.iter().flat_map(of).collect()
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
        self.typing = None;
        if let Some(before) = self.undo.pop() {
            self.redo.push(std::mem::replace(&mut self.images, before));
        }
    }

    /// Takes the last undo back.
    pub fn redo(&mut self) {
        self.typing = None;
        if let Some(after) = self.redo.pop() {
            self.undo.push(std::mem::replace(&mut self.images, after));
        }
    }

    fn new_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    fn new_note(&mut self) -> DraftNote {
        DraftNote { id: self.new_id(), note: Prompt::default() }
    }

    fn remember(&mut self) {
        self.typing = None;
        if self.undo.len() == HISTORY {
            self.undo.remove(0);
        }
        self.undo.push(self.images.clone());
        self.redo.clear();
    }
}

/// For each box in `after`, which one in `before` it was: the equal one, or else the one that is left in the order.
fn carried(before: &[BoundingBox], after: &[BoundingBox]) -> Vec<Option<usize>> {
    let mut is_free = vec![true; before.len()];
    let mut take = |at: usize| std::mem::replace(&mut is_free[at], false);
    let mut kept: Vec<Option<usize>> = vec![None; after.len()];
    // The equal one in the same place comes first: two boxes may lie over each other.
    for (at, bbox) in after.iter().enumerate() {
        if before.get(at) == Some(bbox) && take(at) {
            kept[at] = Some(at);
        }
    }
    for (at, bbox) in after.iter().enumerate().filter(|(at, _)| kept[*at].is_none()).collect::<Vec<_>>() {
        kept[at] = (0..before.len()).find(|from| before[*from] == *bbox && take(*from));
    }
    // What has changed is what is left, where as many are left as have changed.
    let left: Vec<usize> = (0..before.len()).filter(|from| is_free[*from]).collect();
    let changed: Vec<usize> = (0..after.len()).filter(|at| kept[*at].is_none()).collect();
    if before.len() == after.len() {
        for (at, from) in changed.into_iter().zip(left) {
            kept[at] = Some(from);
        }
    }
    kept
}
