//! What is said of a result, in the reader's language.

use leptos::prelude::*;

use crate::core::edit::OutputSize;
use crate::core::geometry::Size;
use crate::page::i18n::{I18n, t_string};
use crate::page::state::{GroupFacts, LocalDate, ResultGroup, SizeReason, TimeLeft, file_name, yuan_text};
use crate::web::fetch::BytesError;

/// `2048 × 2048 px`.
pub fn size_text(i18n: I18n, size: Size) -> String {
    t_string!(i18n, natural_size, width = size.width, height = size.height)
}

/// All that is known of a run, and the size of what came, each with its name.
pub fn facts(i18n: I18n, facts: &GroupFacts, size: Option<Size>) -> Vec<(String, String)> {
    let seed = facts.seed.map_or_else(|| t_string!(i18n, random), |seed| seed.to_string());
    let tokens = |(read, written)| t_string!(i18n, tokens_of, input = read, output = written);
    // What was asked for stands beside what came, where it is known.
    let beside = |asked: Option<String>, came: String| match asked {
        Some(asked) => t_string!(i18n, requested_beside, came = came, requested = asked),
        None => came,
    };
    let sized = |size: Size| beside(facts.asked_size.map(OutputSize::wire), size_text(i18n, size));
    let billed = |count: u32| beside(facts.asked_count.map(|asked| asked.to_string()), count.to_string());
    let price = |each: u32| {
        let yuan = |count: u32| t_string!(i18n, yuan, price = yuan_text(each * count));
        Some(beside(facts.asked_count.map(yuan), yuan(facts.usage.image_count?)))
    };
    let rows = [
        (t_string!(i18n, prompt), Some(facts.prompt.clone())),
        (t_string!(i18n, model), Some(facts.model.clone())),
        (t_string!(i18n, size), size.map(sized)),
        (t_string!(i18n, why_size), size.and_then(|size| Some(reason_text(i18n, facts, facts.size_reason(size)?)))),
        (t_string!(i18n, seed), Some(seed)),
        (t_string!(i18n, billed_images), facts.usage.image_count.map(billed)),
        (t_string!(i18n, price_about), facts.fen_each.and_then(price)),
        (t_string!(i18n, tokens), facts.tokens().map(tokens)),
        (t_string!(i18n, request_id), facts.request_id.clone()),
        (t_string!(i18n, task_id), facts.task_id.clone()),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?))).collect()
}

fn reason_text(i18n: I18n, facts: &GroupFacts, reason: SizeReason) -> String {
    match reason {
        SizeReason::Pixels { side } => {
            let preset = facts.asked_size.map(OutputSize::wire).unwrap_or_default();
            t_string!(i18n, why_size_pixels, preset = preset, side = side)
        }
        SizeReason::Multiple(unit) => t_string!(i18n, why_size_multiple, unit = unit),
        SizeReason::Nearly => t_string!(i18n, why_size_nearly),
    }
}

/// How long the service's URL lives, which dies at `expires_unix`, and whether that matters; empty where nothing is
/// known. Times are in seconds since 1970.
pub fn life_text(i18n: I18n, expires_unix: Option<u64>, is_saved: bool, now_unix: u64) -> String {
    let Some(expires_unix) = expires_unix else { return String::new() };
    let time = match TimeLeft::until(expires_unix, now_unix) {
        TimeLeft::None => return t_string!(i18n, address_died),
        TimeLeft::Minutes(minutes) => t_string!(i18n, minutes_left, minutes = minutes),
        TimeLeft::Hours(hours) => t_string!(i18n, hours_left, hours = hours),
    };
    if is_saved { t_string!(i18n, address_dies_kept, time = time) } else { t_string!(i18n, address_dies, time = time) }
}

/// Why the bytes could not be had, and what to do.
pub fn bytes_error_sentence(i18n: I18n, error: BytesError) -> String {
    match error {
        BytesError::Expired => t_string!(i18n, bytes_expired),
        BytesError::Status(status) => t_string!(i18n, bytes_status, status = status),
        BytesError::Unreachable => t_string!(i18n, bytes_unreachable),
        BytesError::NotAnImage => t_string!(i18n, bytes_not_an_image),
        BytesError::NoAddress => t_string!(i18n, bytes_no_address),
    }
}

/// What result `id` of `group` is called when it is kept today; `mime` is the type of its bytes.
pub fn file_name_today(group: ResultGroup, id: u32, mime: &str) -> String {
    let now = js_sys::Date::new_0();
    let today = LocalDate { year: now.get_full_year(), month: now.get_month() + 1, day: now.get_date() };
    group.facts.with_untracked(|facts| file_name(&facts.model, today, id, mime))
}
