//! What is said of a result.

use super::Film;
use crate::core::service::wire::reply::Usage;
use crate::page::messages::{Messages, fill, fill_numbers};
use crate::page::state::{Bytes, ResultCard, Take};
use crate::page::takes::Facts;
use crate::web::fetch::BytesError;

/// `2048 × 2048 px`: what the bytes say, or else the service.
pub fn size(t: &Messages, result: &ResultCard, bytes: &Bytes) -> Option<String> {
    if let Bytes::Saved { size: Some(size), .. } = bytes {
        return Some(fill_numbers(t.natural_size, &[size.width, size.height]));
    }
    result.take.facts.with(|facts| stated_size(t, &facts.usage))
}

fn stated_size(t: &Messages, usage: &Usage) -> Option<String> {
    let (width, height) = usage.size.as_deref()?.split_once('*').filter(|size| *size != ("0", "0"))?;
    Some(fill(t.natural_size, &[width, height]))
}

/// All that is known of a run and of the size of what came, each with its name.
pub fn facts(t: &'static Messages, facts: &Facts, size: Option<String>) -> Vec<(&'static str, String)> {
    let usage = &facts.usage;
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let count = |count: Option<u64>| count.unwrap_or_default().to_string();
    let tokens = [usage.input_tokens, usage.output_tokens].iter().any(|count| count.is_some_and(|count| count > 0));
    let rows = [
        (t.prompt, text(&facts.prompt)),
        (t.model, text(&facts.model)),
        (t.size, size.or_else(|| stated_size(t, usage))),
        (t.seed, Some(facts.seed.map_or(t.random.into(), |seed| seed.to_string()))),
        (t.answers.billed_images, usage.image_count.map(|count| count.to_string())),
        (
            t.answers.tokens,
            tokens.then(|| fill(t.answers.tokens_of, &[&count(usage.input_tokens), &count(usage.output_tokens)])),
        ),
        (t.request_id, facts.request_id.clone()),
        (t.task_id, facts.task_id.clone()),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// How long the service's address lives: `23 h`. `None` where it does not say; empty when it has died.
fn time_left(t: &Messages, result: &ResultCard, now_unix: u64) -> Option<String> {
    let seconds = result.image.expires_unix?.saturating_sub(now_unix);
    Some(match seconds {
        0 => String::new(),
        1..3600 => fill_numbers(t.minutes_left, &[seconds.div_ceil(60) as u32]),
        _ => fill_numbers(t.hours_left, &[(seconds / 3600) as u32]),
    })
}

/// Where the picture is and how long the address lives, by the film's clock; tracked.
pub fn life_now(film: Film, result: &ResultCard) -> Option<String> {
    result.bytes.with(|bytes| life(film.state.t(), result, bytes, film.now_unix.get()))
}

fn life(t: &Messages, result: &ResultCard, bytes: &Bytes, now_unix: u64) -> Option<String> {
    let left = time_left(t, result, now_unix)?;
    let is_here = matches!(bytes, Bytes::Saved { .. });
    Some(match (left.is_empty(), is_here) {
        (true, _) => t.address_died.into(),
        (false, true) => fill(t.address_dies_kept, &[&left]),
        (false, false) => fill(t.address_dies, &[&left]),
    })
}

/// Why the bytes could not be had, and what to do.
pub fn bytes_error(t: &Messages, error: BytesError) -> String {
    match error {
        BytesError::Expired => t.bytes_expired.into(),
        BytesError::Status(status) => fill_numbers(t.bytes_status, &[u32::from(status)]),
        BytesError::Unreachable => t.bytes_unreachable.into(),
        BytesError::NotAnImage => t.bytes_not_an_image.into(),
    }
}

/// `wan2.7-image-pro-2026-11-21-1.png`: model, local date, number on the page.
pub fn file_name(take: Take, id: u32, mime: &str) -> String {
    let date = js_sys::Date::new_0();
    let extension = match mime {
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "png",
    };
    let two = |number: u32| (number + 100).to_string()[1..].to_owned();
    let (month, day) = (two(date.get_month() + 1), two(date.get_date()));
    let (year, id) = (date.get_full_year().to_string(), id.to_string());
    let model = take.facts.with_untracked(|facts| facts.model.clone());
    [&model, "-", &year, "-", &month, "-", &day, "-", &id, ".", extension].concat()
}
