//! What one run brought: images, words, and what could not be made.

use std::sync::Arc;

use leptos::prelude::*;

use crate::core::edit::{OutputSize, model};
use crate::core::geometry::Size;
use crate::core::job::Error;
use crate::core::service::wire::reply::Usage;

/// What one run brought. Copies are the same.
#[derive(Clone, Copy)]
pub struct ResultGroup {
    /// Unique on the page.
    pub id: u32,
    /// What is known of the run; more at its end.
    pub facts: RwSignal<GroupFacts>,
    /// What came, in reading order; a stream adds to it.
    pub parts: RwSignal<Vec<ResultPart>>,
}

/// What is known of a run.
#[derive(Clone, Default)]
pub struct GroupFacts {
    /// What was asked for, for the download's name and "again".
    pub prompt: String,
    /// Model id.
    pub model: String,
    /// The seed that was sent, if any.
    pub seed: Option<u32>,
    /// The size that was sent, where that is known.
    pub asked_size: Option<OutputSize>,
    /// How many images were asked for; `None` where that is not known, or was a maximum.
    pub asked_count: Option<u32>,
    /// About what one image costs, in hundredths of a yuan, where that is known.
    pub fen_each: Option<u32>,
    /// For support.
    pub request_id: Option<String>,
    /// The task it came from.
    pub task_id: Option<String>,
    /// What the service counted.
    pub usage: Usage,
    /// How many images are missing without a reason.
    pub missing: u32,
    /// Why it broke off, although something came.
    pub ended: Option<Arc<Error>>,
}

/// Why images have another size than the one that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeReason {
    /// The size is a number of pixels, as many as a square with this side has; something else decides the shape.
    Pixels {
        /// The side, px.
        side: u32,
    },
    /// The service makes sides multiples of so many px.
    Multiple(u32),
    /// The service does not promise the very size.
    Nearly,
}

/// A part of what came.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultPart {
    /// The result with this id.
    Image(u32),
    /// Words.
    Words(String),
    /// An image that could not be made, and was not billed.
    Failed {
        /// The service's code.
        code: String,
        /// The service's words.
        message: String,
    },
}

impl ResultGroup {
    /// Whether there are words among it, which makes it an answer to read; tracked.
    pub fn is_answer(self) -> bool {
        self.parts.with(|parts| parts.iter().any(|part| matches!(part, ResultPart::Words(_))))
    }

    /// The words, and images by what `image` makes of their ids, with an empty line between them; not tracked.
    pub fn text(self, image: impl Fn(u32) -> Option<String>) -> String {
        let text = |part: &ResultPart| match part {
            ResultPart::Words(words) => Some(words.clone()),
            ResultPart::Image(id) => image(*id),
            ResultPart::Failed { .. } => None,
        };
        let texts: Vec<String> =
            self.parts.with_untracked(|parts| parts.iter().filter_map(text).filter(|text| !text.is_empty()).collect());
        texts.join("\n\n")
    }

    /// The kind of the part at this place, from 0, without its words: while they grow, it is the same; tracked.
    pub fn kind_at(self, at: usize) -> ResultPart {
        self.parts.with(|parts| match parts.get(at) {
            Some(ResultPart::Words(_)) | None => ResultPart::Words(String::new()),
            Some(part) => part.clone(),
        })
    }

    /// The words at this place, from 0; tracked.
    pub fn words_at(self, at: usize) -> String {
        self.parts.with(|parts| match parts.get(at) {
            Some(ResultPart::Words(words)) => words.clone(),
            _ => String::new(),
        })
    }

    /// How many images are missing, where the result with this id is the one to say so: the first; tracked.
    pub fn missing_at(self, id: u32) -> Option<u32> {
        let is_image = |part: &&ResultPart| matches!(part, ResultPart::Image(_));
        let is_first = self.parts.with(|parts| parts.iter().find(is_image) == Some(&ResultPart::Image(id)));
        let missing = self.facts.with(|facts| facts.missing);
        (is_first && missing > 0).then_some(missing)
    }
}

impl GroupFacts {
    /// The images' size as the service counted it.
    pub fn size(&self) -> Option<Size> {
        let (width, height) = self.usage.size.as_deref()?.split_once('*')?;
        let size = Size { width: width.parse().ok()?, height: height.parse().ok()? };
        (size.width > 0 && size.height > 0).then_some(size)
    }

    /// Why images of the size `came` are what was asked for; `None` where that is the very size, or is not known.
    pub fn size_reason(&self, came: Size) -> Option<SizeReason> {
        let rules = || model(&self.model).into_iter().flat_map(|model| model.modes).map(|row| &row.size.value);
        match self.asked_size? {
            OutputSize::Preset(preset) => {
                let known = rules().flat_map(|rule| rule.presets).find(|(known, _)| *known == preset)?;
                Some(SizeReason::Pixels { side: known.1 })
            }
            OutputSize::Exact(size) if size == came => None,
            OutputSize::Exact(_) => match rules().map(|rule| rule.multiple_of).max()? {
                ..2 => Some(SizeReason::Nearly),
                unit => Some(SizeReason::Multiple(unit)),
            },
        }
    }

    /// Tokens read and written, where any were counted.
    pub fn tokens(&self) -> Option<(u64, u64)> {
        let read = self.usage.input_tokens.unwrap_or_default();
        let written = self.usage.output_tokens.unwrap_or_default();
        (read > 0 || written > 0).then_some((read, written))
    }
}
