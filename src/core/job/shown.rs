//! What a service wrote as it may be shown, thrown and copied: without a key, without signs that change how other text
//! reads, and no longer than somebody reads.

use crate::core::service::Credential;
use crate::core::service::wire::account::{ListedTask, TaskList};
use crate::core::service::wire::reply::TaskStatus;

/// The most characters of a sentence.
pub const LONGEST_MESSAGE: usize = 2_000;
/// The most characters of a code, an id, an address, a model's name.
pub const LONGEST_WORD: usize = 200;
/// The most characters of an answer that is shown because it was not understood.
pub const LONGEST_RAW: usize = 20_000;

/// `text` as it may be shown, of at most so many characters; how many were cut is said behind them.
///
/// ```
/// use wan_edit::core::job::shown::shown;
/// use wan_edit::core::service::Credential;
///
/// let key = Credential::new("sk-0123456789");
/// assert_eq!(shown("no such key: sk\\u002d0123456789\u{202e}!", 200, &[&key]), "no such key: ***!");
/// assert_eq!(shown("12345678", 3, &[]), "123… (5 characters more)");
/// ```
pub fn shown(text: &str, most: usize, keys: &[&Credential]) -> String {
    let mut text: String = text.chars().filter(|character| !is_hidden(*character)).collect();
    for key in keys {
        text = key.redact(&text);
    }
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let more = text[end..].chars().count();
    text.truncate(end);
    format!("{text}… ({more} characters more)")
}

/// Control characters besides tabs and line ends, and those that turn the direction of what follows.
fn is_hidden(character: char) -> bool {
    let is_direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_tag = matches!(character, '\u{e0000}'..='\u{e007f}' | '\u{feff}');
    is_direction || is_tag || (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

/// The account's tasks as they may be shown; one with a key for an id is none.
pub fn shown_tasks(list: TaskList, keys: &[&Credential]) -> TaskList {
    let word = |text: &str| shown(text, LONGEST_WORD, keys);
    let task = |task: ListedTask| ListedTask {
        status: match task.status {
            TaskStatus::Other(other) => TaskStatus::Other(word(&other)),
            known => known,
        },
        model: word(&task.model),
        ..task
    };
    let is_task = |task: &ListedTask| !keys.iter().any(|key| key.is_in(&task.task_id));
    TaskList { tasks: list.tasks.into_iter().filter(is_task).map(task).collect(), ..list }
}
