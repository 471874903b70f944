//! Every shortcut of the page: which keys do what, and where. A component asks [`command`] in its own scope; none reads
//! keys by itself.

/// Where a shortcut works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere but in dialogs, also while somebody types.
    Everywhere,
    /// Everywhere but in dialogs and in fields.
    Page,
    /// A focused box, or one of its handles.
    Box,
    /// A focused thumbnail of a source image.
    Thumbnail,
    /// A result shown large.
    Viewer,
    /// The form that finds places by words.
    Find,
    /// A field with a list of names under it.
    Mention,
}

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Sends the draft.
    Edit,
    /// Takes back a step.
    Undo,
    /// Does it again.
    Redo,
    /// Adds a box in the middle.
    AddBox,
    /// Ends what is going on: a drag, a search.
    Abort,
    /// Shows all shortcuts.
    ShowShortcuts,
    /// Goes to the newest result.
    GoToResult,
    /// Moves by image pixels, to the right and down.
    Nudge(i64, i64),
    /// Takes it away.
    Remove,
    /// Goes by so many places.
    Go(isize),
    /// Moves it by so many places.
    Move(isize),
    /// Takes what is meant.
    Choose,
    /// Shows more or less of a picture: in steps, 0 for all of it.
    Zoom(i32),
    /// Moves what is seen of a picture, in steps to the right and down.
    Pan(i32, i32),
}

/// All the way.
pub const FAR: isize = isize::MAX / 2;

impl Command {
    /// Whether `other` is the same but for the direction.
    fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Nudge(x, y), Self::Nudge(other_x, other_y)) => {
                x.abs().max(y.abs()) == other_x.abs().max(other_y.abs())
            }
            (Self::Go(by), Self::Go(other)) | (Self::Move(by), Self::Move(other)) => by.abs() == other.abs(),
            (Self::Zoom(by), Self::Zoom(other)) => by.abs() == other.abs(),
            (Self::Pan(..), Self::Pan(..)) => true,
            _ => self == other,
        }
    }
}

/// Keys as the pressed modifiers and the key, `Mod` for Ctrl or Cmd; where they work; what they do.
pub const SHORTCUTS: &[(&str, Scope, Command)] = &[
    ("Mod+Enter", Scope::Everywhere, Command::Edit),
    ("Mod+Z", Scope::Page, Command::Undo),
    ("Mod+Shift+Z", Scope::Page, Command::Redo),
    ("Mod+Y", Scope::Page, Command::Redo),
    ("B", Scope::Page, Command::AddBox),
    ("Escape", Scope::Page, Command::Abort),
    ("R", Scope::Page, Command::GoToResult),
    ("?", Scope::Page, Command::ShowShortcuts),
    ("ArrowLeft", Scope::Box, Command::Nudge(-1, 0)),
    ("ArrowRight", Scope::Box, Command::Nudge(1, 0)),
    ("ArrowUp", Scope::Box, Command::Nudge(0, -1)),
    ("ArrowDown", Scope::Box, Command::Nudge(0, 1)),
    ("Shift+ArrowLeft", Scope::Box, Command::Nudge(-10, 0)),
    ("Shift+ArrowRight", Scope::Box, Command::Nudge(10, 0)),
    ("Shift+ArrowUp", Scope::Box, Command::Nudge(0, -10)),
    ("Shift+ArrowDown", Scope::Box, Command::Nudge(0, 10)),
    ("Delete", Scope::Box, Command::Remove),
    ("Backspace", Scope::Box, Command::Remove),
    ("ArrowLeft", Scope::Thumbnail, Command::Go(-1)),
    ("ArrowUp", Scope::Thumbnail, Command::Go(-1)),
    ("ArrowRight", Scope::Thumbnail, Command::Go(1)),
    ("ArrowDown", Scope::Thumbnail, Command::Go(1)),
    ("Home", Scope::Thumbnail, Command::Go(-FAR)),
    ("End", Scope::Thumbnail, Command::Go(FAR)),
    ("Alt+ArrowLeft", Scope::Thumbnail, Command::Move(-1)),
    ("Alt+ArrowUp", Scope::Thumbnail, Command::Move(-1)),
    ("Alt+ArrowRight", Scope::Thumbnail, Command::Move(1)),
    ("Alt+ArrowDown", Scope::Thumbnail, Command::Move(1)),
    ("Alt+Home", Scope::Thumbnail, Command::Move(-FAR)),
    ("Alt+End", Scope::Thumbnail, Command::Move(FAR)),
    ("Delete", Scope::Thumbnail, Command::Remove),
    ("Backspace", Scope::Thumbnail, Command::Remove),
    ("Escape", Scope::Thumbnail, Command::Abort),
    ("ArrowLeft", Scope::Viewer, Command::Go(-1)),
    ("ArrowRight", Scope::Viewer, Command::Go(1)),
    ("Plus", Scope::Viewer, Command::Zoom(1)),
    ("Shift+Plus", Scope::Viewer, Command::Zoom(1)),
    ("=", Scope::Viewer, Command::Zoom(1)),
    ("-", Scope::Viewer, Command::Zoom(-1)),
    ("0", Scope::Viewer, Command::Zoom(0)),
    ("Shift+ArrowLeft", Scope::Viewer, Command::Pan(-1, 0)),
    ("Shift+ArrowRight", Scope::Viewer, Command::Pan(1, 0)),
    ("Shift+ArrowUp", Scope::Viewer, Command::Pan(0, -1)),
    ("Shift+ArrowDown", Scope::Viewer, Command::Pan(0, 1)),
    ("Escape", Scope::Find, Command::Abort),
    ("ArrowDown", Scope::Mention, Command::Go(1)),
    ("ArrowUp", Scope::Mention, Command::Go(-1)),
    ("Enter", Scope::Mention, Command::Choose),
    ("Tab", Scope::Mention, Command::Choose),
    ("Escape", Scope::Mention, Command::Abort),
];

