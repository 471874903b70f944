//! Sentences with gaps, filled.

use super::Messages;

/// `template` with `{0}`, `{1}`, … replaced by `values`.
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut rest = template;
    let mut out = String::with_capacity(template.len() + 16);
    while let Some(at) = rest.find('{') {
        let digit = rest.as_bytes().get(at + 1).map_or(usize::MAX, |byte| usize::from(byte.wrapping_sub(b'0')));
        match values.get(digit) {
            Some(value) if rest[at + 2..].starts_with('}') => {
                out.push_str(&rest[..at]);
                out.push_str(value);
                rest = &rest[at + 3..];
            }
            _ => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `template` filled with numbers.
pub fn fill_numbers(template: &str, values: &[u32]) -> String {
    let texts: Vec<String> = values.iter().map(u32::to_string).collect();
    fill(template, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What source image `index` (from 0) is called: `Image 1`, `图1`.
pub fn image_label(t: &Messages, index: usize) -> String {
    fill_numbers(t.image_label, &[index as u32 + 1])
}

/// A length in words: `2.4 MB`, `380 kB`.
pub fn bytes_text(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
