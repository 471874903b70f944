//! Prompts whose references are bound to images, not to text.

use super::mention::{GONE, Mention, MentionedBox, Number, Numeral, mentions};

/// An image and its boxes by their ids; its place among others is its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageBoxes {
    /// The image's id.
    pub id: u32,
    /// Its boxes' ids, in order.
    pub bboxes: Vec<u32>,
}

/// What a number in a prompt stands for, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An image.
    Image(u32),
    /// A box.
    Box {
        /// The image that it is on.
        image: u32,
        /// The box.
        bbox: u32,
    },
}

impl Target {
    /// The number that it has among `images`, from 1; `None` where it is gone.
    #[must_use]
    pub fn number(self, images: &[ImageBoxes]) -> Option<u32> {
        let place = match self {
            Self::Image(id) => images.iter().position(|image| image.id == id),
            Self::Box { image, bbox } => {
                let image = images.iter().find(|other| other.id == image)?;
                image.bboxes.iter().position(|other| *other == bbox)
            }
        };
        place.map(|place| place as u32 + 1)
    }
}

/// A piece of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words as they were written.
    Words(String),
    /// The number of an image or a box, as it is at the time.
    Number {
        /// What has the number.
        target: Target,
        /// How it is written.
        numeral: Numeral,
    },
}

/// A prompt, or a note on a box: words with the numbers of images and boxes in them.
///
/// ```
/// use wan_edit::core::prompt::{ImageBoxes, Prompt};
///
/// let images = |ids: &[u32]| ids.iter().map(|id| ImageBoxes { id: *id, bboxes: Vec::new() }).collect::<Vec<_>>();
/// let prompt = Prompt::parse("put the cat of image 1 into image 2", &images(&[7, 9]));
/// assert_eq!(prompt.text(&images(&[9, 7])), "put the cat of image 2 into image 1");
/// assert_eq!(prompt.text(&images(&[9])), "put the cat of image ? into image 1");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    parts: Vec<Part>,
}

impl Prompt {
    /// Reads `text`: every name of an image or a box that is among `images` becomes a reference, the rest stays words.
    #[must_use]
    pub fn parse(text: &str, images: &[ImageBoxes]) -> Self {
        Self::cut(text, bound_numbers(text, images))
    }

    /// Its pieces.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What it refers to, in order.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.parts.iter().filter_map(|part| match part {
            Part::Number { target, .. } => Some(*target),
            Part::Words(_) => None,
        })
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Words(words) if words.trim().is_empty()))
    }

    /// The text with the numbers of now; `?` stands for what is gone.
    #[must_use]
    pub fn text(&self, images: &[ImageBoxes]) -> String {
        self.parts.iter().map(|part| part_text(part, images)).collect()
    }

    /// The prompt after a person changed its [`text`](Self::text) to `text`.
    ///
    /// What is gone and was not touched still knows what it was, so that undo can bring it back.
    #[must_use]
    pub fn edited(&self, text: &str, images: &[ImageBoxes]) -> Self {
        let before = self.text(images);
        let gone = self.gone(images);
        // Where all of them are still there, they are the same, wherever somebody wrote.
        let places = gone_places(text);
        if places.len() == gone.len() {
            let kept = gone.into_iter().zip(places).map(|(gone, at)| Gone { at, ..gone });
            return Self::parse_with(text, images, &kept.collect::<Vec<_>>());
        }
        let start = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
        let most = before.len().min(text.len()) - start;
        let end = before.bytes().rev().zip(text.bytes().rev()).take_while(|(a, b)| a == b).count().min(most);
        let kept = gone.into_iter().filter_map(|gone| match gone.at {
            at if at < start => Some(gone),
            at if at >= before.len() - end => Some(Gone { at: at + text.len() - before.len(), ..gone }),
            _ => None,
        });
        Self::parse_with(text, images, &kept.collect::<Vec<_>>())
    }

    /// The prompt after images or boxes changed from `before` to `after`: what it refers to is the same, and names of
    /// what was not there before become references.
    #[must_use]
    pub fn renumbered(&self, after: &[ImageBoxes]) -> Self {
        self.edited(&self.text(after), after)
    }

    /// The same with every reference to `from` pointing at `to`.
    #[must_use]
    pub fn redirected(&self, from: Target, to: Target) -> Self {
        let mut changed = self.clone();
        for part in &mut changed.parts {
            if let Part::Number { target, .. } = part
                && *target == from
            {
                *target = to;
            }
        }
        changed
    }

    /// Where the numbers stand in the text, in bytes, and what they stand for.
    #[must_use]
    pub fn places(&self, images: &[ImageBoxes]) -> Vec<(usize, Target)> {
        let mut at = 0;
        let mut places = Vec::new();
        for part in &self.parts {
            if let Part::Number { target, .. } = part {
                places.push((at, *target));
            }
            at += part_text(part, images).len();
        }
        places
    }

    /// What is gone, in order.
    fn gone(&self, images: &[ImageBoxes]) -> Vec<Gone> {
        let places = self.places(images);
        let numbers = self.parts.iter().filter_map(|part| match part {
            Part::Number { target, numeral } => Some((*target, *numeral)),
            Part::Words(_) => None,
        });
        let all = places.into_iter().zip(numbers).map(|((at, _), (target, numeral))| Gone { at, target, numeral });
        all.filter(|gone| gone.target.number(images).is_none()).collect()
    }

    /// Reads `text`, in which these places are known to stand for what is gone.
    fn parse_with(text: &str, images: &[ImageBoxes], gone: &[Gone]) -> Self {
        let mut numbers = bound_numbers(text, images);
        for number in mentions(text).into_iter().flat_map(numbers_of).filter(|number| number.value.is_none()) {
            if let Some(gone) = gone.iter().find(|gone| gone.at == number.range.start) {
                numbers.push((Number { numeral: gone.numeral, ..number }, gone.target));
            }
        }
        numbers.sort_by_key(|(number, _)| number.range.start);
        Self::cut(text, numbers)
    }

    /// `text` with `numbers`, ascending, as references.
    fn cut(text: &str, numbers: Vec<(Number, Target)>) -> Self {
        let mut parts = Vec::new();
        let mut at = 0;
        let words = |range: std::ops::Range<usize>, parts: &mut Vec<Part>| {
            if !range.is_empty() {
                parts.push(Part::Words(text[range].to_owned()));
            }
        };
        for (number, target) in numbers {
            words(at..number.range.start, &mut parts);
            at = number.range.end;
            parts.push(Part::Number { target, numeral: number.numeral });
        }
        words(at..text.len(), &mut parts);
        Self { parts }
    }
}

