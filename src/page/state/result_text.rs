//! What is said of a result, before it is put into words.

/// A day by the reader's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDate {
    /// Such as 2026.
    pub year: u32,
    /// From 1.
    pub month: u32,
    /// From 1.
    pub day: u32,
}

/// What result `id` is called when it is kept: `wan2.7-image-pro-2026-11-21-1.png`. Of model, day, and its number on
/// the page; `mime` is the type of its bytes, empty where they are not here.
pub fn file_name(model: &str, date: LocalDate, id: u32, mime: &str) -> String {
    let LocalDate { year, month, day } = date;
    let extension = match mime {
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "png",
    };
    format!("{model}-{year}-{month:02}-{day:02}-{id}.{extension}")
}

/// How long the service's URL lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLeft {
    /// It has died.
    None,
    /// So many minutes, rounded up, from 1 to 60.
    Minutes(u32),
    /// So many hours, rounded down.
    Hours(u32),
}

impl TimeLeft {
    /// Of a URL that dies at `expires_unix`; both are in seconds since 1970.
    pub fn until(expires_unix: u64, now_unix: u64) -> Self {
        match expires_unix.saturating_sub(now_unix) {
            0 => Self::None,
            seconds @ 1..3600 => Self::Minutes(seconds.div_ceil(60) as u32),
            seconds => Self::Hours((seconds / 3600) as u32),
        }
    }
}
