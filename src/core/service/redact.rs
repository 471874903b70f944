//! Finds a key in whatever form somebody writes it back, and masks it.
//!
//! Forms: as it is, in capitals or small letters, broken by white space or invisible characters, with any of its
//! characters percent-encoded or escaped as in JSON, JavaScript or HTML (once or several times), in hexadecimal, and in
//! base64 of either alphabet, alone or within something longer such as `Bearer …`.

use std::ops::Range;

use super::Credential;

/// What stands in the place of a key.
const MASK: &str = "***";
/// A shorter key is nothing that can be told from a common word in another form: it is masked as it is only.
const SECRET_BYTES: usize = 8;
/// In an address of a result, where a mistake would lose what was paid for, only a longer one is masked.
const LONG_SECRET_BYTES: usize = 16;
/// So much of a key at the end of what came of a stream is not handed on before the rest is there.
const HELD_BYTES: usize = 4;
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A form of a key.
struct Form {
    bytes: Vec<u8>,
    /// Whether these are digits of base64, where capitals count, and what stands around them may be of the key, too.
    is_base64: bool,
}

/// What stands at a place of a text.
enum Sight {
    /// The key, up to there.
    Whole(usize),
    /// So much of it, and then the text ends.
    Begun(usize),
    /// Something else.
    Other,
}

/// Where a key stands in a text, and where it may begin at its end: `retained` at all, `held` for certain.
struct Places {
    found: Vec<Range<usize>>,
    retained: usize,
    held: usize,
}

impl Credential {
    /// `text` with every occurrence of the key masked, for whatever a service sends back.
    pub fn redact(&self, text: &str) -> String {
        masked(text, 0..text.len(), &places(text, &[self]).found)
    }

    /// The same of an address that leads to what was paid for.
    pub(crate) fn redact_address(&self, url: &str) -> String {
        if self.bytes().len() < LONG_SECRET_BYTES { url.to_owned() } else { self.redact(url) }
    }

    /// Whether the key stands in `text`.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        !places(text, &[self]).found.is_empty()
    }
}

/// Words of a stream, in which a key may be cut in two.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The end of what came, as far as it may be the beginning of a key.
    tail: String,
    /// How much of that was handed on.
    handed: usize,
}

impl Words {
    /// Takes the next words and answers what can be handed on, without any of `keys`.
    pub(crate) fn push(&mut self, more: &str, keys: &[&Credential]) -> String {
        self.tail.push_str(more);
        let Places { found, retained, held } = places(&self.tail, keys);
        let handed = held.max(self.handed);
        let words = masked(&self.tail, self.handed..handed, &found);
        self.tail.drain(..retained);
        self.handed = handed - retained;
        words
    }
}

fn places(text: &str, keys: &[&Credential]) -> Places {
    let mut places = Places { found: Vec::new(), retained: text.len(), held: text.len() };
    for key in keys {
        let key = key.bytes();
        if key.len() >= 4 {
            let exact = str::from_utf8(key).unwrap_or_default();
            places.found.extend(text.match_indices(exact).map(|(at, found)| at..at + found.len()));
        }
        if key.len() >= SECRET_BYTES {
            forms(key).iter().for_each(|form| look(text, form, &mut places));
        }
    }
    places.found.sort_by_key(|range| range.start);
    // A key that is whole is not cut.
    for range in &places.found {
        for place in [&mut places.held, &mut places.retained] {
            if range.contains(place) {
                *place = range.end;
            }
        }
    }
    places
}

fn forms(key: &[u8]) -> [Form; 5] {
    let hex = key.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| b"0123456789abcdef"[usize::from(digit)]);
    let base64 = |offset| Form { bytes: base64(key, offset), is_base64: true };
    let [plain, hex] = [key.to_vec(), hex.collect()].map(|bytes| Form { bytes, is_base64: false });
    [plain, hex, base64(0), base64(1), base64(2)]
}

/// The digits of base64 that are the key's alone, where `offset` bytes of something else stand before it.
fn base64(key: &[u8], offset: usize) -> Vec<u8> {
    let bits = (offset + key.len()) * 8;
    let bit = |at: usize| at.checked_sub(offset * 8).map_or(0, |at| key[at / 8] >> (7 - at % 8) & 1);
    let digit = |at: usize| (0..6).fold(0, |digit, place| digit << 1 | bit(at * 6 + place));
    ((offset * 8).div_ceil(6)..bits / 6).map(|at| BASE64[usize::from(digit(at))]).collect()
}