/// Where the sign of what is gone stands, and for what.
#[derive(Clone, Copy)]
struct Gone {
    at: usize,
    target: Target,
    numeral: Numeral,
}

/// Where `text` has the sign of what is gone in names.
fn gone_places(text: &str) -> Vec<usize> {
    let numbers = mentions(text).into_iter().flat_map(numbers_of).filter(|number| number.value.is_none());
    numbers.map(|number| number.range.start).collect()
}

/// The numbers in a name, in the order of the text.
fn numbers_of(mention: Mention) -> Vec<Number> {
    let in_box = match mention.bbox {
        Some(MentionedBox::Number(number)) => Some(number),
        _ => None,
    };
    let mut numbers: Vec<Number> = std::iter::once(mention.image).chain(in_box).collect();
    numbers.sort_by_key(|number| number.range.start);
    numbers
}

fn part_text(part: &Part, images: &[ImageBoxes]) -> String {
    match part {
        Part::Words(words) => words.clone(),
        Part::Number { target, numeral } => {
            target.number(images).map_or_else(|| GONE.to_owned(), |number| numeral.write(number))
        }
    }
}

/// The numbers in `text` that images and boxes have, with what has them, in order.
fn bound_numbers(text: &str, images: &[ImageBoxes]) -> Vec<(Number, Target)> {
    let mut numbers = Vec::new();
    // What would be written otherwise (007, First) stays words.
    let at = |number: &Number| {
        let value = number.value?;
        let is_same = text[number.range.clone()] == number.numeral.write(value);
        (value as usize).checked_sub(1).filter(|_| is_same)
    };
    for mention in mentions(text) {
        let Some(image) = at(&mention.image).and_then(|at| images.get(at)) else { continue };
        numbers.push((mention.image, Target::Image(image.id)));
        if let Some(MentionedBox::Number(number)) = mention.bbox
            && let Some(bbox) = at(&number).and_then(|at| image.bboxes.get(at))
        {
            numbers.push((number, Target::Box { image: image.id, bbox: *bbox }));
        }
    }
    numbers.sort_by_key(|(number, _)| number.range.start);
    numbers
}

/// A prompt in a field: what is typed there, and what it refers to.
///
/// ```
/// use wan_edit::core::prompt::{BoundPrompt, ImageBoxes};
///
/// let image = |id| ImageBoxes { id, bboxes: Vec::new() };
/// let mut bound = BoundPrompt::default();
/// assert_eq!(bound.follow("as in image 2", &[image(7), image(9)]), None);
/// assert_eq!(bound.follow("as in image 2", &[image(9), image(7)]).as_deref(), Some("as in image 1"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoundPrompt {
    prompt: Prompt,
    images: Vec<ImageBoxes>,
}

impl BoundPrompt {
    /// What it is by now.
    #[must_use]
    pub const fn prompt(&self) -> &Prompt {
        &self.prompt
    }

    /// Follows what the field has and which images there are; answers what the field should have instead, where numbers
    /// have changed.
    pub fn follow(&mut self, text: &str, images: &[ImageBoxes]) -> Option<String> {
        let is_typed = self.prompt.text(&self.images) != text;
        let is_moved = self.images != images;
        if is_typed && is_moved {
            // Nobody types and moves at once: both were set together.
            self.prompt = Prompt::parse(text, images);
        } else if is_typed {
            self.prompt = self.prompt.edited(text, images);
        } else if is_moved {
            self.prompt = self.prompt.renumbered(images);
        }
        if is_moved {
            self.images = images.to_vec();
        }
        let wanted = self.prompt.text(images);
        (wanted != text).then_some(wanted)
    }
}
