//! What was set and is not used in the mode at hand. It is kept, and there again where it counts.

use super::Form;
use crate::core::edit::{Mode, ModeRow, Parameter};

/// Something that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unused {
    /// Boxes on source images.
    Boxes,
    /// The palette.
    Palette,
    /// A preset of the size.
    Size,
    /// Not to think first.
    ThinkingMode,
    /// What should not appear.
    NegativePrompt,
    /// Not to reword the prompt.
    PromptExtend,
}

impl Form {
    /// What was set that `row` has not.
    pub fn unused(&self, row: &ModeRow, has_boxes: bool) -> Vec<Unused> {
        let is_lost = |is_set: bool, parameter| is_set && !row.has(parameter);
        let all = [
            (Unused::Boxes, has_boxes && row.mode == Mode::ImageSet),
            (Unused::Palette, is_lost(self.has_palette, Parameter::ColorPalette)),
            (Unused::Size, self.size_in(row) != self.size),
            (Unused::ThinkingMode, is_lost(!self.thinking_mode, Parameter::ThinkingMode)),
            (Unused::NegativePrompt, is_lost(!self.negative_prompt.trim().is_empty(), Parameter::NegativePrompt)),
            (Unused::PromptExtend, is_lost(!self.prompt_extend, Parameter::PromptExtend)),
        ];
        all.into_iter().filter_map(|(what, is_unused)| is_unused.then_some(what)).collect()
    }
}
