//! Every reason why a request cannot be sent, found before anything is paid.

use std::fmt;

use super::models::{Dialect, Mode, ModeRow, Model, Parameter, SEED_MAX, SizeRule, model};
use super::request::{EditRequest, ImageSource, OutputSize};
use crate::core::geometry::{BoundingBox, Size};
use crate::core::image::{Fit, FitError, fit};

/// One reason why a request cannot be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where: `prompt`, `images[1].bboxes[0]`, `size`, ….
    pub path: String,
    /// What.
    pub kind: ProblemKind,
}

/// What is wrong, with the numbers a sentence needs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The table has no such model.
    UnknownModel,
    /// The model has no such mode, or this version cannot ask for it.
    ModeUnavailable(Mode),
    /// The prompt is empty.
    PromptEmpty,
    /// The service would cut the text silently.
    TextTooLong {
        /// Unicode scalar values it has.
        chars: u32,
        /// Most that are read.
        max: u32,
    },
    /// Too few source images.
    TooFewImages {
        /// Given.
        count: u32,
        /// Needed.
        min: u32,
    },
    /// Too many source images.
    TooManyImages {
        /// Given.
        count: u32,
        /// Allowed.
        max: u32,
    },
    /// The file cannot become what the service takes.
    ImageUnfit(FitError),
    /// Neither `https://`, `http://` nor `data:image/…;base64,`.
    UrlInvalid,
    /// The model knows no boxes in this mode.
    BoxesUnsupported,
    /// More boxes than one image may have.
    TooManyBoxes {
        /// Given.
        count: u32,
        /// Allowed.
        max: u32,
    },
    /// The box is empty or reaches outside the image.
    BoxInvalid {
        /// Size of the image, where known.
        image: Option<Size>,
    },
    /// The mode has no such preset.
    PresetUnavailable,
    /// `width × height` outside the allowed totals.
    SizeTotal {
        /// Fewest pixels.
        min: u64,
        /// Most pixels.
        max: u64,
    },
    /// Width to height outside the allowed ratios.
    SizeRatio {
        /// `8` means between 1:8 and 8:1.
        max: u32,
    },
    /// A number outside its range.
    OutOfRange {
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// The model does not know the parameter in this mode.
    ParameterUnsupported,
}

impl ProblemKind {
    /// A stable word for programs, e.g. `too_many_boxes`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownModel => "unknown_model",
            Self::ModeUnavailable(_) => "mode_unavailable",
            Self::PromptEmpty => "prompt_empty",
            Self::TextTooLong { .. } => "text_too_long",
            Self::TooFewImages { .. } => "too_few_images",
            Self::TooManyImages { .. } => "too_many_images",
            Self::ImageUnfit(_) => "image_unfit",
            Self::UrlInvalid => "url_invalid",
            Self::BoxesUnsupported => "boxes_unsupported",
            Self::TooManyBoxes { .. } => "too_many_boxes",
            Self::BoxInvalid { .. } => "box_invalid",
            Self::PresetUnavailable => "preset_unavailable",
            Self::SizeTotal { .. } => "size_total",
            Self::SizeRatio { .. } => "size_ratio",
            Self::OutOfRange { .. } => "out_of_range",
            Self::ParameterUnsupported => "parameter_unsupported",
        }
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownModel => f.write_str("this model is not known"),
            Self::ModeUnavailable(_) => f.write_str("this model cannot be asked for this here"),
            Self::PromptEmpty => f.write_str("write what should change"),
            Self::TextTooLong { chars, max } => {
                write!(f, "{chars} characters; the service reads {max} and drops the rest")
            }
            Self::TooFewImages { count, min } => {
                write!(f, "{count} source images; at least {min} needed")
            }
            Self::TooManyImages { count, max } => {
                write!(f, "{count} source images; at most {max} allowed")
            }
            Self::ImageUnfit(error) => error.fmt(f),
            Self::UrlInvalid => f.write_str("not an http, https or data:image URL"),
            Self::BoxesUnsupported => f.write_str("boxes do not exist for this model and mode"),
            Self::TooManyBoxes { count, max } => {
                write!(f, "{count} boxes; at most {max} per image")
            }
            Self::BoxInvalid { image: Some(size) } => {
                write!(f, "the box must lie inside the image of {} × {} px", size.width, size.height)
            }
            Self::BoxInvalid { image: None } => f.write_str("the box is empty"),
            Self::PresetUnavailable => f.write_str("this preset does not exist here"),
            Self::SizeTotal { min, max } => {
                write!(f, "width × height must be between {min} and {max} px")
            }
            Self::SizeRatio { max } => write!(f, "the ratio must be between 1:{max} and {max}:1"),
            Self::OutOfRange { min, max } => write!(f, "must be between {min} and {max}"),
            Self::ParameterUnsupported => f.write_str("this model does not know the parameter in this mode"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.kind)
    }
}

/// A request without problems: the only kind that can be sent.
#[derive(Clone, Debug)]
pub struct CheckedEdit {
    request: EditRequest,
    model: &'static Model,
    row: &'static ModeRow,
    fits: Vec<Option<Fit>>,
}

impl CheckedEdit {
    /// What was asked for.
    pub fn request(&self) -> &EditRequest {
        &self.request
    }

    /// The row of its model.
    pub fn model(&self) -> &'static Model {
        self.model
    }

    /// The row of its mode.
    pub fn row(&self) -> &'static ModeRow {
        self.row
    }

    /// What must change in source image `index` before sending; `None` for a URL.
    pub fn fit(&self, index: usize) -> Option<&Fit> {
        self.fits.get(index)?.as_ref()
    }

    /// How many images are asked for.
    pub fn n(&self) -> u32 {
        self.request.n.unwrap_or(1)
    }
}

