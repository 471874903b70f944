//! Times as the reader's own place and language have them.

use js_sys::{Date, Object, Reflect};

/// A time, in milliseconds since 1970, in the language of this tag, with the day where it is another than today.
pub fn time_text(lang: &str, millis: u64) -> String {
    let date = Date::new(&(millis as f64).into());
    let is_today = date.to_date_string() == Date::new_0().to_date_string();
    let parts: &[&str] = if is_today { &["hour", "minute"] } else { &["hour", "minute", "day", "month"] };
    let options = Object::new();
    for part in parts {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &(*part).into(), &"2-digit".into());
    }
    date.to_locale_string(lang, &options).into()
}
