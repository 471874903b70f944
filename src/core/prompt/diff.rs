//! What became of a prompt that the service rewrote.

/// A piece of the later text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its words.
    pub text: String,
    /// Whether they are not in the earlier text.
    pub is_new: bool,
}

/// Longest table that is made, in pairs of words: two prompts of 2000 characters fit.
const MAX_PAIRS: usize = 4_500_000;

/// `after` in pieces that were in `before` in this order, and pieces that were not: by words, in Chinese by characters.
///
/// ```
/// use wan_edit::core::prompt::differences;
///
/// let found = differences("a red car", "a shiny red car");
/// let new: Vec<_> = found.iter().filter(|piece| piece.is_new).map(|piece| piece.text.trim()).collect();
/// assert_eq!(new, ["shiny"]);
/// ```
#[must_use]
pub fn differences(before: &str, after: &str) -> Vec<Difference> {
    let (old, new) = (words(before), words(after));
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (from, to) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut pieces = Vec::new();
    let mut push = |text: &str, is_new: bool| match pieces.last_mut() {
        Some(Difference { text: last, is_new: of_last }) if *of_last == is_new => last.push_str(text),
        _ => pieces.push(Difference { text: text.to_owned(), is_new }),
    };
    new[..start].iter().for_each(|word| push(word, false));
    let kept = common(from, to);
    to.iter().zip(kept).for_each(|(word, is_kept)| push(word, !is_kept));
    new[new.len() - end..].iter().for_each(|word| push(word, false));
    pieces
}

/// Which words of `to` belong to the longest sequence that `from` has as well; none where the texts are very long.
fn common(from: &[&str], to: &[&str]) -> Vec<bool> {
    let (rows, columns) = (from.len() + 1, to.len() + 1);
    let mut is_kept = vec![false; to.len()];
    if rows * columns > MAX_PAIRS {
        return is_kept;
    }
    // The length of the longest one of the rest, from each pair on.
    let mut lengths = vec![0_u16; rows * columns];
    for row in (0..from.len()).rev() {
        for column in (0..to.len()).rev() {
            let at = row * columns + column;
            lengths[at] = if from[row] == to[column] {
                lengths[at + columns + 1] + 1
            } else {
                lengths[at + columns].max(lengths[at + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < from.len() && column < to.len() {
        let at = row * columns + column;
        if from[row] == to[column] {
            is_kept[column] = true;
            row += 1;
            column += 1;
        } else if lengths[at + columns] >= lengths[at + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    is_kept
}

/// Words of Latin letters and digits, every other character alone.
fn words(text: &str) -> Vec<&str> {
    let is_letter = |c: char| c.is_alphanumeric() && !matches!(c, '\u{2e80}'..='\u{ffff}');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_letter(first) { rest.find(|c| !is_letter(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}
