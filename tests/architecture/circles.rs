//! Finds circles in what the page's modules use of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Segments, module_of, paths, reexports, resolved};

/// Modules by their path, such as `page::rail::item`, with those that they use.
pub type Arrows = BTreeMap<String, BTreeSet<String>>;

/// What one module hands on under its own name: where each name leads.
type Names = BTreeMap<String, Segments>;

/// Which module uses which; `files` are the page's, with their code. Whoever uses a name that a module hands on by
/// `pub use` uses the module that has it.
pub fn arrows_of_page(files: &[(String, String)]) -> Arrows {
    let modules: BTreeSet<Segments> = files.iter().map(|(file, _)| module_of(file)).collect();
    let handed_on: BTreeMap<Segments, Names> =
        files.iter().map(|(file, code)| (module_of(file), names(&module_of(file), code, &modules))).collect();
    let mut arrows = Arrows::new();
    for (file, code) in files {
        let module = module_of(file);
        let passed_on = reexports(code);
        let used = paths(code).into_iter().filter(|path| !passed_on.contains(path));
        let targets = used.filter_map(|path| match path.as_slice() {
            [name] => handed_on[&module].get(name).cloned(),
            _ => target(&path, &module, &modules),
        });
        let homes = targets.filter_map(|target| home(&target, &modules, &handed_on));
        let others = homes.filter(|home| *home != module).map(|home| home.join("::"));
        arrows.insert(module.join("::"), others.collect());
    }
    arrows
}

/// What `code` hands on of the page.
fn names(module: &Segments, code: &str, modules: &BTreeSet<Segments>) -> Names {
    let named = |path: Segments| Some((path.last()?.clone(), target(&path, module, modules)?));
    reexports(code).into_iter().filter_map(named).collect()
}

/// The path from the crate's root; `use item::Item` may be of the module's own `item`.
fn target(path: &Segments, module: &Segments, modules: &BTreeSet<Segments>) -> Option<Segments> {
    let child = [module.as_slice(), &path[..1]].concat();
    let is_childs = path.len() > 1 && modules.contains(&child);
    if is_childs { Some([module.as_slice(), path].concat()) } else { resolved(path, module) }
}

/// The module that has what `target` names; `None` outside of the page.
fn home(target: &[String], modules: &BTreeSet<Segments>, handed_on: &BTreeMap<Segments, Names>) -> Option<Segments> {
    let length = (1..=target.len()).rev().find(|&length| modules.contains(&target[..length]))?;
    let (module, rest) = target.split_at(length);
    match rest.first().and_then(|name| handed_on[module].get(name)) {
        Some(further) if further != target => home(&[further, &rest[1..]].concat(), modules, handed_on),
        _ => Some(module.to_vec()),
    }
}

/// Every arrow that leads back to where it begins, as a sentence, but those between a module and its parent.
pub fn circles(arrows: &Arrows) -> Vec<String> {
    let mut circles = Vec::new();
    for (from, targets) in arrows {
        for to in targets {
            if leads_to(arrows, to, from) && parent(from) != to && parent(to) != from {
                circles.push(format!("{from} uses {to}, which leads back to it"));
            }
        }
    }
    circles
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

fn leads_to(arrows: &Arrows, from: &str, to: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
    while let Some(module) = next.pop() {
        if module == to {
            return true;
        }
        next.extend(arrows.get(module).into_iter().flatten().map(String::as_str).filter(|other| seen.insert(*other)));
    }
    false
}
