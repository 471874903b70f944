//! The table of shortcuts.

use wan_edit::page::keys::{Command, SHORTCUTS, Scope, Stroke, aria, command};

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
