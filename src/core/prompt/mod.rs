//! What a person means, and the words that the service understands.
//!
//! A [`Prompt`] is text whose references are bound to images and boxes by their ids: they are renumbered when images or
//! boxes move, and say when what they name is gone. Notes on boxes and the prompt together are [`compile`]d into the one
//! text that is sent, and [`lint`] says what is odd about it before it is paid for.

mod compile;
mod diff;
mod lint;
mod mention;
mod reference;
mod template;

pub use compile::{BoxNote, Compiled, Origin, Piece, Wording, compile};
pub use diff::{Difference, differences};
pub use lint::{Intent, Lint, LintRules, Mend, intent, lint, mend};
pub use mention::{Mention, MentionedBox, Number, Numeral, mentioned_images, mentions};
pub use reference::{BoundPrompt, ImageBoxes, Part, Prompt, Target};
pub use template::{SAMPLE_SIZE, Sample, TEMPLATES, Template, TemplateKind};
