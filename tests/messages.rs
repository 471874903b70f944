//! The files of sentences beside the tables that read them: the page reads lines by their order alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use wan_edit::core::job::Cause;
use wan_edit::core::job::doctor::Finding;

/// The page is there on wasm32 only, so its sources are read.
const TABLES: [&str; 4] = ["sentences", "answers", "choices", "doctor"];

/// The fields of each table in `code`, with their types.
fn tables(code: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut tables = BTreeMap::new();
    for block in code.split("table! {\n").skip(1) {
        let block = block.split("\n}\n").next().unwrap();
        let name =
            block.split("pub struct ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a table is a struct");
        let fields = block.lines().filter_map(|line| {
            let (field, type_) = line.trim().strip_prefix("pub ")?.strip_suffix(',')?.split_once(": ")?;
            Some((field.to_owned(), type_.trim_start_matches("&'static ").to_owned()))
        });
        tables.insert(name.to_owned(), fields.collect());
    }
    tables
}

/// The name of each line that `table` takes.
fn names(table: &str, tables: &BTreeMap<String, Vec<(String, String)>>) -> Vec<String> {
    let mut names = Vec::new();
    for (field, type_) in &tables[table] {
        match type_.strip_prefix("[&'static str; ").and_then(|rest| rest.strip_suffix(']')) {
            Some("CAUSES") => names.extend(vec![field.clone(); Cause::Unknown as usize + 1]),
            Some("FINDINGS") => names.extend(vec![field.clone(); Finding::ResultsFine as usize + 1]),
            Some(count) => names.extend(vec![field.clone(); count.parse().unwrap()]),
            None if type_ == "str" => names.push(field.clone()),
            None => names.extend(self::names(type_, tables)),
        }
    }
    names
}

fn table_names() -> Vec<String> {
    let code = TABLES.map(|name| fs::read_to_string(format!("src/page/messages/{name}.rs")).unwrap());
    names("Messages", &tables(&code.join("\n")))
}

/// Names and sentences of a language.
fn sentences(language: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(format!("www/messages/{language}.txt")).unwrap();
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{language}: ends with one line break");
    let line = |line: &str| {
        let (name, sentence) =
            line.split_once(": ").unwrap_or_else(|| panic!("{language}: no `name: sentence`: {line}"));
        (name.to_owned(), sentence.to_owned())
    };
    text.lines().map(line).collect()
}

/// The gaps of a sentence, each once: `{0}`, `{1}`, ….
fn gaps(sentence: &str) -> BTreeSet<&str> {
    let starts = sentence.match_indices('{').map(|(at, _)| &sentence[at..]);
    starts
        .filter_map(|rest| rest.get(..3).filter(|gap| gap.ends_with('}') && gap.as_bytes()[1].is_ascii_digit()))
        .collect()
}

#[test]
fn every_field_has_its_line_in_each_language() {
    let wanted = table_names();
    assert!(wanted.len() > 400, "the tables were not found");
    for language in ["en", "zh"] {
        let found = sentences(language);
        for (index, wanted) in wanted.iter().enumerate() {
            let name = found.get(index).map_or("no line", |(name, _)| name);
            assert_eq!(name, wanted, "{language}.txt, line {}", index + 1);
        }
        assert_eq!(found.len(), wanted.len(), "{language}.txt has lines that no field reads");
    }
}

#[test]
fn no_sentence_is_empty_or_ends_in_spaces() {
    for language in ["en", "zh"] {
        for (name, sentence) in sentences(language) {
            assert!(!sentence.trim().is_empty(), "{language}.txt: {name} is empty");
            let is_joint = matches!(name.as_str(), "and" | "list_comma");
            assert!(is_joint || sentence == sentence.trim(), "{language}.txt: {name} begins or ends with a space");
        }
    }
}

#[test]
fn languages_have_the_same_gaps() {
    for ((name, english), (_, chinese)) in sentences("en").iter().zip(&sentences("zh")) {
        assert_eq!(gaps(english), gaps(chinese), "{name}");
    }
}

#[test]
fn names_and_gaps_are_read_as_they_stand() {
    let code = "table! {\n    pub struct A {\n        pub one: &'static str,\n        // two\n        pub list: [&'static str; 2],\n        pub b: &'static B,\n    }\n}\ntable! {\n    pub struct B {\n        /// Three.\n        pub three: &'static str,\n    }\n}\n";
    assert_eq!(names("A", &tables(code)), ["one", "list", "list", "three"]);
    assert_eq!(gaps("{1} of {0}, {1}, {url}, {"), BTreeSet::from(["{0}", "{1}"]));
}
