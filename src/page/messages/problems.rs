//! What is wrong with a draft or a file, and what is changed before sending, in the reader's language.

use super::{Messages, bytes_text, fill, fill_numbers};
use crate::core::edit::{Problem, ProblemKind};
use crate::core::image::{Change, Fit, FitError, HeaderError};
use crate::web::OpenError;

/// Why the draft cannot be sent to `service` for `model`, by their names, and what to do, in one or two sentences.
pub fn problem_sentence(t: &Messages, problem: &Problem, model: &str, service: &str) -> String {
    let path = problem.path.as_str();
    let image = fill_numbers(t.image_label, &[number_in(path, "images[") + 1]);
    match &problem.kind {
        ProblemKind::UnknownModel => t.p_unknown_model.into(),
        ProblemKind::ModeUnavailable(_) => t.p_mode_unavailable.into(),
        ProblemKind::PromptEmpty => t.p_prompt_empty.into(),
        ProblemKind::TextTooLong { chars, max } => fill_numbers(t.p_text_long, &[*chars, *max]),
        ProblemKind::TooFewImages { min, .. } => fill_numbers(t.p_too_few_images, &[*min]),
        ProblemKind::TooManyImages { count, max } => fill_numbers(t.p_too_many_images, &[*count, *max]),
        ProblemKind::ImageUnfit(error) => fit_error_sentence(t, &image, error),
        ProblemKind::UrlInvalid => fill(t.p_url, &[&image]),
        ProblemKind::BoxesUnsupported => fill(t.p_boxes_unsupported, &[&image]),
        ProblemKind::TooManyBoxes { count, max } => {
            fill(t.p_too_many_boxes, &[&image, &count.to_string(), &max.to_string()])
        }
        ProblemKind::BoxInvalid { .. } => {
            fill(t.p_box_invalid, &[&image, &(number_in(path, "bboxes[") + 1).to_string()])
        }
        ProblemKind::PresetUnavailable => t.p_preset.into(),
        // The page's own mark for a width or height that is no number.
        ProblemKind::SizeTotal { max: 0, .. } => t.p_size_unread.into(),
        ProblemKind::SizeTotal { min, max } => fill(t.p_size_total, &[&millions(*min), &millions(*max)]),
        ProblemKind::SizeRatio { max } => fill_numbers(t.p_size_ratio, &[*max]),
        ProblemKind::OutOfRange { min, max } => {
            let what = if path == "seed" { t.seed } else { t.images };
            fill(t.p_range, &[what, &min.to_string(), &max.to_string()])
        }
        ProblemKind::PaletteColors { count, min, max } => fill_numbers(t.choices.palette_count, &[*count, *min, *max]),
        ProblemKind::PaletteSum { .. } => t.choices.palette_sum.into(),
        ProblemKind::ModelElsewhere { regions } => {
            let names: Vec<&str> = regions.iter().map(|region| t.choices.regions[*region as usize]).collect();
            fill(t.choices.elsewhere, &[model, service, &names.join(t.list_comma)])
        }
        ProblemKind::DeliveryUnavailable { .. } => fill(t.choices.delivery_elsewhere, &[service]),
        ProblemKind::KeyOfPlan => t.choices.key_of_plan.into(),
        ProblemKind::KeyNotOfPlan => t.choices.key_not_of_plan.into(),
        ProblemKind::OssUnsupported => fill(t.choices.oss_unsupported, &[&image]),
        _ => fill(t.p_parameter, &[path]),
    }
}

/// Why a picture cannot be made to fit; `image` is what it is called.
pub fn fit_error_sentence(t: &Messages, image: &str, error: &FitError) -> String {
    let (template, size, first, second) = match error {
        FitError::TooSmall { size, min_side } => (t.p_small, size, min_side, &0),
        FitError::RatioTooWide { size, max_ratio } => (t.p_ratio_wide, size, max_ratio, &0),
        FitError::TooNarrow { size, min_side, max_side } => (t.p_narrow, size, min_side, max_side),
    };
    let numbers = [size.width, size.height, *first, *second].map(|number| number.to_string());
    fill(template, &[image, &numbers[0], &numbers[1], &numbers[2], &numbers[3]])
}

/// Why a file was refused, and what to do.
pub fn open_error_sentence(t: &Messages, error: &OpenError) -> String {
    match error {
        OpenError::Header(HeaderError::Empty) => t.o_empty.into(),
        OpenError::Header(HeaderError::Unsupported(name)) => fill(t.o_unsupported, &[name]),
        OpenError::Header(HeaderError::Text) => t.o_text.into(),
        OpenError::Header(HeaderError::Unknown) => t.o_unknown.into(),
        OpenError::Header(HeaderError::Truncated(format)) => fill(t.o_truncated, &[format.name()]),
        OpenError::Header(HeaderError::Broken(format)) => fill(t.o_broken, &[format.name()]),
        OpenError::Header(HeaderError::HeadTooShort { .. }) | OpenError::Damaged => t.o_damaged.into(),
        OpenError::Unreadable(_) => t.o_unreadable.into(),
    }
}

/// What is changed in a picture before it is sent; empty when nothing is.
pub fn fit_note(t: &Messages, fit: &Fit) -> String {
    let notes: Vec<String> = fit
        .changes
        .iter()
        .map(|change| match change {
            Change::Uprighted => t.fit_uprighted.into(),
            Change::Flattened => t.fit_flattened.into(),
            Change::FirstFrame => t.fit_first_frame.into(),
            Change::Scaled { from, to } => fill_numbers(t.fit_scaled, &[from.width, from.height, to.width, to.height]),
            Change::Compressed { bytes, max_bytes } => {
                fill(t.fit_compressed, &[&bytes_text(*bytes), &bytes_text(*max_bytes)])
            }
        })
        .collect();
    notes.join(t.list_comma)
}

/// The number after `mark` in a problem's path.
fn number_in(path: &str, mark: &str) -> u32 {
    let rest = path.split_once(mark).map_or("", |(_, rest)| rest);
    rest.split(']').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// `589824` as `0.59`.
fn millions(pixels: u64) -> String {
    let hundredths = (pixels + 5_000) / 10_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
