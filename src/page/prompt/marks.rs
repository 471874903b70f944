//! The prompt once more, behind the text, with the names of images and boxes marked.

use crate::page::dom::{El, el};
use crate::page::state::State;

/// The words, the names among them on coloured ground; tracked.
pub(super) fn view(state: State) -> El {
    let count = state.draft.with(|draft| draft.images().len());
    state.prompt.with(|prompt| {
        let mut line = el("span");
        let mut rest = prompt.as_str();
        while let Some((at, length, number)) = next_name(rest) {
            let (extra, number_of_box) = box_behind(&rest[at + length..]);
            let class = match (number, number_of_box) {
                (number, _) if number == 0 || number > count => "mark lost",
                (_, None) => "mark",
                (_, Some(2)) => "mark box2",
                (_, Some(_)) => "mark box1",
            };
            let end = at + length + extra;
            line = line.text(&rest[..at]).child(el("mark").class(class).text(&rest[at..end]));
            rest = &rest[end..];
        }
        // A last line that is empty has a height, too.
        line.text(rest).text("\u{200b}")
    })
}

/// Where the next name of an image is, how long it is, and its number.
fn next_name(text: &str) -> Option<(usize, usize, usize)> {
    text.char_indices().find_map(|(at, _)| {
        let rest = &text[at..];
        let word = ["图片", "图", "image"].iter().find_map(|word| {
            let head = rest.get(..word.len())?;
            head.eq_ignore_ascii_case(word).then_some(word.len())
        })?;
        let spaces = rest[word..].len() - rest[word..].trim_start_matches(' ').len();
        let digits = rest[word + spaces..].bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[word + spaces..word + spaces + digits].parse().ok()?;
        Some((at, word + spaces + digits, number))
    })
}

/// Length and number of a box that is named right behind an image.
fn box_behind(rest: &str) -> (usize, Option<usize>) {
    const AREA: &str = "的框选的位置";
    const BOX: &str = "的框";
    if rest.starts_with(AREA) {
        return (AREA.len(), Some(1));
    }
    let Some(behind) = rest.strip_prefix(BOX) else { return (0, None) };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    match behind[..digits].parse() {
        Ok(number) => (BOX.len() + digits, Some(number)),
        Err(_) => (0, None),
    }
}
