//! The size of the output: what can be chosen, and what comes of it.

use super::Form;
use crate::core::edit::price::predicted_size;
use crate::core::edit::{Mode, ModeRow, OutputSize, Preset};
use crate::core::geometry::Size;

/// What is offered where nothing is known of the images.
pub const USUAL_SIZE: Size = Size::new(1280, 1280);

/// A size that is chosen by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeChoice {
    /// As the form holds it: `2K`; empty for a size that follows the last source image.
    pub name: &'static str,
    /// Whether it is what the service takes without a size.
    pub is_default: bool,
}

/// The sizes that `row` has by name.
pub fn size_choices(row: &ModeRow) -> Vec<SizeChoice> {
    let rule = &row.size.value;
    if rule.presets.is_empty() {
        return vec![SizeChoice { name: "", is_default: true }];
    }
    let choice = |preset: Preset| SizeChoice { name: preset.name(), is_default: rule.default == Some(preset) };
    rule.presets.iter().map(|(preset, _)| choice(*preset)).collect()
}

/// About the size of the output in px; `last` is that of the last source image.
pub fn predicted_output(row: &ModeRow, size: Option<OutputSize>, last: Option<Size>) -> Option<Size> {
    let rule = &row.size.value;
    if size.is_some() || rule.default.is_some() {
        return predicted_size(row, size, last);
    }
    // Without a size: that of the last source image, made to fit.
    let last = last.unwrap_or(USUAL_SIZE);
    let scale = (rule.max_total as f64 / last.area() as f64).sqrt();
    let scale = if row.mode == Mode::Interleave { scale.min(1.0) } else { scale };
    let scaled = |side: u32| (f64::from(side) * scale).round() as u32;
    let exact = Size::new(scaled(last.width), scaled(last.height));
    predicted_size(row, Some(OutputSize::Exact(exact)), None)
}

impl Form {
    /// The size as far as `row` has it; empty for its default.
    pub fn size_in(&self, row: &ModeRow) -> &str {
        let is_preset = || row.size.value.presets.iter().any(|(preset, _)| preset.name() == self.size);
        if self.size.contains('*') || is_preset() { &self.size } else { "" }
    }

    /// Whether the size is given by width and height.
    pub fn is_exact(&self) -> bool {
        self.size.contains('*')
    }

    /// Whether `choice` is chosen among those of `row`.
    pub fn is_size(&self, row: &ModeRow, choice: SizeChoice) -> bool {
        let size = self.size_in(row);
        size == choice.name || (size.is_empty() && choice.is_default)
    }

    /// Width and height as they were typed.
    pub fn sides(&self) -> (&str, &str) {
        self.size.split_once('*').unwrap_or_default()
    }

    /// Changes the width.
    pub fn set_width(&mut self, width: &str) {
        self.size = format!("{}*{}", width.replace('*', ""), self.sides().1);
    }

    /// Changes the height.
    pub fn set_height(&mut self, height: &str) {
        self.size = format!("{}*{}", self.sides().0, height.replace('*', ""));
    }

    /// Takes width and height from what was pasted into the field of one of them, such as `1280 × 720`; answers whether
    /// it was both.
    pub fn paste_size(&mut self, text: &str) -> bool {
        let Some(size @ OutputSize::Exact(_)) = OutputSize::parse(text) else { return false };
        self.size = size.wire();
        true
    }
}
