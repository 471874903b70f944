//! Who may use whom: reads the paths in every source file and fails on an arrow that the design does not have.

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/paths.rs"]
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use circles::{arrows_of_page, circles};
use paths::{Token, module_of, paths, resolved, tokens};

/// The layers: who may name whom. `lib` is the map and may name every one.
const LAYERS: &[(&str, &[&str])] = &[
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
    ("edit", &["prompt", "image", "geometry"]),
    ("prompt", &["geometry"]),
    ("compare", &["geometry"]),
    ("image", &["geometry"]),
    ("geometry", &[]),
];

/// Inside the page, with what a part of it may use of the layers below. What is not named here is a component.
const PAGE: &[(&str, &[&str])] = &[
    (COMPONENTS, &["state", "actions", "ui", "i18n", "keys", "pointer", "scope", "root", "context", "web", "core"]),
    ("actions", &["state", "i18n", "context", "root", "scope", "web", "core"]),
    ("context", &["state", "i18n", "root", "scope", "web", "core"]),
    ("state", &["web", "core"]),
    ("ui", &["i18n", "scope"]),
    ("i18n", &["keys", "web", "core"]),
    ("root", &[]),
    ("scope", &["web"]),
    ("pointer", &["core"]),
    ("keys", &[]),
];

const COMPONENTS: &str = "components";

const BROWSER_CRATES: &[&str] =
    &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "serde_wasm_bindgen", "leptos"];

/// Crates that the services' JSON may name.
const WIRE_CRATES: &[&str] = &["std", "serde", "serde_json"];

fn is_browser_crate(name: &str) -> bool {
    BROWSER_CRATES.contains(&name) || ["gloo_", "leptos_", "reactive_"].iter().any(|prefix| name.starts_with(prefix))
}

/// The layer of the core that a module is in: `core::service::plan::submit` is `service/plan`.
fn core_layer(module: &[String]) -> Option<&'static str> {
    let [first, name, rest @ ..] = module else { return None };
    if first != "core" {
        return None;
    }
    let inner = rest.first().map(|inner| format!("{name}/{inner}"));
    let find = |wanted: &str| CORE.iter().map(|(name, _)| *name).find(|name| *name == wanted);
    inner.and_then(|inner| find(&inner)).or_else(|| find(name))
}

/// The part of the page that a module is in: `page::state::form` is `state`. None for the page's own `mod.rs`, which is
/// the map of it.
fn page_part(module: &[String]) -> Option<&'static str> {
    let [first, name, ..] = module else { return None };
    let known = PAGE.iter().map(|(part, _)| *part).find(|part| *part == name);
    (first == "page").then(|| known.unwrap_or(COMPONENTS))
}

