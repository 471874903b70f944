//! Our reader of JSON beside serde_json's.

use serde_json::Value as Theirs;
use wan_edit::core::json::{Value, push_string};

use super::behaviour;

/// Nesting that both read for certain.
const DEEP: usize = 90;
/// Where floats lose digits, or have no next one.
const EXTREME: std::ops::RangeInclusive<f64> = 1e-290..=1e300;

fn agree(ours: &Value, theirs: &Theirs) {
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => {}
        (Value::Bool(a), Theirs::Bool(b)) => assert_eq!(a, b),
        (Value::String(a), Theirs::String(b)) => assert_eq!(a, b),
        (Value::Number(a), Theirs::Number(b)) => {
            let b = b.as_f64().expect("a float");
            assert!((a - b).abs() <= b.abs() * 1e-14 || !EXTREME.contains(&b.abs()), "{a} is {b}");
        }
        (Value::Array(a), Theirs::Array(b)) => {
            assert_eq!(a.len(), b.len());
            a.iter().zip(b).for_each(|(a, b)| agree(a, b));
        }
        (Value::Object(a), Theirs::Object(b)) => {
            assert!(a.iter().all(|(name, _)| b.contains_key(name)));
            b.iter().for_each(|(name, theirs)| agree(ours.get(name).expect("the field is there"), theirs));
        }
        _ => panic!("{ours:?} is {theirs:?}"),
    }
}

/// Whether a number of the text may be too large for one reader and just not for the other.
fn has_large_number(text: &str) -> bool {
    text.contains(['e', 'E']) || text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 300)
}

pub fn check(input: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(input);
    let ours = Value::parse(&text);
    let theirs = serde_json::from_str::<Theirs>(&text).ok();
    match (&ours, &theirs) {
        (Some(ours), Some(theirs)) => agree(ours, theirs),
        (None, None) => {}
        _ => {
            let is_deep = text.matches(['[', '{']).count() > DEEP;
            assert!(is_deep || has_large_number(&text), "read by one only: {ours:?} {theirs:?}");
        }
    }
    if let Some((_, end)) = Value::parse_beginning(&text) {
        assert!(end > 0 && text.is_char_boundary(end));
    }
    let mut written = String::new();
    push_string(&mut written, &text);
    assert_eq!(serde_json::from_str::<String>(&written).as_deref().ok(), Some(&*text));
    assert_eq!(Value::parse(&written), Some(Value::String(text.into_owned())));
    behaviour((ours.is_some(), ours.map(|value| shape(&value, 3))))
}

/// What stands where, down to some depth.
fn shape(value: &Value, depth: u32) -> String {
    match value {
        Value::Null => "0".into(),
        Value::Bool(_) => "b".into(),
        Value::Number(number) => if number.fract() == 0.0 { "i" } else { "f" }.into(),
        Value::String(text) => if text.is_ascii() { "s" } else { "u" }.into(),
        _ if depth == 0 => "…".into(),
        Value::Array(items) => items.iter().take(3).map(|item| shape(item, depth - 1) + ",").collect(),
        Value::Object(fields) => fields.iter().take(3).map(|(_, value)| shape(value, depth - 1) + ":").collect(),
    }
}
