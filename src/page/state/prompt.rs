//! What the page marks in the prompt while it is written, and how names are put into it.

use crate::core::prompt::{MentionedBox, mentions};

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

/// `prompt` cut into names of images and boxes, and what stands between them. `box_counts` has the number of boxes of each
/// source image.
pub fn parts(prompt: &str, box_counts: &[usize]) -> Vec<PromptPart> {
    let mut parts = Vec::new();
    let mut end = 0;
    for mention in mentions(prompt) {
        let image = mention.image.value.and_then(|number| (number as usize).checked_sub(1));
        let count = image.and_then(|at| box_counts.get(at));
        let number = match &mention.bbox {
            Some(MentionedBox::Number(number)) => number.value,
            _ => None,
        };
        let mark = match (count, &mention.bbox) {
            // What is counted may be what is to be made; a question mark may be one.
            (None, _) if mention.is_counted || mention.image.value.is_none() => continue,
            (None, _) => Mark::Missing,
            (Some(_), None) => Mark::Image,
            (Some(_), Some(_)) if number == Some(2) => Mark::SecondBox,
            (Some(_), Some(_)) => Mark::FirstBox,
        };
        parts.push(PromptPart { text: prompt[end..mention.range.start].to_owned(), mark: None });
        end = mention.range.end;
        parts.push(PromptPart { text: prompt[mention.range].to_owned(), mark: Some(mark) });
    }
    parts.push(PromptPart { text: prompt[end..].to_owned(), mark: None });
    parts
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
