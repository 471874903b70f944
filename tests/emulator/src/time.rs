//! Times as the service writes them: UTC+8 without a zone mark in tasks, Unix seconds in result addresses.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY_MS: u64 = 86_400_000;
const BEIJING_MS: u64 = 8 * 3_600_000;

/// Milliseconds since 1970, now.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}

/// `YYYY-MM-DD HH:MM:SS.mmm` in UTC+8, the form of `submit_time` and its like.
pub fn beijing(ms: u64) -> String {
    let (date, clock, millis) = parts(ms + BEIJING_MS);
    format!("{date} {clock}.{millis:03}")
}

/// `YYYY-MM-DDTHH:MM:SS.mmmZ`, for the log and the result host's refusals.
pub fn iso(ms: u64) -> String {
    let (date, clock, millis) = parts(ms);
    format!("{date}T{clock}.{millis:03}Z")
}

/// Reads `YYYYMMDDhhmmss` (UTC+8), the form of the task list's `start_time` and `end_time`.
pub fn parse_compact(text: &str) -> Option<u64> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let field = |from: usize, to: usize| text[from..to].parse::<u64>().ok();
    let (year, month, day) = (field(0, 4)?, field(4, 6)?, field(6, 8)?);
    let (hour, minute, second) = (field(8, 10)?, field(10, 12)?, field(12, 14)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_from_civil(year as i64, month as i64, day as i64);
    let seconds = days as u64 * 86_400 + hour * 3600 + minute * 60 + second;
    (seconds * 1000).checked_sub(BEIJING_MS)
}

fn parts(ms: u64) -> (String, String, u64) {
    let (year, month, day) = civil_from_days((ms / DAY_MS) as i64);
    let seconds = ms % DAY_MS / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let date = format!("{year:04}-{month:02}-{day:02}");
    (date, format!("{hour:02}:{minute:02}:{second:02}"), ms % 1000)
}

/// Days since 1970-01-01 to a date of the Gregorian calendar. The year is counted from March, so that the
/// leap day is the last one and months have a closed formula.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let march_month = (month + 9) % 12;
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_beijing_time() {
        assert_eq!(beijing(1_744_080_369_123), "2025-04-08 10:46:09.123");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(parse_compact("20250408104609"), Some(1_744_080_369_000));
        assert_eq!(parse_compact("20251308104609"), None);
    }
}
