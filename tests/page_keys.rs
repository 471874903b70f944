//! The table of shortcuts.

use std::fs;
use std::sync::Arc;

use leptos::prelude::Owner;
use wan_edit::page::i18n::{I18n, Language, Messages, command_text, scope_name};
use wan_edit::page::keys::{Command, SHORTCUTS, Scope, Stroke, aria, command, overview, readable};

fn stroke(key: &str) -> Stroke {
    Stroke { key: key.into(), ..Stroke::default() }
}

fn with_mod(key: &str, code: &str) -> Stroke {
    Stroke { has_mod: true, code: code.into(), ..stroke(key) }
}

#[test]
fn undo_works_on_layouts_with_and_without_latin_letters() {
    assert_eq!(command(Scope::Page, &with_mod("z", "KeyZ")), Some(Command::Undo));
    assert_eq!(command(Scope::Page, &with_mod("я", "KeyZ")), Some(Command::Undo));
    // A German keyboard has Z where others have Y: what the key says counts.
    assert_eq!(command(Scope::Page, &with_mod("z", "KeyY")), Some(Command::Undo));
    assert_eq!(command(Scope::Page, &with_mod("y", "KeyZ")), Some(Command::Redo));
    let redo = Stroke { has_shift: true, ..with_mod("Z", "KeyZ") };
    assert_eq!(command(Scope::Page, &redo), Some(Command::Redo));
}

#[test]
fn nothing_reacts_while_an_input_method_composes() {
    for (keys, scope, _) in SHORTCUTS {
        let key = keys.rsplit('+').next().unwrap_or_default();
        let stroke = Stroke {
            has_mod: keys.contains("Mod"),
            has_alt: keys.contains("Alt"),
            has_shift: keys.contains("Shift"),
            ..stroke(key)
        };
        assert!(command(*scope, &stroke).is_some(), "{keys}");
        assert_eq!(command(*scope, &Stroke { is_composing: true, ..stroke }), None, "{keys}");
    }
}

#[test]
fn modifiers_count() {
    assert_eq!(command(Scope::Page, &stroke("b")), Some(Command::AddBox));
    assert_eq!(command(Scope::Page, &with_mod("b", "KeyB")), None);
    assert_eq!(command(Scope::Page, &Stroke { has_alt: true, ..stroke("b") }), None);
    assert_eq!(command(Scope::Page, &stroke("z")), None);
    assert_eq!(command(Scope::Box, &stroke("ArrowLeft")), Some(Command::Nudge(-1, 0)));
    let fast = Stroke { has_shift: true, ..stroke("ArrowDown") };
    assert_eq!(command(Scope::Box, &fast), Some(Command::Nudge(0, 10)));
}

#[test]
fn a_scope_has_its_own_keys_each_once() {
    assert_eq!(command(Scope::Viewer, &stroke("Delete")), None);
    assert_eq!(command(Scope::Thumbnail, &stroke("Delete")), Some(Command::Remove));
    for (at, (keys, scope, _)) in SHORTCUTS.iter().enumerate() {
        let is_twice = SHORTCUTS[at + 1..].iter().any(|(other, of, _)| other == keys && of == scope);
        assert!(!is_twice, "{keys} stands twice in {scope:?}");
    }
}

#[test]
fn assistive_technology_is_told() {
    assert_eq!(aria(Scope::Everywhere, |command| command == Command::Edit), "Control+Enter Meta+Enter");
    assert_eq!(aria(Scope::Page, |command| command == Command::AddBox), "B");
}

#[test]
fn a_sign_is_the_same_with_shift_and_without() {
    for has_shift in [false, true] {
        let stroke = Stroke { has_shift, ..stroke("?") };
        assert_eq!(command(Scope::Page, &stroke), Some(Command::ShowShortcuts));
    }
}

#[test]
fn the_overview_has_every_shortcut_once() {
    let rows = overview();
    let keys: usize = rows.iter().map(|row| row.keys.len()).sum();
    assert_eq!(keys, SHORTCUTS.len());
    let nudges: Vec<_> = rows.iter().filter(|row| matches!(row.command, Command::Nudge(..))).collect();
    assert_eq!(nudges.iter().map(|row| row.keys.len()).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn the_readme_has_the_overview() {
    Owner::new().with(|| {
        let sentences = fs::read_to_string("www/locales/en.json").unwrap();
        let i18n = I18n::new(Language::named("en").unwrap(), Arc::new(Messages::parse(&sentences).unwrap()));
        let mut table = "| where | keys | what they do |\n|---|---|---|\n".to_owned();
        for row in overview() {
            let keys: Vec<_> = row.keys.iter().map(|keys| format!("`{}`", readable(keys, false))).collect();
            let (place, what) = (scope_name(i18n, row.scope), command_text(i18n, row.command));
            table += &format!("| {place} | {} | {what} |\n", keys.join(" "));
        }
        let readme = fs::read_to_string("README.md").unwrap();
        assert!(readme.contains(&table), "README.md should have this table:\n{table}");
    });
}