/// Checks a request against the table.
///
/// # Errors
/// Every problem there is, in the order of the form.
pub fn check(request: EditRequest) -> Result<CheckedEdit, Vec<Problem>> {
    let mut problems = Problems(Vec::new());
    let Some(model) = model(&request.model) else {
        problems.push("model", ProblemKind::UnknownModel);
        return Err(problems.0);
    };
    let mode = request.mode();
    let row = match model.mode(mode) {
        Some(row) if model.dialect == Dialect::Messages && mode != Mode::Interleave => row,
        _ => {
            problems.push("model", ProblemKind::ModeUnavailable(mode));
            return Err(problems.0);
        }
    };

    problems.text("prompt", &request.prompt, model.prompt_chars.value);
    if request.prompt.trim().is_empty() {
        problems.push("prompt", ProblemKind::PromptEmpty);
    }
    let fits = problems.images(&request, model, row);
    problems.size(&request, &row.size.value);
    problems.parameters(&request, model, row);

    if problems.0.is_empty() { Ok(CheckedEdit { request, model, row, fits }) } else { Err(problems.0) }
}

struct Problems(Vec<Problem>);

impl Problems {
    fn push(&mut self, path: impl Into<String>, kind: ProblemKind) {
        self.0.push(Problem { path: path.into(), kind });
    }

    fn text(&mut self, path: &str, text: &str, max: u32) {
        let chars = text.chars().count() as u32;
        if chars > max {
            self.push(path, ProblemKind::TextTooLong { chars, max });
        }
    }

    fn images(&mut self, request: &EditRequest, model: &Model, row: &ModeRow) -> Vec<Option<Fit>> {
        let count = request.images.len() as u32;
        let (min, max) = row.images.value;
        if count < min {
            self.push("images", ProblemKind::TooFewImages { count, min });
        }
        if count > max {
            self.push("images", ProblemKind::TooManyImages { count, max });
        }
        let mut fits = Vec::with_capacity(request.images.len());
        for (index, image) in request.images.iter().enumerate() {
            let path = format!("images[{index}]");
            fits.push(match &image.source {
                ImageSource::Local(facts) => match fit(facts, &model.image.value) {
                    Ok(fit) => Some(fit),
                    Err(error) => {
                        self.push(&*path, ProblemKind::ImageUnfit(error));
                        None
                    }
                },
                ImageSource::Url { url, .. } => {
                    if !is_image_url(url) {
                        self.push(&*path, ProblemKind::UrlInvalid);
                    }
                    None
                }
            });
            self.boxes(&path, &image.bboxes, image.size(), model, row);
        }
        fits
    }

    fn boxes(&mut self, path: &str, bboxes: &[BoundingBox], image: Option<Size>, model: &Model, row: &ModeRow) {
        if bboxes.is_empty() {
            return;
        }
        if !row.has(Parameter::BboxList) {
            self.push(format!("{path}.bboxes"), ProblemKind::BoxesUnsupported);
            return;
        }
        let (count, max) = (bboxes.len() as u32, model.boxes_per_image.value);
        if count > max {
            self.push(format!("{path}.bboxes"), ProblemKind::TooManyBoxes { count, max });
        }
        let within = image.unwrap_or(Size { width: u32::MAX, height: u32::MAX });
        for (index, bbox) in bboxes.iter().enumerate() {
            if !bbox.is_valid(within) {
                self.push(format!("{path}.bboxes[{index}]"), ProblemKind::BoxInvalid { image });
            }
        }
    }

    fn size(&mut self, request: &EditRequest, rule: &SizeRule) {
        match request.size {
            Some(OutputSize::Preset(preset)) if rule.presets.iter().all(|(known, _)| *known != preset) => {
                self.push("size", ProblemKind::PresetUnavailable);
            }
            Some(OutputSize::Exact(Size { width, height })) => {
                let total = u64::from(width) * u64::from(height);
                let (min, max, ratio) = (rule.min_total, rule.max_total, rule.max_ratio);
                if total < min || total > max {
                    self.push("size", ProblemKind::SizeTotal { min, max });
                }
                let (long, short) = (u64::from(width.max(height)), u64::from(width.min(height)));
                if long > short * u64::from(ratio) {
                    self.push("size", ProblemKind::SizeRatio { max: ratio });
                }
            }
            Some(OutputSize::Preset(_)) | None => {}
        }
    }

    fn parameters(&mut self, request: &EditRequest, model: &Model, row: &ModeRow) {
        let (min, max) = (row.n.value.min, row.n.value.max);
        if request.n.is_some_and(|n| n < min || n > max) {
            self.push("n", ProblemKind::OutOfRange { min, max });
        }
        if request.seed.is_some_and(|seed| seed > SEED_MAX) {
            self.push("seed", ProblemKind::OutOfRange { min: 0, max: SEED_MAX });
        }
        // Asking for the off state of what does not exist changes nothing.
        let asked = [
            (Parameter::NegativePrompt, request.negative_prompt.as_deref().is_some_and(filled)),
            (Parameter::PromptExtend, request.prompt_extend == Some(true)),
            (Parameter::ThinkingMode, request.thinking_mode == Some(true)),
        ];
        for (parameter, is_asked) in asked {
            if is_asked && !row.has(parameter) {
                self.push(parameter.name(), ProblemKind::ParameterUnsupported);
            }
        }
        if let (Some(text), Some(limit)) = (&request.negative_prompt, &model.negative_prompt_chars) {
            self.text("negative_prompt", text, limit.value);
        }
    }
}

fn filled(text: &str) -> bool {
    !text.trim().is_empty()
}

fn is_image_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(rest) => !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace),
        None => {
            url.strip_prefix("data:image/").is_some_and(|rest| rest.contains(";base64,") && !rest.ends_with(";base64,"))
        }
    }
}