/// A key as it was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stroke {
    /// What the key means in the keyboard's layout: `z`, `я`, `Enter`.
    pub key: String,
    /// Where it is: `KeyZ`.
    pub code: String,
    /// Ctrl or Cmd.
    pub has_mod: bool,
    /// Alt.
    pub has_alt: bool,
    /// Shift.
    pub has_shift: bool,
    /// Whether an input method is composing: then the key is its own.
    pub is_composing: bool,
}

impl Stroke {
    /// The key's name in [`SHORTCUTS`]: in a layout without Latin letters that of its place.
    fn name(&self) -> &str {
        // The sign between keys is no key there.
        if self.key == "+" {
            return "Plus";
        }
        let is_foreign_letter = self.key.chars().count() == 1 && !self.key.is_ascii();
        if is_foreign_letter { self.code.strip_prefix("Key").unwrap_or(&self.key) } else { &self.key }
    }

    fn is(&self, keys: &str) -> bool {
        let (modifiers, key) = keys.rsplit_once('+').unwrap_or(("", keys));
        let has = |modifier: &str| modifiers.split('+').any(|each| each == modifier);
        // Where a sign is depends on the layout: with Shift here, without it there.
        let has_shift = self.has_shift && key.contains(|sign: char| sign.is_ascii_alphanumeric());
        key.eq_ignore_ascii_case(self.name())
            && (has("Mod"), has("Alt"), has("Shift")) == (self.has_mod, self.has_alt, has_shift)
    }
}

/// What `stroke` does in `scope`, if anything.
pub fn command(scope: Scope, stroke: &Stroke) -> Option<Command> {
    if stroke.is_composing {
        return None;
    }
    SHORTCUTS.iter().find(|(keys, of, _)| *of == scope && stroke.is(keys)).map(|(_, _, command)| *command)
}

/// The keys of a scope's command as `aria-keyshortcuts` has them.
pub fn aria(scope: Scope, is_wanted: fn(Command) -> bool) -> String {
    let wanted = SHORTCUTS.iter().filter(|(_, of, command)| *of == scope && is_wanted(*command));
    let mut names = Vec::new();
    for (keys, ..) in wanted {
        match keys.strip_prefix("Mod+") {
            Some(rest) => names.extend([format!("Control+{rest}"), format!("Meta+{rest}")]),
            None => names.push((*keys).to_owned()),
        }
    }
    names.join(" ")
}

/// The keys of a scope's command as [`readable`] has them; the first where there are several.
pub fn label(scope: Scope, is_wanted: fn(Command) -> bool, is_mac: bool) -> String {
    let wanted = SHORTCUTS.iter().find(|(_, of, command)| *of == scope && is_wanted(*command));
    wanted.map(|(keys, ..)| readable(keys, is_mac)).unwrap_or_default()
}

/// Keys as a person reads them: `Ctrl + Enter`, on a Mac `⌘ + Enter`; `←`.
pub fn readable(keys: &str, is_mac: bool) -> String {
    let name = |key: &str| {
        match key {
            "Mod" if is_mac => "⌘",
            "Mod" => "Ctrl",
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            key => key,
        }
        .to_owned()
    };
    keys.split('+').map(name).collect::<Vec<_>>().join(" + ")
}

/// What can be done by keys in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where.
    pub scope: Scope,
    /// What, one of its kind: a way to the left stands for the one to the right.
    pub command: Command,
    /// All keys that do it, as they stand in [`SHORTCUTS`].
    pub keys: Vec<&'static str>,
}

/// All shortcuts, with those together that do the same in another direction.
pub fn overview() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (keys, scope, command) in SHORTCUTS {
        match rows.iter_mut().find(|row| row.scope == *scope && row.command.is_like(*command)) {
            Some(row) => row.keys.push(keys),
            None => rows.push(Row { scope: *scope, command: *command, keys: vec![keys] }),
        }
    }
    rows
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, KeyboardEvent};

    use super::{Command, Scope, Stroke, command};

    impl From<&KeyboardEvent> for Stroke {
        fn from(event: &KeyboardEvent) -> Self {
            Self {
                key: event.key(),
                code: event.code(),
                has_mod: event.ctrl_key() || event.meta_key(),
                has_alt: event.alt_key(),
                has_shift: event.shift_key(),
                is_composing: event.is_composing(),
            }
        }
    }

    /// Whether the keyboard has a Cmd key.
    pub fn is_mac() -> bool {
        let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
        agent.is_some_and(|agent| agent.contains("Mac OS"))
    }

    /// What a pressed key does in `scope`, if anything.
    pub fn pressed(scope: Scope, event: &KeyboardEvent) -> Option<Command> {
        command(scope, &event.into())
    }

    /// Whether an event belongs to a field that takes text, or to a dialog.
    pub fn is_typing(event: &Event) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let selector =
            "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], dialog";
        target.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
    }
}

#[cfg(target_arch = "wasm32")]
pub use browser::{is_mac, is_typing, pressed};