/// Every wrong arrow of one file, as sentences.
fn faults(file: &str, code: &str) -> Vec<String> {
    let module = module_of(file);
    let mut faults = Vec::new();
    let layer = module[0].as_str();
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("{file}: src has no layer `{layer}`")];
    };
    let is_wire = file.starts_with("src/core/service/wire/");
    for path in paths(code) {
        let name = path.join("::");
        if layer == "core" && is_browser_crate(&path[0]) {
            faults.push(format!("{file}: the core names a browser crate: {name}"));
        }
        let Some(target) = resolved(&path, &module) else { continue };
        let Some(to) = target.first() else { continue };
        if is_wire && !target.starts_with(&["core", "service", "wire"].map(str::to_owned)) {
            faults.push(format!("{file}: wire may use serde only, not {name}"));
        }
        if to != layer && LAYERS.iter().any(|(known, _)| known == to) && !allowed.contains(&to.as_str()) {
            faults.push(format!("{file}: {layer} may not use {to}: {name}"));
        }
        if let (Some(from), Some(to)) = (core_layer(&module), core_layer(&target)) {
            let (_, allowed) = CORE.iter().find(|(name, _)| *name == from).unwrap();
            if from != to && !allowed.contains(&to) {
                faults.push(format!("{file}: {from} may not use {to}: {name}"));
            }
        }
        let below = ["web", "core"].into_iter().find(|below| below == to);
        if let (Some(from), Some(to)) = (page_part(&module), page_part(&target).or(below)) {
            let (_, allowed) = PAGE.iter().find(|(name, _)| *name == from).unwrap();
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

/// Arrows inside the core, by layer; the plan counts as a layer of its own.
fn core_arrows(files: &[(String, String)]) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut arrows: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (file, code) in files {
        let module = module_of(file);
        let Some(from) = core_layer(&module) else { continue };
        for path in paths(code) {
            let to = resolved(&path, &module).and_then(|target| core_layer(&target));
            arrows.entry(from).or_default().extend(to.filter(|to| *to != from));
        }
    }
    arrows
}

/// Layers that lead back to themselves.
fn cycle(arrows: &BTreeMap<&'static str, BTreeSet<&'static str>>) -> Option<&'static str> {
    let reaches_itself = |start: &&&'static str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![**start]);
        while let Some(layer) = next.pop() {
            for &to in arrows.get(layer).into_iter().flatten() {
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
fn the_layers_of_the_core_have_no_cycle() {
    let arrows = core_arrows(&files_below("src"));
    assert!(arrows["job"].contains("service") && arrows["edit"].contains("image"), "the reader sees no arrows");
    assert_eq!(cycle(&arrows), None, "{arrows:?}");
}

#[test]
fn the_page_has_no_circle_wider_than_a_module_and_its_parent() {
    let arrows = arrows_of_page(&files_below("src/page"));
    assert!(arrows.values().any(|to| to.contains("page::state::draft")), "the reader sees no arrows");
    assert_eq!(circles(&arrows), Vec::<String>::new());
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
        ("src/other/mod.rs", ""),
        ("src/page/state/form.rs", "use crate::page::i18n::t;"),
        ("src/page/state/form.rs", "use super::super::context::Page;"),
        ("src/page/state/form.rs", "use crate::page::rail::Rail;"),
        ("src/page/actions/run.rs", "use crate::page::ui::CopyButton;"),
        ("src/page/actions/run.rs", "use crate::page::stage::Stage;"),
        ("src/page/actions/run.rs", "use crate::page::keys::Scope;"),
        ("src/page/context.rs", "use super::actions::key;"),
        ("src/page/ui/dialog.rs", "use crate::page::{i18n::t, state::UiState};"),
        ("src/page/ui/dialog.rs", "use crate::core::geometry::Size;"),
        ("src/page/ui/dialog.rs", "use super::super::submit::Foot;"),
        ("src/page/i18n/errors.rs", "use crate::page::state::Form;"),
        ("src/page/keys.rs", "use super::state::Form;"),
        ("src/page/keys.rs", "mod browser { use super::super::root::PageRoot; }"),
        ("src/page/root.rs", "use crate::web::Storage;"),
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
        ("src/page/mod.rs", "pub use self::app::{App, mount};"),
        ("src/page/app.rs", "use super::state::Form;\nuse super::rail::Rail;\nuse crate::web::Storage;"),
        ("src/page/rail/item.rs", "use super::Rail;\nuse crate::page::{actions::open, context::Page, ui::IconButton};"),
        ("src/page/actions/run.rs", "use super::collect;\nuse crate::page::{context::Page, scope::PageScope};"),
        ("src/page/state/run.rs", "use super::ResultGroup;\nuse crate::{core::job::Error, web::Control};"),
        ("src/page/ui/dialog.rs", "use super::IconButton;\nuse crate::page::{i18n::t, scope::PageScope};"),
        ("src/page/keys.rs", "enum Scope {}\nmod browser { use super::Scope; }"),
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

#[test]
fn a_circle_in_the_page_is_found() {
    let circles_of = |files: &[(&str, &str)]| {
        let file = |(file, code): &(&str, &str)| (format!("src/page/{file}.rs"), (*code).to_owned());
        circles(&arrows_of_page(&files.iter().map(file).collect::<Vec<_>>()))
    };
    let parent = ("rail/mod", "mod item;\nmod drop;\nuse item::Item;\npub struct Rail;");
    let child = ("rail/item", "use super::Rail;");
    assert_eq!(circles_of(&[parent, child]), Vec::<String>::new(), "a module and its parent");
    let siblings = [parent, ("rail/item", "use super::drop::Drop;"), ("rail/drop", "use super::item::Item;")];
    assert_eq!(circles_of(&siblings).len(), 2);
    let by_parent = [parent, ("rail/item", "use super::drop::Drop;"), ("rail/drop", "use super::Rail;")];
    assert_eq!(circles_of(&by_parent), ["page::rail::item uses page::rail::drop, which leads back to it"]);
    let by_reexport = [
        ("rail/mod", "mod item;\npub use self::item::Item;"),
        ("rail/item", "use crate::page::stage::{Board, Stage};"),
        ("stage/mod", "mod board;\npub(crate) use board::{Board, Stage};"),
        ("stage/board", "fn board() { crate::page::rail::Item::new() }"),
    ];
    assert_eq!(circles_of(&by_reexport).len(), 2);
    let shared = [
        ("state/mod", "mod form;\nmod run;\npub use self::{form::Form, run::Run};"),
        ("state/form", "pub struct Form;"),
        ("state/run", "use super::Form;"),
    ];
    assert_eq!(circles_of(&shared), Vec::<String>::new(), "what a parent hands on is not the parent's");
    let drawn = [
        ("rail/mod", "mod item;\nmod drop;\npub use self::item::Item;\nfn rail() { view! { <Item /> } }"),
        ("rail/item", "use super::drop::Drop;"),
        ("rail/drop", "use super::rail;"),
    ];
    assert_eq!(circles_of(&drawn).len(), 1, "what a parent hands on and uses");
}
