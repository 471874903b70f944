//! Who may use whom: reads the paths in every source file and fails on an arrow that the design does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms of the house: who may name whom. `lib` is the map and may name every room.
const ROOMS: &[(&str, &[&str])] = &[
    ("lib", &["core", "web", "js", "page", "element"]),
    ("main", &["page"]),
    ("element", &["page"]),
    ("page", &["web", "core"]),
    ("js", &["web", "core"]),
    ("web", &["core"]),
    ("core", &[]),
];

/// Inside the core. Geometry is the ground floor.
const CORE: &[(&str, &[&str])] = &[
    ("job", &["service", "service/plan", "service/pairing", "service/locate", "edit", "geometry"]),
    ("service/plan", &["service", "service/locate", "edit", "geometry"]),
    ("service/pairing", &["service", "edit"]),
    ("service/locate", &["geometry"]),
    ("service", &[]),
    ("edit", &["image", "geometry"]),
    ("image", &["geometry"]),
    ("geometry", &[]),
];

const BROWSER_CRATES: &[&str] =
    &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "serde_wasm_bindgen", "leptos"];

/// Crates that the services' JSON may name.
const WIRE_CRATES: &[&str] = &["std", "serde", "serde_json"];

fn is_browser_crate(name: &str) -> bool {
    BROWSER_CRATES.contains(&name) || ["gloo_", "leptos_", "reactive_"].iter().any(|prefix| name.starts_with(prefix))
}

/// `code` with comments and the insides of strings blanked, so that only code is read.
fn code_only(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if let Some(quote) = raw_string_end(rest) {
            quote
        } else if c == '"' {
            string_end(rest)
        } else if c == '\'' {
            char_end(rest)
        } else {
            0
        };
        if skipped == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push(' ');
            rest = &rest[skipped..];
        }
    }
    out
}

/// Length of a `r"…"` or `r#"…"#` at the start of `code`.
fn raw_string_end(code: &str) -> Option<usize> {
    let after = code.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let body = 1 + hashes + 1;
    Some(code[body..].find(&end).map_or(code.len(), |at| body + at + end.len()))
}

fn string_end(code: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Length of a character at the start of `code`; 0 for a lifetime.
fn char_end(code: &str) -> usize {
    let mut chars = code.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => code[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 3),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Colons,
    Open,
    Close,
    Comma,
    Other,
}

fn tokens(code: &str) -> Vec<Token> {
    let code = code_only(code);
    let mut out = Vec::new();
    let mut rest = code.as_str();
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (token, length) = match c {
            _ if length > 0 => (Some(Token::Name(rest[..length].to_owned())), length),
            ':' if rest.starts_with("::") => (Some(Token::Colons), 2),
            '{' => (Some(Token::Open), 1),
            '}' => (Some(Token::Close), 1),
            ',' => (Some(Token::Comma), 1),
            c if c.is_whitespace() => (None, c.len_utf8()),
            c => (Some(Token::Other), c.len_utf8()),
        };
        out.extend(token);
        rest = &rest[length..];
    }
    out
}

type Segments = Vec<String>;

/// Every path in `code`, groups spelled out: `crate::a::{b, c::d}` is two. A name alone is a path of one.
fn paths(code: &str) -> Vec<Segments> {
    let tokens = tokens(code);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if matches!(tokens[at], Token::Name(_)) {
            at = path(&tokens, at, &[], &mut out);
        } else {
            at += 1;
        }
    }
    out
}

/// Reads the path that begins at `at`, below `prefix`; answers where it ends.
fn path(tokens: &[Token], mut at: usize, prefix: &[String], out: &mut Vec<Segments>) -> usize {
    let mut segments = prefix.to_vec();
    while let Some(Token::Name(name)) = tokens.get(at) {
        segments.push(name.clone());
        at += 1;
        if tokens.get(at) != Some(&Token::Colons) {
            break;
        }
        at += 1;
        if tokens.get(at) == Some(&Token::Open) {
            at += 1;
            while at < tokens.len() && tokens[at] != Token::Close {
                at = match tokens[at] {
                    Token::Name(_) => path(tokens, at, &segments, out),
                    _ => at + 1,
                };
            }
            return at + 1;
        }
    }
    out.push(segments);
    at
}

/// Where a file stands: `src/core/job/flight.rs` is `core::job::flight`, `mod.rs` is its folder.
fn module_of(file: &str) -> Segments {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Segments = path.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|name| name == "mod") {
        module.pop();
    }
    module
}

