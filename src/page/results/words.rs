//! What is said of a result.

use web_sys::Blob;

use super::Film;
use crate::page::messages::{Messages, fill, fill_numbers};
use crate::page::state::{Bytes, ResultCard};
use crate::web::fetch::BytesError;

/// `2048 × 2048 px`: what the bytes say, or else the service.
pub fn size(t: &Messages, result: &ResultCard, bytes: &Bytes) -> Option<String> {
    if let Bytes::Saved { size: Some(size), .. } = bytes {
        return Some(fill_numbers(t.natural_size, &[size.width, size.height]));
    }
    let (width, height) = result.stated_size.as_deref()?.split_once('*')?;
    Some(fill(t.natural_size, &[width, height]))
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
pub fn file_name(result: &ResultCard, blob: &Blob) -> String {
    let date = js_sys::Date::new_0();
    let extension = match blob.type_().as_str() {
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "png",
    };
    let two = |number: u32| (number + 100).to_string()[1..].to_owned();
    let (month, day) = (two(date.get_month() + 1), two(date.get_date()));
    let (year, id) = (date.get_full_year().to_string(), result.id.to_string());
    [&result.model, "-", &year, "-", &month, "-", &day, "-", &id, ".", extension].concat()
}