fn look(text: &str, form: &Form, places: &mut Places) {
    let Some(&first) = form.bytes.first() else { return };
    let mut at = 0;
    while at < text.len() {
        let byte = text.as_bytes()[at];
        let can_begin = form.is(byte.into(), first) || matches!(byte, b'%' | b'\\' | b'&');
        match if can_begin { form.at(&text[at..]) } else { Sight::Other } {
            Sight::Whole(length) => {
                let range = if form.is_base64 { token(text, at..at + length) } else { at..at + length };
                at = range.end;
                places.found.push(range);
                continue;
            }
            Sight::Begun(bytes) => {
                places.retained = places.retained.min(at);
                if bytes >= HELD_BYTES {
                    places.held = places.held.min(at);
                }
            }
            Sight::Other => {}
        }
        at += 1;
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

impl Form {
    fn is(&self, code: u32, wanted: u8) -> bool {
        let Ok(byte) = u8::try_from(code) else { return false };
        match (byte, wanted) {
            (b'-', b'+') | (b'_', b'/') if self.is_base64 => true,
            _ if self.is_base64 => byte == wanted,
            _ => byte.eq_ignore_ascii_case(&wanted),
        }
    }

    /// What `text` begins with.
    fn at(&self, text: &str) -> Sight {
        let mut rest = text;
        for (count, &wanted) in self.bytes.iter().enumerate() {
            rest = loop {
                let Some(character) = rest.chars().next() else { return Sight::Begun(count) };
                let escaped = escaped(rest.as_bytes());
                let plain = (u32::from(character), character.len_utf8());
                let mut readings = escaped.into_iter().flatten().chain([plain]);
                if let Some((_, length)) = readings.find(|(code, _)| self.is(*code, wanted)) {
                    break &rest[length..];
                }
                let mut readings = escaped.into_iter().flatten().chain([plain]);
                match readings.find(|(code, _)| count > 0 && is_invisible(*code)) {
                    Some((_, length)) => rest = &rest[length..],
                    None => return Sight::Other,
                }
            };
        }
        Sight::Whole(text.len() - rest.len())
    }
}

/// What an escape at the beginning of a text may mean, and its length: two readings of backslashes.
fn escaped(text: &[u8]) -> [Option<(u32, usize)>; 2] {
    match text.first() {
        Some(b'%') => {
            // `%252B` is `%2B`, encoded once more.
            let mut at = 1;
            while text[at..].starts_with(b"25") && hex(text, at + 2, 2).is_some() {
                at += 2;
            }
            [hex(text, at, 2).map(|code| (code, at + 2)), None]
        }
        Some(b'\\') => {
            let at = text.iter().take_while(|byte| **byte == b'\\').count();
            let long = |digits| hex(text, at + 1, digits).map(|code| (code, at + 1 + digits));
            let after = match text.get(at) {
                Some(b'u') => long(4),
                Some(b'x') => long(2),
                Some(b'n' | b'r' | b't' | b'b' | b'f') => Some((u32::from(b' '), at + 1)),
                Some(byte) if byte.is_ascii_punctuation() => Some((u32::from(*byte), at + 1)),
                _ => None,
            };
            [after, (at > 1).then_some((u32::from(b'\\'), 2))]
        }
        Some(b'&') => [entity(text), None],
        _ => [None; 2],
    }
}

/// A character of HTML: `&#43;`, `&#x2b;`, `&amp;`.
fn entity(text: &[u8]) -> Option<(u32, usize)> {
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let name = str::from_utf8(&text[1..end]).ok()?;
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => {
            let (_, sign) = [("amp", '&'), ("quot", '"'), ("apos", '\''), ("plus", '+'), ("sol", '/'), ("equals", '=')]
                .into_iter()
                .find(|(known, _)| *known == name)?;
            u32::from(sign)
        }
    };
    Some((code, end + 1))
}

fn hex(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = text.get(at..at + digits)?.iter().map(|digit| char::from(*digit).to_digit(16));
    digits.into_iter().try_fold(0, |code, digit| Some(code << 4 | digit?))
}

/// White space, and what is not seen at all.
fn is_invisible(code: u32) -> bool {
    matches!(code, 0..=0x20 | 0x7f..=0xa0 | 0xad | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x2069 | 0xfeff)
}

/// All of the base64 that `range` is a part of.
fn token(text: &str, Range { start, end }: Range<usize>) -> Range<usize> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=_-".contains(byte);
    let (before, after) = (&text.as_bytes()[..start], &text.as_bytes()[end..]);
    let digits = before.iter().rev().take_while(|byte| is_digit(byte)).count();
    // The rest of an escape whose end was taken would be none.
    let slashes = before[..start - digits].iter().rev().take_while(|byte| **byte == b'\\').count();
    start - digits - slashes..end + after.iter().take_while(|byte| is_digit(byte)).count()
}

/// The part `within` of `text`, with what is `found` masked.
fn masked(text: &str, within: Range<usize>, found: &[Range<usize>]) -> String {
    let mut shown = String::with_capacity(within.len());
    let mut at = within.start;
    for range in found.iter().filter(|range| range.end > within.start && range.start < within.end) {
        if range.start >= at {
            shown.push_str(&text[at..range.start]);
            shown.push_str(MASK);
        }
        at = at.max(range.end);
    }
    shown.push_str(text.get(at..within.end).unwrap_or_default());
    shown
}
