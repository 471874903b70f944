//! Makes Rust of the files in `www/locales/`: a struct for each sentence, so that a key or a placeholder that does not
//! exist does not compile. Part of the build script and of its test, not of the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::fs;
use std::path::Path;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// The language that the others are compared with.
const REFERENCE: &str = "en";

/// A language's sentences.
pub struct Locale {
    /// The name of its file, without `.json`.
    pub tag: String,
    /// Key and sentence.
    pub sentences: BTreeMap<String, String>,
}

/// The code for all languages in `folder`.
///
/// # Errors
/// What is wrong with the files, each with the file's name and the key.
pub fn generate(folder: &Path) -> Result<String, Vec<String>> {
    let locales = read(folder).map_err(|fault| vec![fault])?;
    let faults = faults(&locales);
    if faults.is_empty() { Ok(code(&locales)) } else { Err(faults) }
}

/// All languages in `folder`, in the order of their tags.
///
/// # Errors
/// Which file cannot be read, and why.
pub fn read(folder: &Path) -> Result<Vec<Locale>, String> {
    let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let locale = |path: &Path| {
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).map_err(|error| format!("{tag}.json: {error}"))?;
        let sentences = sentences(&text).map_err(|error| format!("{tag}.json: {error}"))?;
        Ok(Locale { tag, sentences })
    };
    paths.iter().map(|path| locale(path)).collect()
}

/// Keys and sentences in a file's text.
fn sentences(text: &str) -> serde_json::Result<BTreeMap<String, String>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let sentences = reader.deserialize_map(Sentences)?;
    reader.end()?;
    Ok(sentences)
}

/// Reads an object of strings in which no key stands twice.
struct Sentences;

impl<'de> Visitor<'de> for Sentences {
    type Value = BTreeMap<String, String>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object with a sentence for each key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut sentences = BTreeMap::new();
        while let Some((key, sentence)) = entries.next_entry::<String, String>()? {
            if sentences.contains_key(&key) {
                return Err(A::Error::custom(format!("\"{key}\" stands there twice")));
            }
            sentences.insert(key, sentence);
        }
        Ok(sentences)
    }
}

/// What is wrong with `locales`.
fn faults(locales: &[Locale]) -> Vec<String> {
    let Some(reference) = locales.iter().find(|locale| locale.tag == REFERENCE) else {
        return vec![format!("{REFERENCE}.json is missing")];
    };
    let mut faults = Vec::new();
    for Locale { tag, sentences } in locales {
        for key in ["language_name", "language_lang"].into_iter().filter(|key| !sentences.contains_key(*key)) {
            faults.push(format!("{tag}.json: \"{key}\" is missing"));
        }
        for (key, sentence) in sentences {
            if !is_name(key) {
                faults.push(format!("{tag}.json: \"{key}\" is no key: it must be of small letters, digits and _"));
            }
            if sentence.is_empty() {
                faults.push(format!("{tag}.json: \"{key}\" is empty"));
            }
            match (placeholders(sentence), reference.sentences.get(key).map(|sentence| placeholders(sentence))) {
                (Err(why), _) => faults.push(format!("{tag}.json: \"{key}\" {why}")),
                (Ok(_), None) => faults.push(format!("{tag}.json: \"{key}\" is not in {REFERENCE}.json")),
                (Ok(here), Some(Ok(there))) if here != there => faults.push(format!(
                    "{tag}.json: \"{key}\" has the placeholders {here:?}, in {REFERENCE}.json it has {there:?}"
                )),
                (Ok(_), Some(_)) => {}
            }
        }
        for key in reference.sentences.keys().filter(|key| !sentences.contains_key(*key)) {
            faults.push(format!("{tag}.json: \"{key}\" is missing, {REFERENCE}.json has it"));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// The names in braces in `sentence`. `{{` and `}}` stand for the braces themselves.
///
/// # Errors
/// What is wrong with the braces.
pub fn placeholders(sentence: &str) -> Result<BTreeSet<String>, String> {
    let text = sentence.replace("{{", "").replace("}}", "");
    let mut names = BTreeSet::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let Some((name, after)) = rest[at..].strip_prefix('{').and_then(|inner| inner.split_once('}')) else {
            return Err("has a brace without its partner; {{ and }} stand for the braces themselves".to_owned());
        };
        if !is_name(name) {
            return Err(format!("has {{{name}}}, which is no name; {{{{ and }}}} stand for the braces themselves"));
        }
        names.insert(name.to_owned());
        rest = after;
    }
    Ok(names)
}

/// Whether Rust can have a field of this name.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The code for `locales`, which agree.
fn code(locales: &[Locale]) -> String {
    let keys = &locales[0].sentences;
    let mut code = format!(
        "/// Tag, `lang` attribute and own name of each language.\n\
         pub(super) static LANGUAGES: [(&str, &str, &str); {}] = [\n",
        locales.len()
    );
    for Locale { tag, sentences } in locales {
        let _ = writeln!(code, "    ({tag:?}, {:?}, {:?}),", sentences["language_lang"], sentences["language_name"]);
    }
    let _ = write!(code, "];\n\n/// Every key, sorted.\npub static KEYS: [&str; {}] = [\n", keys.len());
    for key in keys.keys() {
        let _ = writeln!(code, "    {key:?},");
    }
    code.push_str("];\n\n/// A struct for each sentence, named after its key; the fields are its placeholders.\n");
    code.push_str("#[allow(missing_docs, non_camel_case_types)]\npub mod sentence {\n");
    code.push_str("    use super::{Display, Sentence, Value};\n");
    for (index, (key, sentence)) in keys.iter().enumerate() {
        let names = placeholders(sentence).unwrap_or_default();
        let (lifetime, elided) = if names.is_empty() { ("", "") } else { ("<'a>", "<'_>") };
        let fields: String = names.iter().map(|name| format!("pub {name}: &'a dyn Display, ")).collect();
        let values: String = names.iter().map(|name| format!("({name:?}, self.{name}), ")).collect();
        let _ = write!(
            code,
            "\n    pub struct {key}{lifetime} {{ {fields}}}\n    \
             impl Sentence for {key}{elided} {{\n        \
             const INDEX: usize = {index};\n        \
             fn values(&self) -> impl AsRef<[Value<'_>]> {{ [{values}] as [Value<'_>; {}] }}\n    }}\n",
            names.len()
        );
    }
    code.push_str("}\n");
    code
}
