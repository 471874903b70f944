//! What the page says about the prompt while it is written: which names it marks, which image or box is missing.

use crate::core::edit::prompt::{mentioned_images, missing_images};

/// Words by which a prompt speaks of boxes.
const BOX_WORDS: [&str; 7] = ["框", "选", "区域", "box", "area", "select", "region"];

/// The first thing that is to be said about a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptLint {
    /// Nothing.
    Nothing,
    /// It names these images (from 1), which are not there.
    ImagesMissing(Vec<u32>),
    /// It speaks of boxes, which are not used in this mode.
    BoxesUnused,
    /// It does not name the image with this index (from 0), which has a box.
    BoxUnnamed(usize),
    /// It names every image that has a box.
    BoxesNamed,
}

impl PromptLint {
    /// Whether it is a warning.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Nothing | Self::BoxesNamed)
    }
}

/// Looks at a prompt for as many source images as `has_boxes` has entries, each of which says whether its image has a
/// box. `are_boxes_used` says whether the mode has boxes at all.
pub fn lint(prompt: &str, has_boxes: &[bool], are_boxes_used: bool) -> PromptLint {
    let missing = missing_images(prompt, has_boxes.len());
    if !missing.is_empty() {
        return PromptLint::ImagesMissing(missing);
    }
    if prompt.trim().is_empty() || !has_boxes.contains(&true) {
        return PromptLint::Nothing;
    }
    let speaks_of_boxes = BOX_WORDS.iter().any(|word| prompt.contains(word));
    if !are_boxes_used {
        return if speaks_of_boxes { PromptLint::BoxesUnused } else { PromptLint::Nothing };
    }
    let named = mentioned_images(prompt);
    let is_named = |index: usize| named.contains(&(index as u32 + 1)) || (has_boxes.len() == 1 && speaks_of_boxes);
    match (0..has_boxes.len()).find(|&index| has_boxes[index] && !is_named(index)) {
        Some(index) => PromptLint::BoxUnnamed(index),
        None => PromptLint::BoxesNamed,
    }
}

/// A piece of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptPart {
    /// Its text.
    pub text: String,
    /// What it names, if anything.
    pub mark: Option<Mark>,
}

/// What a name in a prompt stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A source image.
    Image,
    /// An image that is not there.
    Missing,
    /// A box other than the second.
    FirstBox,
    /// The second box.
    SecondBox,
}

/// `prompt` cut into names of images and boxes, and what stands between them. There are `image_count` source images.
pub fn parts(prompt: &str, image_count: usize) -> Vec<PromptPart> {
    let mut parts = Vec::new();
    let mut rest = prompt;
    while let Some((at, length, image)) = next_image(rest) {
        let (box_length, box_number) = box_at(&rest[at + length..]);
        let mark = match box_number {
            _ if image == 0 || image > image_count => Mark::Missing,
            None => Mark::Image,
            Some(2) => Mark::SecondBox,
            Some(_) => Mark::FirstBox,
        };
        let end = at + length + box_length;
        parts.push(PromptPart { text: rest[..at].to_owned(), mark: None });
        parts.push(PromptPart { text: rest[at..end].to_owned(), mark: Some(mark) });
        rest = &rest[end..];
    }
    parts.push(PromptPart { text: rest.to_owned(), mark: None });
    parts
}

/// Where the next name of an image is, how long it is, and its number.
fn next_image(text: &str) -> Option<(usize, usize, usize)> {
    text.char_indices().find_map(|(at, _)| {
        let rest = &text[at..];
        let word = ["图片", "图", "image"].iter().find_map(|word| {
            let head = rest.get(..word.len())?;
            head.eq_ignore_ascii_case(word).then_some(word.len())
        })?;
        let spaces = rest[word..].len() - rest[word..].trim_start_matches(' ').len();
        let digits = digit_count(&rest[word + spaces..]);
        let end = word + spaces + digits;
        Some((at, end, rest[word + spaces..end].parse().ok()?))
    })
}

/// Length and number of the box that `text`, which follows a name of an image, begins with.
fn box_at(text: &str) -> (usize, Option<usize>) {
    const AREA: &str = "的框选的位置";
    const BOX: &str = "的框";
    if text.starts_with(AREA) {
        return (AREA.len(), Some(1));
    }
    let Some(rest) = text.strip_prefix(BOX) else { return (0, None) };
    let digits = digit_count(rest);
    match rest[..digits].parse() {
        Ok(number) => (BOX.len() + digits, Some(number)),
        Err(_) => (0, None),
    }
}

fn digit_count(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `words` as they stand between two UTF-16 units of a text: with spaces around them, if their language has spaces between
/// words, unless there is a space or a line's end already.
pub fn between(words: &str, before: Option<u16>, after: Option<u16>) -> String {
    let has_spaces = words.contains(' ');
    let space = |beside: Option<u16>| match beside {
        Some(unit) if has_spaces && unit != u16::from(b' ') && unit != u16::from(b'\n') => " ",
        _ => "",
    };
    format!("{}{words}{}", space(before), space(after))
}
