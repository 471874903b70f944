//! The sentences of all languages agree, and the build says which file and key do not.

#[allow(dead_code)]
#[path = "../src/page/i18n/generate.rs"]
mod generate;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generate::{generate, placeholders, read};

const FOLDER: &str = "www/locales";

/// The languages of the page, and their sentences.
fn locales() -> Vec<generate::Locale> {
    read(Path::new(FOLDER)).unwrap()
}

/// A folder with the page's own languages, and with `files` in their place or beside them.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sentences").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for file in ["en.json", "zh.json"] {
        fs::copy(Path::new(FOLDER).join(file), folder.join(file)).unwrap();
    }
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// What the build says where `edit` was done to the Chinese file.
fn faults_after(name: &str, edit: impl FnOnce(&mut BTreeMap<String, String>)) -> Vec<String> {
    let mut sentences = locales().pop().unwrap().sentences;
    edit(&mut sentences);
    let folder = folder(name, &[("zh.json", &serde_json::to_string(&sentences).unwrap())]);
    generate(&folder).err().unwrap_or_default()
}

#[test]
fn all_languages_have_every_sentence() {
    let code = generate(Path::new(FOLDER)).unwrap();
    assert!(code.contains(r#"("en", "en", "English")"#) && code.contains(r#"("zh", "zh-CN", "中文")"#));
    assert!(
        code.contains("pub struct output<'a> { pub height: &'a dyn Display, pub width: &'a dyn Display, }"),
        "{code}"
    );
    assert!(code.contains("pub struct skip { }"), "{code}");
}

#[test]
fn a_missing_key_is_named() {
    let faults = faults_after("missing", |sentences| drop(sentences.remove("output")));
    assert_eq!(faults, [r#"zh.json: "output" is missing, en.json has it"#]);
}

#[test]
fn a_key_too_many_is_named() {
    let faults = faults_after("extra", |sentences| drop(sentences.insert("outputs".into(), "…".into())));
    assert_eq!(faults, [r#"zh.json: "outputs" is not in en.json"#]);
}

#[test]
fn a_misspelt_key_is_missing_and_too_many() {
    let faults = faults_after("misspelt", |sentences| {
        let sentence = sentences.remove("skip").unwrap();
        sentences.insert("skipp".into(), sentence);
    });
    assert_eq!(faults, [r#"zh.json: "skip" is missing, en.json has it"#, r#"zh.json: "skipp" is not in en.json"#]);
}

#[test]
fn other_placeholders_are_named() {
    let faults =
        faults_after("placeholders", |sentences| drop(sentences.insert("theme".into(), "主题：{them}".into())));
    assert_eq!(faults, [r#"zh.json: "theme" has the placeholders {"them"}, in en.json it has {"theme"}"#]);
}

#[test]
fn an_empty_sentence_is_named() {
    let faults = faults_after("empty", |sentences| drop(sentences.insert("skip".into(), String::new())));
    assert_eq!(faults, [r#"zh.json: "skip" is empty"#]);
}

#[test]
fn a_key_that_stands_twice_is_named() {
    let folder = folder("twice", &[("zh.json", r#"{ "skip": "一", "skip": "二" }"#)]);
    let faults = generate(&folder).unwrap_err();
    assert!(faults[0].starts_with(r#"zh.json: "skip" stands there twice"#), "{faults:?}");
}

#[test]
fn a_file_that_is_no_json_is_named() {
    let folder = folder("broken", &[("zh.json", "{ \"skip\": \"一\"\n")]);
    let faults = generate(&folder).unwrap_err();
    assert!(faults[0].starts_with("zh.json: EOF"), "{faults:?}");
}

#[test]
fn a_language_is_one_file() {
    let mut sentences = locales().remove(0).sentences;
    sentences.insert("language_name".into(), "Français".into());
    sentences.insert("language_lang".into(), "fr".into());
    let folder = folder("third", &[("fr.json", &serde_json::to_string(&sentences).unwrap())]);
    let (three, two) = (generate(&folder).unwrap(), generate(Path::new(FOLDER)).unwrap());
    let row = "    (\"fr\", \"fr\", \"Français\"),\n";
    assert!(three.contains(row), "{three}");
    assert_eq!(three.replace(row, "").replace("&str); 3]", "&str); 2]"), two, "nothing else changes");
}

#[test]
fn placeholders_are_read_as_they_stand() {
    let names = |sentence: &str| placeholders(sentence).map(|names| names.into_iter().collect::<Vec<_>>());
    assert_eq!(names("{b} of {a_1}, {b}, {{url}}"), Ok(vec!["a_1".to_owned(), "b".to_owned()]));
    assert_eq!(names("{{{a}}}"), Ok(vec!["a".to_owned()]));
    for broken in ["{", "}", "{a", "a}", "{}", "{0}", "{a b}", "{A}"] {
        assert!(names(broken).is_err(), "{broken}");
    }
}

#[test]
fn sentences_neither_begin_nor_end_in_spaces() {
    for locale in locales() {
        for (key, sentence) in &locale.sentences {
            let is_joint = matches!(key.as_str(), "and" | "list_comma");
            assert!(is_joint || sentence == sentence.trim(), "{}.json: \"{key}\" has a space at an end", locale.tag);
        }
    }
}

/// The variants of an enum in the file at `path`, in small letters with `_`.
fn variants(path: &str, name: &str) -> Vec<String> {
    let code = fs::read_to_string(path).unwrap();
    let body = code.split(&format!("pub enum {name} {{")).nth(1).and_then(|rest| rest.split("\n}").next()).unwrap();
    let lines =
        body.lines().filter_map(|line| line.strip_prefix("    ").filter(|line| line.starts_with(char::is_uppercase)));
    let snake = |line: &str| {
        let word = line.split(|c: char| !c.is_alphanumeric()).next().unwrap();
        word.chars().enumerate().fold(String::new(), |mut snake, (at, c)| {
            if c.is_uppercase() && at > 0 {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
            snake
        })
    };
    lines.map(snake).collect()
}

#[test]
fn every_variant_has_its_sentence_and_no_sentence_is_left_over() {
    let english = locales().remove(0).sentences;
    let families = [
        ("cause_", "src/core/job/cause.rs", "Cause"),
        ("finding_", "src/core/job/doctor.rs", "Finding"),
        ("remedy_", "src/core/job/doctor.rs", "Finding"),
        ("region_", "src/core/edit/models.rs", "Region"),
        ("state_", "src/core/service/wire/reply.rs", "TaskStatus"),
    ];
    for (prefix, path, name) in families {
        let mut wanted = variants(path, name);
        // The service's own word stands for it.
        wanted.retain(|variant| name != "TaskStatus" || variant != "other");
        wanted.sort();
        assert!(wanted.len() > 4, "{path}: {name}");
        let found = english.keys().filter_map(|key| key.strip_prefix(prefix));
        // It is about choosing a region.
        let found: Vec<_> = found.filter(|rest| !(prefix == "region_" && *rest == "note")).collect();
        assert_eq!(found, wanted, "{prefix}…");
    }
}

/// What the page makes of the files.
#[cfg(feature = "page")]
mod in_the_page {
    use std::collections::BTreeSet;
    use std::fs;
    use std::sync::Arc;

    use leptos::prelude::*;
    use wan_edit::core::edit::Region;
    use wan_edit::core::job::Cause;
    use wan_edit::core::job::doctor::Finding;
    use wan_edit::page::i18n::{
        I18n, KEYS, Language, Messages, bytes_text, cause_sentence, finding_sentence, image_label, region_name,
        sentence,
    };

    fn messages(language: Language) -> Arc<Messages> {
        let text = fs::read_to_string(format!("www/locales/{}.json", language.tag())).unwrap();
        Arc::new(Messages::parse(&text).unwrap())
    }

    fn language(tag: &str) -> Language {
        Language::named(tag).unwrap()
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!((language("zh").tag(), language("zh").lang(), language("zh").name()), ("zh", "zh-CN", "中文"));
        assert_eq!(language("zh-Hant-TW"), language("zh"));
        assert_eq!(language("EN"), language("en"));
        assert_eq!(Language::named("xx"), None);
        assert_eq!((language("en").next(), language("zh").next()), (language("zh"), language("en")));
        let tags: BTreeSet<_> = Language::all().map(Language::tag).collect();
        assert_eq!(tags, BTreeSet::from(["en", "zh"]));
    }

    #[test]
    fn a_file_that_lacks_a_key_is_no_language() {
        let text = fs::read_to_string("www/locales/en.json").unwrap();
        assert!(Messages::parse(&text.replacen("\"skip\"", "\"skipp\"", 1)).is_none());
        assert!(Messages::parse("{}").is_none() && Messages::parse("<html>").is_none());
    }

    #[test]
    fn placeholders_are_filled_by_name() {
        let [english, chinese] = ["en", "zh"].map(|tag| messages(language(tag)));
        let output = sentence::output { width: &1280, height: &720 };
        assert_eq!(english.text(&output), "Output about 1280 × 720 px");
        assert_eq!(chinese.text(&output), "输出约 1280 × 720 像素");
        let word = sentence::box_word { image: &2, box_number: &1 };
        assert_eq!(english.text(&word), "box 1 of image 2");
        assert_eq!(chinese.text(&word), "图2的框1");
        // What looks like a placeholder in a value stays as it is.
        assert_eq!(english.text(&sentence::trust { origins: &"{origins}" }), "Send the key to {origins}?");
        assert!(english.text(&sentence::proxy_note {}).contains("with {url} in it"));
    }

    #[test]
    fn what_is_shown_follows_the_language() {
        let owner = Owner::new();
        owner.set();
        let i18n = I18n::new(language("en"), messages(language("en")));
        let said = Memo::new(move |_| image_label(i18n, 0));
        assert_eq!(said.get(), "Image 1");
        assert!(i18n.loaded(language("zh")).is_none());
        i18n.set(language("zh"), messages(language("zh")));
        assert_eq!((said.get().as_str(), i18n.lang(), i18n.tag()), ("图1", "zh-CN", "zh"));
        assert!(i18n.loaded(language("en")).is_some() && i18n.loaded(language("zh")).is_some());
        owner.cleanup();
        i18n.set(language("en"), messages(language("en")));
        assert_eq!(image_label(i18n, 0), "", "the page is gone");
    }

    #[test]
    fn families_are_found_by_variant_and_by_name() {
        let owner = Owner::new();
        owner.set();
        let i18n = I18n::new(language("en"), messages(language("en")));
        let gateway = cause_sentence(i18n, Cause::Gateway, 502);
        assert_eq!(gateway, "Something between here and the service answered instead of it (HTTP 502).");
        let no_proxy = "There is no proxy at /proxy that knows a.example; another server answered.";
        assert_eq!(finding_sentence(i18n, Finding::NoProxy, "a.example", "/proxy"), no_proxy);
        let values = [("host", &"a.example" as _), ("proxy", &"/proxy" as _)];
        assert_eq!(i18n.named("finding_", Finding::NoProxy.name(), &values), no_proxy);
        assert_eq!(i18n.named("region_", Region::TokenPlan.name(), &[]), region_name(i18n, Region::TokenPlan));
        assert_eq!(i18n.named("region_", "atlantis", &[]), "region_atlantis");
    }

    #[test]
    fn keys_are_sorted() {
        assert!(KEYS.is_sorted() && KEYS.len() > 490);
    }

    #[test]
    fn lengths_are_rounded_for_people() {
        assert_eq!([1, 380_000, 999_999, 2_450_000].map(bytes_text), ["1 kB", "380 kB", "1000 kB", "2.4 MB"]);
    }
}

#[test]
fn the_page_lists_each_language_that_has_a_file() {
    let html = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/index.html")).expect("index.html");
    let (_, list) = html.split_once(r#"<meta name="wan-edit-languages" content=""#).expect("a list of languages");
    let mut listed: Vec<&str> = list.split('"').next().unwrap_or_default().split(' ').collect();
    listed.sort_unstable();
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/www/locales")).expect("www/locales");
    let mut tags: Vec<String> =
        files.filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned())).collect();
    tags.sort_unstable();
    assert_eq!(listed, tags);
}
