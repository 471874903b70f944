//! Our JSON beside serde_json's.

use proptest::prelude::*;
use serde_json::Value as Theirs;
use wan_edit::core::json::{Value, push_string};

/// Whether the two are the same. Numbers to the last but one digit, where they have an exponent like those of the wire;
/// further out one digit less, and what is next to nothing is alike.
fn is_same(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(a), Theirs::Bool(b)) => a == b,
        (Value::Number(a), Theirs::Number(b)) => {
            let b = b.as_f64().unwrap();
            let precision = if (1e-20..1e20).contains(&b.abs()) { 1e-15 } else { 1e-14 };
            (a - b).abs() <= b.abs() * precision + 1e-300
        }
        (Value::String(a), Theirs::String(b)) => a == b,
        (Value::Array(a), Theirs::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Object(_), Theirs::Object(b)) => {
            let is_there = |(name, value): (&String, &Theirs)| ours.get(name).is_some_and(|ours| is_same(ours, value));
            b.iter().all(is_there) && ours.as_object().unwrap().iter().all(|(name, _)| b.contains_key(name))
        }
        _ => false,
    }
}

fn agree(text: &str) {
    let (ours, theirs) = (Value::parse(text), serde_json::from_str::<Theirs>(text).ok());
    match (&ours, &theirs) {
        (Some(ours), Some(theirs)) => assert!(is_same(ours, theirs), "{text:?}: {ours:?} {theirs:?}"),
        _ => assert_eq!(ours.is_some(), theirs.is_some(), "{text:?}: {ours:?} {theirs:?}"),
    }
}

#[test]
fn every_wire_body_reads_alike_and_each_of_its_beginnings_is_refused_alike() {
    let mut count = 0;
    for entry in std::fs::read_dir("tests/wire").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        agree(&text);
        if text.len() < 2_000 {
            text.char_indices().for_each(|(at, _)| agree(&text[..at]));
        }
        count += 1;
    }
    assert!(count > 80, "{count}");
}

#[test]
fn odd_texts_read_alike() {
    for text in [
        "",
        " ",
        "nul",
        "null ",
        "truefalse",
        "-",
        "-0",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1E-3",
        "12.50e1",
        "1e999",
        "1e-999",
        "1.94092585925892e-309",
        "-1.5e-7",
        "123456789012345678901234567890",
        "0.1",
        "0.30000000000000004",
        "1.7976931348623157e308",
        "4.9e-320",
        "[",
        "[]",
        "[1,]",
        "[1 2]",
        "[1,2] x",
        "{}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u0041\\n\\/\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ud83dx\\ude00\"",
        "\"\\ude00\"",
        "\"\n\"",
        "\"\u{7f}图\"",
        "\u{feff}{}",
    ] {
        agree(text);
    }
}

#[test]
fn deep_nesting_is_refused_without_harm() {
    let deep = "[".repeat(100_000);
    assert_eq!(Value::parse(&deep), None);
    assert!(Value::parse(&("[".repeat(50) + &"]".repeat(50))).is_some());
}

#[test]
fn a_beginning_is_read_up_to_its_end() {
    assert_eq!(Value::parse_beginning("[1] and more").map(|(_, end)| end), Some(3));
    assert_eq!(Value::parse_beginning("and more"), None);
}

#[test]
fn whole_numbers_are_whole() {
    let number = |text: &str| Value::parse(text).unwrap().as_u64();
    assert_eq!(number("1744080369000"), Some(1_744_080_369_000));
    assert_eq!((number("-1"), number("1.5"), number("2.0"), number("1e300")), (None, None, Some(2), None));
}

fn any_json() -> impl Strategy<Value = Theirs> {
    let leaf = prop_oneof![
        Just(Theirs::Null),
        any::<bool>().prop_map(Theirs::from),
        any::<i64>().prop_map(Theirs::from),
        any::<f64>().prop_map(Theirs::from),
        any::<String>().prop_map(Theirs::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Theirs::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Theirs::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_alike(json in any_json()) {
        agree(&json.to_string());
        agree(&serde_json::to_string_pretty(&json).unwrap());
    }

    #[test]
    fn no_text_does_harm(text in any::<String>(), json in any_json(), at in any::<prop::sample::Index>(), c in any::<char>()) {
        agree(&text);
        let mut broken: Vec<char> = json.to_string().chars().collect();
        let at = at.index(broken.len());
        broken[at] = c;
        agree(&broken.into_iter().collect::<String>());
    }

    #[test]
    fn strings_are_written_so_that_others_read_them(text in any::<String>()) {
        let mut written = String::new();
        push_string(&mut written, &text);
        prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