/// A path of our own from the crate's root; `None` for a name that is not ours.
fn resolved(path: &[String], module: &[String]) -> Option<Segments> {
    let mut base: Segments = module.to_vec();
    let rest = match path[0].as_str() {
        "crate" | "wan_edit" if path.len() > 1 => {
            base.clear();
            &path[1..]
        }
        "self" if path.len() > 1 => &path[1..],
        "super" => {
            let ups = path.iter().take_while(|name| *name == "super").count();
            base.truncate(base.len().saturating_sub(ups));
            &path[ups..]
        }
        _ => return None,
    };
    base.extend(rest.iter().cloned());
    Some(base)
}

/// The room in the core that a module is in: `core::service::plan::submit` is `service/plan`.
fn core_room(module: &[String]) -> Option<&'static str> {
    let [first, room, rest @ ..] = module else { return None };
    if first != "core" {
        return None;
    }
    let inner = rest.first().map(|name| format!("{room}/{name}"));
    let find = |wanted: &str| CORE.iter().map(|(name, _)| *name).find(|name| *name == wanted);
    inner.and_then(|inner| find(&inner)).or_else(|| find(room))
}

/// Every wrong arrow of one file, as sentences.
fn faults(file: &str, code: &str) -> Vec<String> {
    let module = module_of(file);
    let mut faults = Vec::new();
    let room = module[0].as_str();
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("{file}: src has no room `{room}`")];
    };
    let is_wire = file.starts_with("src/core/service/wire/");
    for path in paths(code) {
        let name = path.join("::");
        if room == "core" && is_browser_crate(&path[0]) {
            faults.push(format!("{file}: the core names a browser crate: {name}"));
        }
        let Some(target) = resolved(&path, &module) else { continue };
        let Some(to) = target.first() else { continue };
        if is_wire && !target.starts_with(&["core", "service", "wire"].map(str::to_owned)) {
            faults.push(format!("{file}: wire may use serde only, not {name}"));
        }
        if to != room && ROOMS.iter().any(|(known, _)| known == to) && !allowed.contains(&to.as_str()) {
            faults.push(format!("{file}: {room} may not use {to}: {name}"));
        }
        if let (Some(from), Some(to)) = (core_room(&module), core_room(&target)) {
            let (_, allowed) = CORE.iter().find(|(name, _)| *name == from).unwrap();
            if from != to && !allowed.contains(&to) {
                faults.push(format!("{file}: {from} may not use {to}: {name}"));
            }
        }
    }
    if is_wire {
        faults
            .extend(foreign_uses(code).into_iter().map(|name| format!("{file}: wire may use serde only, not {name}")));
    }
    faults
}

/// Roots of `use` lines that are neither ours nor on the wire's list.
fn foreign_uses(code: &str) -> Vec<String> {
    let tokens = tokens(code);
    let is_ours = |name: &str| matches!(name, "crate" | "super" | "self") || WIRE_CRATES.contains(&name);
    tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [Token::Name(word), Token::Name(root)] if word == "use" && !is_ours(root) => Some(root.clone()),
            _ => None,
        })
        .collect()
}

/// Arrows inside the core, by room; the plan counts as a room of its own.
fn core_arrows(files: &[(String, String)]) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut arrows: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (file, code) in files {
        let module = module_of(file);
        let Some(from) = core_room(&module) else { continue };
        for path in paths(code) {
            let to = resolved(&path, &module).and_then(|target| core_room(&target));
            arrows.entry(from).or_default().extend(to.filter(|to| *to != from));
        }
    }
    arrows
}

/// Rooms that lead back to themselves.
fn cycle(arrows: &BTreeMap<&'static str, BTreeSet<&'static str>>) -> Option<&'static str> {
    let reaches_itself = |start: &&&'static str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![**start]);
        while let Some(room) = next.pop() {
            for &to in arrows.get(room).into_iter().flatten() {
                if to == **start {
                    return true;
                }
                if seen.insert(to) {
                    next.push(to);
                }
            }
        }
        false
    };
    arrows.keys().find(reaches_itself).copied()
}

