//! What is wrong with a draft or a file, and what is changed before sending, in the reader's language.

use super::{I18n, bytes_text, image_label, region_name, t_string};
use crate::core::edit::{Problem, ProblemKind};
#[cfg(target_arch = "wasm32")]
use crate::core::image::HeaderError;
use crate::core::image::{Change, Fit, FitError};
#[cfg(target_arch = "wasm32")]
use crate::web::OpenError;

/// Why the draft cannot be sent to `service` for `model`, by their names, and what to do, in one or two sentences.
pub fn problem_sentence(i18n: I18n, problem: &Problem, model: &str, service: &str) -> String {
    let path = problem.path.as_str();
    let image = image_label(i18n, number_in(path, "images["));
    match &problem.kind {
        ProblemKind::UnknownModel => t_string!(i18n, p_unknown_model),
        ProblemKind::ModeUnavailable(_) => t_string!(i18n, p_mode_unavailable),
        ProblemKind::PromptEmpty => t_string!(i18n, p_prompt_empty),
        ProblemKind::TextTooLong { chars, max } => t_string!(i18n, p_text_long, count = chars, max = max),
        ProblemKind::TooFewImages { min, .. } => t_string!(i18n, p_too_few_images, min = min),
        ProblemKind::TooManyImages { count, max } => t_string!(i18n, p_too_many_images, count = count, max = max),
        ProblemKind::ImageUnfit(error) => fit_error_sentence(i18n, &image, error),
        ProblemKind::UrlInvalid => t_string!(i18n, p_url, image = image),
        ProblemKind::BoxesUnsupported => t_string!(i18n, p_boxes_unsupported, image = image),
        ProblemKind::TooManyBoxes { count, max } => {
            t_string!(i18n, p_too_many_boxes, image = image, count = count, max = max)
        }
        ProblemKind::BoxInvalid { .. } => {
            t_string!(i18n, p_box_invalid, image = image, box_number = number_in(path, "bboxes[") + 1)
        }
        ProblemKind::PresetUnavailable => t_string!(i18n, p_preset),
        // The page's own mark for a width or height that is no number.
        ProblemKind::SizeTotal { max: 0, .. } => t_string!(i18n, p_size_unread),
        ProblemKind::SizeTotal { min, max } => {
            t_string!(i18n, p_size_total, min = millions(*min), max = millions(*max))
        }
        ProblemKind::SizeRatio { max } => t_string!(i18n, p_size_ratio, max = max),
        ProblemKind::OutOfRange { min, max } => {
            let name = if path == "seed" { t_string!(i18n, seed) } else { t_string!(i18n, images) };
            t_string!(i18n, p_range, name = name, min = min, max = max)
        }
        ProblemKind::PaletteColors { count, min, max } => {
            t_string!(i18n, palette_count, count = count, min = min, max = max)
        }
        ProblemKind::PaletteSum { .. } => t_string!(i18n, palette_sum),
        ProblemKind::ModelElsewhere { regions } => {
            let names: Vec<String> = regions.iter().map(|region| region_name(i18n, *region)).collect();
            let regions = names.join(&t_string!(i18n, list_comma));
            t_string!(i18n, elsewhere, model = model, service = service, regions = regions)
        }
        ProblemKind::DeliveryUnavailable { .. } => t_string!(i18n, delivery_elsewhere, service = service),
        ProblemKind::KeyOfPlan => t_string!(i18n, key_of_plan),
        ProblemKind::KeyNotOfPlan => t_string!(i18n, key_not_of_plan),
        ProblemKind::OssUnsupported => t_string!(i18n, oss_unsupported, image = image),
        ProblemKind::AddressPrivate => t_string!(i18n, address_private, image = image),
        _ => t_string!(i18n, p_parameter, name = path),
    }
}

/// Why a picture cannot be made to fit; `image` is what it is called.
pub fn fit_error_sentence(i18n: I18n, image: &str, error: &FitError) -> String {
    let (FitError::TooSmall { size, .. } | FitError::RatioTooWide { size, .. } | FitError::TooNarrow { size, .. }) =
        error;
    let (width, height) = (size.width, size.height);
    match error {
        FitError::TooSmall { min_side, .. } => {
            t_string!(i18n, p_small, image = image, width = width, height = height, min = min_side)
        }
        FitError::RatioTooWide { max_ratio, .. } => {
            t_string!(i18n, p_ratio_wide, image = image, width = width, height = height, max = max_ratio)
        }
        FitError::TooNarrow { min_side, max_side, .. } => {
            t_string!(i18n, p_narrow, image = image, width = width, height = height, min = min_side, max = max_side)
        }
    }
}

/// Why a file was refused, and what to do.
#[cfg(target_arch = "wasm32")]
pub fn open_error_sentence(i18n: I18n, error: &OpenError) -> String {
    match error {
        OpenError::Header(HeaderError::Empty) => t_string!(i18n, o_empty),
        OpenError::Header(HeaderError::Unsupported(name)) => t_string!(i18n, o_unsupported, format = name),
        OpenError::Header(HeaderError::Text) => t_string!(i18n, o_text),
        OpenError::Header(HeaderError::Unknown) => t_string!(i18n, o_unknown),
        OpenError::Header(HeaderError::Truncated(format)) => t_string!(i18n, o_truncated, format = format.name()),
        OpenError::Header(HeaderError::Broken(format)) => t_string!(i18n, o_broken, format = format.name()),
        OpenError::Header(HeaderError::HeadTooShort { .. }) | OpenError::Damaged => t_string!(i18n, o_damaged),
        OpenError::TooLarge(size) => t_string!(i18n, o_too_large, width = size.width, height = size.height),
        OpenError::Unreadable(_) => t_string!(i18n, o_unreadable),
    }
}

/// What is changed in a picture before it is sent; empty when nothing is.
pub fn fit_note(i18n: I18n, fit: &Fit) -> String {
    let note = |change: &Change| match change {
        Change::Converted(name) => t_string!(i18n, fit_converted, format = name),
        Change::Normalized => t_string!(i18n, fit_normalized),
        Change::Completed => t_string!(i18n, fit_completed),
        Change::LocationRemoved => t_string!(i18n, fit_location_removed),
        Change::MetadataRemoved => t_string!(i18n, fit_metadata_removed),
        Change::TrailerRemoved => t_string!(i18n, fit_trailer_removed),
        Change::Uprighted => t_string!(i18n, fit_uprighted),
        Change::Flattened => t_string!(i18n, fit_flattened),
        Change::FirstFrame => t_string!(i18n, fit_first_frame),
        Change::Scaled { from, to } => t_string!(
            i18n,
            fit_scaled,
            from_width = from.width,
            from_height = from.height,
            to_width = to.width,
            to_height = to.height
        ),
        Change::Compressed { bytes, max_bytes } => {
            t_string!(i18n, fit_compressed, size = bytes_text(*bytes), max_size = bytes_text(*max_bytes))
        }
    };
    fit.changes.iter().map(note).collect::<Vec<_>>().join(&t_string!(i18n, list_comma))
}

/// The number after `mark` in a problem's path.
fn number_in(path: &str, mark: &str) -> usize {
    let rest = path.split_once(mark).map_or("", |(_, rest)| rest);
    rest.split(']').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// `589824` as `0.59`.
fn millions(pixels: u64) -> String {
    let hundredths = (pixels + 5_000) / 10_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
