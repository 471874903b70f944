//! What shortcuts do and where, in words.

use super::{I18n, t_string};
use crate::page::keys::{Command, FAR, Scope};

/// Where a shortcut works.
pub fn scope_name(i18n: I18n, scope: Scope) -> String {
    match scope {
        Scope::Everywhere | Scope::Page => t_string!(i18n, shortcuts_page),
        Scope::Box => t_string!(i18n, shortcuts_box),
        Scope::Thumbnail => t_string!(i18n, shortcuts_thumbnail),
        Scope::Viewer => t_string!(i18n, shortcuts_viewer),
        Scope::Find => t_string!(i18n, shortcuts_find),
        Scope::Mention => t_string!(i18n, shortcuts_mention),
    }
}

/// What a shortcut does.
pub fn command_text(i18n: I18n, command: Command) -> String {
    match command {
        Command::Edit => t_string!(i18n, do_edit),
        Command::Undo => t_string!(i18n, do_undo),
        Command::Redo => t_string!(i18n, do_redo),
        Command::AddBox => t_string!(i18n, do_add_box),
        Command::Abort => t_string!(i18n, do_abort),
        Command::ShowShortcuts => t_string!(i18n, do_show_shortcuts),
        Command::GoToResult => t_string!(i18n, do_go_to_result),
        Command::Nudge(x, y) => t_string!(i18n, do_nudge, pixels = x.abs().max(y.abs())),
        Command::Remove => t_string!(i18n, do_remove),
        Command::Go(by) if by.abs() == FAR => t_string!(i18n, do_go_far),
        Command::Go(_) => t_string!(i18n, do_go),
        Command::Move(by) if by.abs() == FAR => t_string!(i18n, do_move_far),
        Command::Move(_) => t_string!(i18n, do_move),
        Command::Choose => t_string!(i18n, do_choose),
        Command::Zoom(0) => t_string!(i18n, do_zoom_whole),
        Command::Zoom(_) => t_string!(i18n, do_zoom),
        Command::Pan(..) => t_string!(i18n, do_pan),
    }
}