fn files_below(folder: &str) -> Vec<(String, String)> {
    fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder is there").map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    collect(Path::new(folder), &mut paths);
    paths.sort();
    paths.iter().map(|path| (path.to_str().unwrap().replace('\\', "/"), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_arrow_is_one_of_the_design() {
    let files = files_below("src");
    assert!(files.len() > 20, "the sources were not found");
    let faults: Vec<String> = files.iter().flat_map(|(file, code)| faults(file, code)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_rooms_of_the_core_have_no_cycle() {
    let arrows = core_arrows(&files_below("src"));
    assert!(arrows["job"].contains("service") && arrows["edit"].contains("image"), "the reader sees no arrows");
    assert_eq!(cycle(&arrows), None, "{arrows:?}");
}

#[test]
fn the_emulator_can_disagree_with_us() {
    let manifest = fs::read_to_string("tests/emulator/Cargo.toml").unwrap();
    for line in manifest.lines() {
        let line = line.split('#').next().unwrap_or("");
        assert!(!line.contains("path =") || line.contains("src/"), "a path dependency: {line}");
        assert!(!line.contains("wan-edit") && !line.contains("wan_edit"), "it depends on us: {line}");
    }
    let files: Vec<_> = ["tests/emulator/src", "tests/emulator/tests"].into_iter().flat_map(files_below).collect();
    assert!(files.len() > 5, "the emulator's sources were not found");
    for (file, code) in files {
        assert!(paths(&code).iter().all(|path| path[0] != "wan_edit"), "{file} uses our code");
    }
}

#[test]
fn a_wrong_arrow_is_found_however_it_is_written() {
    let wrong = [
        ("src/core/edit/check.rs", "use crate::core::job::Job;"),
        ("src/core/edit/check.rs", "use crate::core::{geometry::Size, job::Job};"),
        ("src/core/edit/check.rs", "use super::super::service::Service;"),
        ("src/core/edit/check.rs", "fn f(x: crate::core::service::Service) {}"),
        ("src/core/edit/mod.rs", "use super::job;"),
        ("src/core/image/fit.rs", "use super::super::edit;"),
        ("src/core/geometry/mod.rs", "use crate::core::image::Format;"),
        ("src/core/service/endpoint.rs", "use crate::core::edit::EditRequest;"),
        ("src/core/service/plan.rs", "use crate::core::job::pace;"),
        ("src/core/service/locate.rs", "use crate::core::edit::EditRequest;"),
        ("src/core/service/mod.rs", "pub use self::locate::parse;"),
        ("src/core/service/wire/reply.rs", "use super::super::Service;"),
        ("src/core/service/wire/reply.rs", "use crate::core::geometry::Size;"),
        ("src/core/service/wire/reply.rs", "use base64::Engine;"),
        ("src/core/job/flight.rs", "use web_sys::Window;"),
        ("src/core/job/flight.rs", "fn now() -> f64 { js_sys::Date::now() }"),
        ("src/core/job/flight.rs", "use gloo_timers::future::sleep;"),
        ("src/core/mod.rs", "use crate::web;"),
        ("src/web/run.rs", "use crate::page::state;"),
        ("src/web/run.rs", "use crate::{core::job::Job, js};"),
        ("src/js/mod.rs", "use crate::page;"),
        ("src/js/mod.rs", "use super::page;"),
        ("src/page/mod.rs", "use crate::js::Client;"),
        ("src/element/mod.rs", "use crate::web::run;"),
        ("src/main.rs", "fn main() { wan_edit::web::run(); }"),
        ("src/attic/mod.rs", ""),
    ];
    for (file, code) in wrong {
        assert!(!faults(file, code).is_empty(), "{file} may not hold: {code}");
    }
}

#[test]
fn right_arrows_comments_and_strings_are_no_faults() {
    let right = [
        ("src/core/job/flight.rs", "use crate::core::service::{Service, plan};\nuse crate::core::edit::CheckedEdit;"),
        ("src/core/service/plan.rs", "use super::Service;\nuse crate::core::edit::models::Mode;"),
        ("src/core/service/locate.rs", "use crate::core::geometry::BoundingBox;"),
        ("src/core/edit/check.rs", "use crate::core::image::fit;\nuse super::models::model;"),
        (
            "src/core/edit/check.rs",
            "// crate::page\n/* web_sys::Window */ const A: &str = \"crate::job \\\" web_sys\";",
        ),
        ("src/core/edit/check.rs", "/// See `web_sys::Window`.\nfn f<'a>(x: &'a str, c: char) -> bool { c == '\"' }"),
        ("src/core/service/wire/request.rs", "use serde::Serialize;\nuse super::reply::Usage;"),
        ("src/page/mod.rs", "use crate::{core::edit, web};"),
        ("src/element/mod.rs", "use crate::page::mount;"),
        ("src/main.rs", "fn main() { wan_edit::page::mount(); }"),
        ("src/lib.rs", "pub mod core;\npub use crate::core::edit::EditRequest;"),
    ];
    for (file, code) in right {
        assert_eq!(faults(file, code), Vec::<String>::new(), "{file}: {code}");
    }
}

#[test]
fn a_cycle_is_found() {
    let files = [
        ("src/core/edit/check.rs".to_owned(), "use crate::core::image::fit;".to_owned()),
        ("src/core/image/fit.rs".to_owned(), "use crate::core::geometry::Size;".to_owned()),
        ("src/core/geometry/mod.rs".to_owned(), "use crate::core::edit::check;".to_owned()),
    ];
    assert!(cycle(&core_arrows(&files)).is_some());
    assert_eq!(cycle(&core_arrows(&files[..2])), None);
}
