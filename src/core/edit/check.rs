//! Every reason why a request cannot be sent, found before anything is paid.

use std::fmt;

use super::models::{
    Delivery, MAX_IMAGES, Mode, ModeRow, Model, OTHER, PALETTE_COLORS, Parameter, Region, SEED_MAX, SizeRule, model,
};
use super::palette::WHOLE;
use super::request::{EditRequest, ImageSource, OutputSize};
use crate::core::geometry::{BoundingBox, Size};
use crate::core::image::{Change, Fit, FitError, fit};

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
    /// Neither `https://`, `http://`, `oss://` nor `data:image/…;base64,`.
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
    /// Too few or too many colours.
    PaletteColors {
        /// Given.
        count: u32,
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
    /// The shares do not make 100.00 %.
    PaletteSum {
        /// What they make, in hundredths of a percent.
        hundredths: u32,
    },
    /// The model does not run at this service.
    ModelElsewhere {
        /// Where it runs.
        regions: Vec<Region>,
    },
    /// This mode cannot be asked for in this way at this service.
    DeliveryUnavailable {
        /// The ways that there are.
        deliveries: Vec<Delivery>,
    },
    /// A key of the subscription opens its own host only.
    KeyOfPlan,
    /// The subscription's host takes keys of the subscription only.
    KeyNotOfPlan,
    /// The service takes no `oss://` addresses.
    OssUnsupported,
    /// Only this machine or its network reaches the address, and the service is elsewhere.
    AddressPrivate,
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
            Self::PaletteColors { .. } => "palette_colors",
            Self::PaletteSum { .. } => "palette_sum",
            Self::ModelElsewhere { .. } => "model_elsewhere",
            Self::DeliveryUnavailable { .. } => "delivery_unavailable",
            Self::KeyOfPlan => "key_of_plan",
            Self::KeyNotOfPlan => "key_not_of_plan",
            Self::OssUnsupported => "oss_unsupported",
            Self::AddressPrivate => "address_private",
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
            Self::UrlInvalid => f.write_str("not an http, https, oss or data:image URL"),
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
            Self::PaletteColors { count, min, max } => write!(f, "{count} colours; {min} to {max} are needed"),
            Self::PaletteSum { hundredths } => {
                write!(f, "the shares make {}.{:02} %, not 100.00 %", hundredths / 100, hundredths % 100)
            }
            Self::ModelElsewhere { regions } => {
                f.write_str("this model does not run at this service; it runs at")?;
                regions.iter().try_for_each(|region| write!(f, " {}", region.name()))
            }
            Self::DeliveryUnavailable { deliveries } => {
                f.write_str("this cannot be asked for in this way at this service; use")?;
                deliveries.iter().try_for_each(|delivery| write!(f, " {}", delivery.name()))
            }
            Self::KeyOfPlan => f.write_str("a key of the Token Plan (sk-sp-…) opens the Token Plan's host only"),
            Self::KeyNotOfPlan => f.write_str("the Token Plan's host takes its own keys (sk-sp-…) only"),
            Self::OssUnsupported => f.write_str("this service takes no oss:// addresses"),
            Self::AddressPrivate => f.write_str("the service cannot reach this address; give the file instead"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.kind)
    }
}

/// A source image as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreparedImage {
    /// Its size in px; `None` where that is not known of an address.
    pub size: Option<Size>,
    /// What was changed in it.
    pub changes: Vec<Change>,
    /// Whether it became smaller than it had to for the model: this browser could not draw it larger, or its bytes were too
    /// many.
    pub is_shrunk: bool,
}

/// A request without problems: the only kind that can be sent.
#[derive(Clone, Debug)]
pub struct CheckedEdit {
    request: EditRequest,
    model: &'static Model,
    row: &'static ModeRow,
    fits: Vec<Option<Fit>>,
    uploaded: Vec<Option<String>>,
}

impl CheckedEdit {
    /// The same with source images that were uploaded: their `oss://` addresses, parallel to the images.
    #[must_use]
    pub fn with_uploaded(mut self, addresses: Vec<Option<String>>) -> Self {
        self.uploaded = addresses;
        self
    }

    /// What the service finds source image `index` by: its URL, or the address it was uploaded to. `None` where the
    /// image goes along as a data URI.
    pub fn address(&self, index: usize) -> Option<&str> {
        match &self.request.images.get(index)?.source {
            ImageSource::Url { url, .. } => Some(url),
            ImageSource::Local(_) => self.uploaded.get(index)?.as_deref(),
        }
    }

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

    /// `n` as it is sent.
    pub fn n(&self) -> u32 {
        self.request.n.unwrap_or(1)
    }
}

/// Checks a request against the table.
///
/// ```
/// use wan_edit::core::edit::{EditRequest, check};
///
/// assert!(check(EditRequest::new("wan2.7-image", "A lake in winter")).is_ok());
///
/// let problems = check(EditRequest::new("wan2.7-image", "").with_n(9)).unwrap_err();
/// let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
/// assert_eq!(paths, ["prompt", "n"]);
/// ```
///
/// # Errors
/// Every problem there is, in the order of the form.
pub fn check(request: EditRequest) -> Result<CheckedEdit, Vec<Problem>> {
    let mut problems = Problems(Vec::new());
    let other = || (request.takes_any_model && !request.model.is_empty()).then_some(&OTHER);
    let Some(model) = model(&request.model).or_else(other) else {
        problems.push("model", ProblemKind::UnknownModel);
        return Err(problems.0);
    };
    let mode = request.mode();
    let Some(row) = model.mode(mode) else {
        problems.push("model", ProblemKind::ModeUnavailable(mode));
        return Err(problems.0);
    };

    problems.text("prompt", &request.prompt, model.prompt_chars.value);
    if request.prompt.trim().is_empty() {
        problems.push("prompt", ProblemKind::PromptEmpty);
    }
    let fits = problems.images(&request, model, row);
    problems.size(&request, &row.size.value);
    problems.parameters(&request, model, row);

    if problems.0.is_empty() {
        Ok(CheckedEdit { request, model, row, fits, uploaded: Vec::new() })
    } else {
        Err(problems.0)
    }
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
            (Parameter::EnableSequential, request.enable_sequential == Some(true)),
            (Parameter::MaxImages, request.max_images.is_some()),
            (Parameter::ColorPalette, request.color_palette.as_ref().is_some_and(|palette| !palette.is_empty())),
        ];
        for (parameter, is_asked) in asked {
            if is_asked && !row.has(parameter) {
                self.push(parameter.name(), ProblemKind::ParameterUnsupported);
            }
        }
        if model.is_other() {
            return;
        }
        let (min, max) = (MAX_IMAGES.value.min, MAX_IMAGES.value.max);
        if request.max_images.is_some_and(|most| most < min || most > max) {
            self.push("max_images", ProblemKind::OutOfRange { min, max });
        }
        if let Some(palette) = request.color_palette.as_ref().filter(|palette| !palette.is_empty()) {
            let (min, max) = PALETTE_COLORS.value;
            let (count, hundredths) = (palette.len() as u32, palette.sum());
            if count < min || count > max {
                self.push("color_palette", ProblemKind::PaletteColors { count, min, max });
            } else if hundredths != WHOLE {
                self.push("color_palette", ProblemKind::PaletteSum { hundredths });
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
    let rest = ["https://", "http://", "oss://"].into_iter().find_map(|scheme| url.strip_prefix(scheme));
    match rest {
        Some(rest) => !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace),
        None => {
            url.strip_prefix("data:image/").is_some_and(|rest| rest.contains(";base64,") && !rest.ends_with(";base64,"))
        }
    }
}
