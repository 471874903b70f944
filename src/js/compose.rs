//! A prompt and notes on boxes as the text that is sent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::input::{Malformed, bboxes, read, read_images};
use crate::core::edit::{Mode, Parameter, model};
use crate::core::geometry::BoundingBox;
use crate::core::prompt::{BoxNote, ImageBoxes, Lint, LintRules, Origin, Prompt, Target, Wording, compile, lint};

/// What a text is to be made of.
#[derive(Debug, Deserialize)]
pub struct ComposeRequest {
    /// The model that it is for.
    #[serde(default)]
    model: String,
    /// What no note says. `{name}` stands for the image of that name, here and in notes.
    #[serde(default)]
    prompt: String,
    /// The images, in order.
    #[serde(skip)]
    images: Vec<NotedImage>,
}

/// An image with what should happen in its boxes.
#[derive(Debug, Deserialize)]
struct NotedImage {
    /// What texts call it, in braces.
    name: Option<String>,
    /// Its boxes.
    #[serde(default, deserialize_with = "bboxes")]
    bboxes: Vec<BoundingBox>,
    /// A note for each box; null or blank where there is none.
    #[serde(default)]
    notes: Vec<Option<String>>,
}

/// The text, what it was made of, and what is odd about it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Composed {
    /// The whole text.
    pub prompt: String,
    /// Its pieces, in order.
    pub pieces: Vec<ComposedPiece>,
    /// What is odd, the gravest first.
    pub findings: Vec<PromptFinding>,
}

/// A piece of the text.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ComposedPiece {
    /// Its words.
    pub text: String,
    /// Where they are from: `prompt`, `images[0].bboxes[1]`.
    pub path: String,
}

/// Something odd.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PromptFinding {
    /// What it is.
    pub kind: &'static str,
    /// Where: `prompt`, `images[0].bboxes[1]`, `model`.
    pub path: String,
    /// The number of the image or box that is named and not there, from 1; how many characters there are too many.
    pub number: Option<u32>,
}

impl ComposeRequest {
    /// Reads `{ model, prompt, images: [{ name, bboxes, notes }] }`.
    ///
    /// # Errors
    /// The place that cannot be meant.
    pub fn read(value: &Value) -> Result<Self, Malformed> {
        Ok(Self { images: read_images(value)?, ..read(value, "")? })
    }

    /// Makes the text.
    pub fn compose(&self) -> Composed {
        let images = self.numbering();
        let wording = self.wording();
        let prompt = Prompt::parse(&self.named(&self.prompt, wording), &images);
        let notes = self.notes(&images, wording);
        let model = model(&self.model);
        let takes_boxes =
            model.is_none_or(|model| model.mode(Mode::Edit).is_some_and(|row| row.has(Parameter::BboxList)));
        let most_chars = model.map_or(u32::MAX, |model| model.prompt_chars.value);
        let rules = LintRules { takes_boxes, most_chars, wording };
        let compiled = compile(&prompt, if takes_boxes { &notes } else { &[] }, &images, wording);
        let findings = lint(&prompt, &notes, &images, rules).iter().map(|lint| finding(lint, &images)).collect();
        let prompt = compiled.text();
        let piece = |origin| match origin {
            Origin::Prompt => "prompt".to_owned(),
            Origin::Note { image, bbox } => path(Target::Box { image, bbox }, &images),
        };
        let pieces = compiled.pieces.into_iter().map(|one| ComposedPiece { path: piece(one.origin), text: one.text });
        Composed { prompt, pieces: pieces.collect(), findings }
    }

    /// Images and boxes with ids: their places.
    fn numbering(&self) -> Vec<ImageBoxes> {
        let of = |(at, image): (usize, &NotedImage)| ImageBoxes {
            id: at as u32,
            bboxes: (0..image.bboxes.len() as u32).collect(),
        };
        self.images.iter().enumerate().map(of).collect()
    }

    /// The language of what was written, without the names.
    fn wording(&self) -> Wording {
        let notes = self.images.iter().flat_map(|image| &image.notes).flatten();
        let mut all: String = std::iter::once(&self.prompt).chain(notes).map(String::as_str).collect();
        for name in self.images.iter().filter_map(|image| image.name.as_deref()) {
            all = all.replace(&format!("{{{name}}}"), "");
        }
        Wording::of(&all).unwrap_or(Wording::English)
    }

    /// `text` with numbers in place of names.
    fn named(&self, text: &str, wording: Wording) -> String {
        let mut text = text.to_owned();
        for (at, image) in self.images.iter().enumerate() {
            if let Some(name) = &image.name {
                text = text.replace(&format!("{{{name}}}"), &wording.image(at as u32 + 1));
            }
        }
        text
    }

    fn notes(&self, images: &[ImageBoxes], wording: Wording) -> Vec<BoxNote> {
        let mut notes = Vec::new();
        for (image, id) in self.images.iter().zip(0..) {
            for (at, (bounds, bbox)) in image.bboxes.iter().zip(0..).enumerate() {
                let text = image.notes.get(at).and_then(Option::as_deref).unwrap_or_default();
                let note = Prompt::parse(&self.named(text, wording), images);
                notes.push(BoxNote { image: id, bbox, bounds: *bounds, note });
            }
        }
        notes
    }
}

fn path(target: Target, images: &[ImageBoxes]) -> String {
    let number = target.number(images).unwrap_or(1) - 1;
    match target {
        Target::Image(_) => format!("images[{number}]"),
        Target::Box { image, .. } => format!("{}.bboxes[{number}]", path(Target::Image(image), images)),
    }
}

fn finding(lint: &Lint, images: &[ImageBoxes]) -> PromptFinding {
    let (path, number) = match lint {
        Lint::ImageMissing(number) | Lint::TooLong(number) => ("prompt".to_owned(), Some(*number)),
        Lint::BoxMissing { image, bbox } => (format!("images[{}]", image - 1), Some(*bbox)),
        Lint::BoxUnmentioned(target) | Lint::Contradiction { second: target, .. } => (path(*target, images), None),
        Lint::NothingSelected(Some(id)) => (path(Target::Image(*id), images), None),
        Lint::NothingSelected(None) => ("images".to_owned(), None),
        Lint::BoxesUnused => ("model".to_owned(), None),
        Lint::Gone(_) | Lint::Language => ("prompt".to_owned(), None),
    };
    PromptFinding { kind: lint.word(), path, number }
}
