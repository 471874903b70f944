//! The prompt and the notes on boxes as the one text that is sent.

use super::reference::{ImageBoxes, Prompt, Target};
use crate::core::geometry::BoundingBox;

/// What should happen in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxNote {
    /// The id of the image that the box is on.
    pub image: u32,
    /// The box's id.
    pub bbox: u32,
    /// Where the box is, in px of its image.
    pub bounds: BoundingBox,
    /// The note; blank where there is none.
    pub note: Prompt,
}

impl BoxNote {
    /// The box as something to refer to.
    #[must_use]
    pub const fn target(&self) -> Target {
        Target::Box { image: self.image, bbox: self.bbox }
    }
}

/// The language that names of images and boxes are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// 图1中框选的第2个区域.
    Chinese,
    /// "selected area 2 of image 1".
    English,
}

impl Wording {
    /// The wording that goes with `text`; `None` where it has no letters.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        if text.chars().any(is_chinese) {
            Some(Self::Chinese)
        } else {
            text.chars().any(char::is_alphabetic).then_some(Self::English)
        }
    }

    /// The name of the image with this number, from 1.
    #[must_use]
    pub fn image(self, number: u32) -> String {
        match self {
            Self::Chinese => format!("图{number}"),
            Self::English => format!("image {number}"),
        }
    }

    /// The name of a box: the image's number, and the box's number where there is more than one.
    #[must_use]
    pub fn area(self, image: u32, bbox: Option<u32>) -> String {
        match (self, bbox) {
            (Self::Chinese, None) => format!("图{image}中框选的区域"),
            (Self::Chinese, Some(bbox)) => format!("图{image}中框选的第{bbox}个区域"),
            (Self::English, None) => format!("the selected area of image {image}"),
            (Self::English, Some(bbox)) => format!("selected area {bbox} of image {image}"),
        }
    }

    /// The name of what `target` is, as far as it is there.
    #[must_use]
    pub fn name(self, target: Target, images: &[ImageBoxes]) -> Option<String> {
        let number = target.number(images)?;
        let Target::Box { image, .. } = target else { return Some(self.image(number)) };
        let of = Target::Image(image).number(images)?;
        let is_only = images[of as usize - 1].bboxes.len() == 1;
        Some(self.area(of, (!is_only).then_some(number)))
    }

    const fn colon(self) -> &'static str {
        match self {
            Self::Chinese => "：",
            Self::English => ": ",
        }
    }

    const fn stop(self) -> &'static str {
        match self {
            Self::Chinese => "。",
            Self::English => ".",
        }
    }
}

/// Where a piece of a compiled prompt comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The prompt.
    Prompt,
    /// The note on the box with this id, on the image with this id.
    Note {
        /// The image.
        image: u32,
        /// The box.
        bbox: u32,
    },
}

/// A piece of a compiled prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its words, with the space before the next piece.
    pub text: String,
    /// Where they come from.
    pub origin: Origin,
}

/// What is sent, and what it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

impl Compiled {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Whether a note on a box is part of it.
    #[must_use]
    pub fn has_notes(&self) -> bool {
        self.pieces.iter().any(|piece| piece.origin != Origin::Prompt)
    }
}

/// Makes one text of `prompt` and `notes`: first the prompt, then a sentence for each note, in the order of the boxes.
///
/// The names of the boxes are in the language of what was written, or else in `otherwise`. Without notes the prompt
/// stays as it is, letter by letter.
///
/// ```
/// use wan_edit::core::geometry::BoundingBox;
/// use wan_edit::core::prompt::{BoxNote, ImageBoxes, Prompt, Wording, compile};
///
/// let images = [ImageBoxes { id: 1, bboxes: vec![5] }, ImageBoxes { id: 2, bboxes: vec![] }];
/// let note = BoxNote {
///     image: 1,
///     bbox: 5,
///     bounds: BoundingBox { x1: 0, y1: 0, x2: 9, y2: 9 },
///     note: Prompt::parse("replace it with the fruit of image 2", &images),
/// };
/// let compiled = compile(&Prompt::parse("Keep the light", &images), &[note], &images, Wording::Chinese);
/// let wanted = "Keep the light. The selected area of image 1: replace it with the fruit of image 2.";
/// assert_eq!(compiled.text(), wanted);
/// ```
#[must_use]
pub fn compile(prompt: &Prompt, notes: &[BoxNote], images: &[ImageBoxes], otherwise: Wording) -> Compiled {
    let said: Vec<(&BoxNote, String)> = notes
        .iter()
        .filter(|note| !note.note.is_blank())
        .map(|note| (note, note.note.text(images).trim().to_owned()))
        .collect();
    let mut words = prompt.text(images);
    let mut pieces = Vec::new();
    if said.is_empty() {
        if !words.is_empty() {
            pieces.push(Piece { text: words, origin: Origin::Prompt });
        }
        return Compiled { pieces };
    }
    let all = said.iter().fold(words.clone(), |all, (_, note)| all + note);
    let wording = Wording::of(&all).unwrap_or(otherwise);
    let gap = if wording == Wording::English { " " } else { "" };
    if !prompt.is_blank() {
        words.truncate(words.trim_end().len());
        pieces.push(Piece { text: ended(words, wording) + gap, origin: Origin::Prompt });
    }
    let last = said.len() - 1;
    for (at, (note, text)) in said.into_iter().enumerate() {
        let Some(name) = wording.name(note.target(), images) else { continue };
        let sentence = format!("{}{}{text}", capitalized(name), wording.colon());
        let gap = if at == last { "" } else { gap };
        let origin = Origin::Note { image: note.image, bbox: note.bbox };
        pieces.push(Piece { text: ended(sentence, wording) + gap, origin });
    }
    Compiled { pieces }
}

/// `text` with a sign at its end.
fn ended(mut text: String, wording: Wording) -> String {
    if !text.ends_with(['.', '!', '?', ';', ':', '。', '！', '？', '；', '：', '…']) {
        // A comma at the end would make one sentence of two.
        text.truncate(text.trim_end_matches([',', '，', '、', ' ']).len());
        text.push_str(wording.stop());
    }
    text
}

fn capitalized(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
