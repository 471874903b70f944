//! The form's values, and what of them counts in the mode at hand.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::core::edit::models::{MAX_IMAGES, SEED_MAX};
use crate::core::edit::{
    Delivery, EditRequest, Mode, ModeRow, OutputSize, Palette, PaletteColor, Parameter, ascii_digits, model,
};

/// Model and parameters as the form holds them: as text while they are typed. What the model or mode at hand has not is
/// kept, and not sent.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Form {
    pub model: String,
    /// An image set or text and images, where the model has it; `None` for an edit, or an image from words.
    pub mode: Option<Mode>,
    /// `1K`, `2K`, `W*H`; empty for the mode's default.
    pub size: String,
    pub n: u32,
    /// Most images, where the model decides how many.
    pub max_images: u32,
    /// Empty for random.
    pub seed: String,
    pub watermark: bool,
    pub prompt_extend: bool,
    pub negative_prompt: String,
    pub thinking_mode: bool,
    pub has_palette: bool,
    pub palette: Palette,
    /// How the answer is awaited; the usual way where it is `None`, or not to be had.
    pub delivery: Option<Delivery>,
    /// Upload the files before the request.
    pub is_uploading: bool,
    /// CSS colour that transparency is laid on.
    pub background: String,
    /// Send what else is in the files along, where no pixel changes. Not kept for the next visit.
    pub keeps_metadata: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            model: "wan2.7-image-pro".into(),
            mode: None,
            size: String::new(),
            n: 1,
            max_images: 4,
            seed: String::new(),
            watermark: false,
            prompt_extend: true,
            negative_prompt: String::new(),
            thinking_mode: true,
            has_palette: false,
            palette: Palette::default(),
            delivery: None,
            is_uploading: false,
            background: "#ffffff".into(),
            keeps_metadata: false,
        }
    }
}

/// What of the form is kept for the next visit: not what belongs to one edit (mode, number of images, seed, palette,
/// negative prompt). What is missing where it is read is as in a fresh form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct KeptForm {
    pub model: String,
    pub size: String,
    pub watermark: bool,
    pub prompt_extend: bool,
    pub thinking_mode: bool,
    /// The name of a [`Delivery`].
    pub delivery: Option<String>,
    pub background: String,
    pub is_uploading: bool,
}

impl Default for KeptForm {
    fn default() -> Self {
        Form::default().kept()
    }
}

impl Form {
    /// What of it is kept for the next visit.
    pub fn kept(&self) -> KeptForm {
        KeptForm {
            model: self.model.clone(),
            size: self.size.clone(),
            watermark: self.watermark,
            prompt_extend: self.prompt_extend,
            thinking_mode: self.thinking_mode,
            delivery: self.delivery.map(|delivery| delivery.name().to_owned()),
            background: self.background.clone(),
            is_uploading: self.is_uploading,
        }
    }

    /// The form of the last visit; a fresh one where its model is unknown.
    pub fn restored(kept: KeptForm) -> Self {
        let form = Self::default();
        if model(&kept.model).is_none() {
            return form;
        }
        let background = if kept.background.starts_with('#') { kept.background } else { form.background };
        Self {
            model: kept.model,
            size: kept.size,
            watermark: kept.watermark,
            prompt_extend: kept.prompt_extend,
            thinking_mode: kept.thinking_mode,
            delivery: kept.delivery.as_deref().and_then(Delivery::parse),
            background,
            is_uploading: kept.is_uploading,
            ..form
        }
    }

    /// The row of the model's mode that this amounts to with so many source images.
    pub fn row(&self, images: usize) -> Option<&'static ModeRow> {
        let model = model(&self.model)?;
        let modes = [self.mode, Some(plain(images)), (images == 0).then_some(Mode::Interleave), Some(Mode::Edit)];
        modes.into_iter().flatten().find_map(|mode| model.mode(mode))
    }

    /// The mode beside the plain one, where the model has both for as many source images.
    pub fn other_mode(&self, images: usize) -> Option<Mode> {
        let model = model(&self.model)?;
        model.mode(plain(images))?;
        model.modes.iter().map(|row| row.mode).find(|mode| matches!(mode, Mode::ImageSet | Mode::Interleave))
    }

    /// How many images, or how many at most.
    pub fn count_in(&self, row: &ModeRow) -> u32 {
        let (min, max) = count_range(row);
        if is_maximum(row) { self.max_images.clamp(min, max) } else { self.n.clamp(min, max) }
    }

    /// Whether a seed was typed that the service does not take.
    pub fn is_seed_wrong(&self) -> bool {
        !self.seed.trim().is_empty() && self.seed_number().is_none_or(|seed| seed > SEED_MAX)
    }

    fn seed_number(&self) -> Option<u32> {
        ascii_digits(self.seed.trim()).parse().ok()
    }

    /// The colour of the palette at `index`; white without a share where there is none.
    pub fn palette_color(&self, index: usize) -> PaletteColor {
        let color = self.palette.colors().get(index).copied();
        color.unwrap_or(PaletteColor { rgb: [255; 3], hundredths: 0 })
    }

    /// Writes what counts in `row` into a request that has its images.
    pub fn write(self, row: &ModeRow, request: &mut EditRequest) {
        let has = |parameter| row.has(parameter);
        let count = self.count_in(row);
        request.size = OutputSize::parse(self.size_in(row));
        request.n = Some(if has(Parameter::MaxImages) { 1 } else { count });
        request.max_images = has(Parameter::MaxImages).then_some(count);
        request.seed = self.seed_number();
        request.watermark = Some(self.watermark);
        request.enable_sequential = has(Parameter::EnableSequential).then_some(true);
        request.enable_interleave = has(Parameter::EnableInterleave).then_some(true);
        request.prompt_extend = has(Parameter::PromptExtend).then_some(self.prompt_extend);
        request.thinking_mode = has(Parameter::ThinkingMode).then_some(self.thinking_mode);
        request.color_palette = (has(Parameter::ColorPalette) && self.has_palette).then_some(self.palette);
        request.negative_prompt =
            (has(Parameter::NegativePrompt) && !self.negative_prompt.is_empty()).then_some(self.negative_prompt);
        if row.mode == Mode::ImageSet {
            request.images.iter_mut().for_each(|image| image.bboxes.clear());
        }
    }
}

fn plain(images: usize) -> Mode {
    if images == 0 { Mode::TextToImage } else { Mode::Edit }
}

/// Whether the model decides how many images there are, up to a number.
pub fn is_maximum(row: &ModeRow) -> bool {
    matches!(row.mode, Mode::ImageSet | Mode::Interleave)
}

/// Fewest and most images that can be asked for.
pub fn count_range(row: &ModeRow) -> (u32, u32) {
    let rule = if row.has(Parameter::MaxImages) { MAX_IMAGES.value } else { row.n.value };
    (rule.min, rule.max)
}

/// Model and parameters, which the parameter panel reads and writes.
#[derive(Clone, Copy)]
pub struct FormState(pub RwSignal<Form>);
