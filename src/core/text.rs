//! Searching in text. The standard library's search is made for long texts, and weighs a kilobyte of wasm.

/// Where `part` begins in `text`.
fn find(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len().checked_sub(part.len())?).find(|&at| text[at..].starts_with(part))
}

/// Whether `part` is in `text`.
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// What stands before and behind the first `part`.
pub fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    find(text, part).map(|at| (&text[..at], &text[at + part.len()..]))
}

/// `text` with `other` for each `part`, which is not empty.
pub fn replace(text: &str, part: &str, other: &str) -> String {
    debug_assert!(!part.is_empty(), "an empty part is everywhere");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = split_once(rest, part) {
        out.push_str(before);
        out.push_str(other);
        rest = behind;
    }
    out.push_str(rest);
    out
}
