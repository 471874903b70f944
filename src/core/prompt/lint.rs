//! What is odd about a prompt, said before it is paid for, and what mends it.

use super::compile::{BoxNote, Wording, compile};
use super::mention::{MentionedBox, mentions};
use super::reference::{ImageBoxes, Prompt, Target};

/// What a prompt is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintRules {
    /// Whether the model takes boxes in this mode.
    pub takes_boxes: bool,
    /// Most characters that the model reads; it cuts what is longer without a word (R27, R26).
    pub most_chars: u32,
    /// The language to name boxes in where nothing else says which.
    pub wording: Wording,
}

/// Something odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lint {
    /// It refers to what was taken out of the draft: an image, or a box on one.
    Gone(Target),
    /// It names the image with this number, from 1, which is not there.
    ImageMissing(u32),
    /// It names a box that the image with this number does not have.
    BoxMissing {
        /// The image's number, from 1.
        image: u32,
        /// The box's number, from 1.
        bbox: u32,
    },
    /// Neither prompt nor note says what becomes of this box.
    BoxUnmentioned(Target),
    /// It speaks of a selected area, and nothing is selected on the image with this id; `None` for any image.
    NothingSelected(Option<u32>),
    /// It speaks of boxes, or there are notes, and the mode takes no boxes.
    BoxesUnused,
    /// Two notes want what cannot both be, of boxes that lie over each other; or one note does.
    Contradiction {
        /// The box whose note stands.
        first: Target,
        /// The box whose note is against it.
        second: Target,
    },
    /// It is longer than the model reads by so many characters, which are cut without a word.
    TooLong(u32),
    /// It is in a language that the service does not list: it reads Chinese and English.
    Language,
}

impl Lint {
    /// What it is called, in the page and in JavaScript.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Gone(_) => "gone",
            Self::ImageMissing(_) => "image-missing",
            Self::BoxMissing { .. } => "box-missing",
            Self::BoxUnmentioned(_) => "box-unmentioned",
            Self::NothingSelected(_) => "nothing-selected",
            Self::BoxesUnused => "boxes-unused",
            Self::Contradiction { .. } => "contradiction",
            Self::TooLong(_) => "too-long",
            Self::Language => "language",
        }
    }
}

/// What a note wants to become of its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Nothing may be left of it.
    Remove,
    /// It stays as it is.
    Keep,
    /// Something else.
    Change,
}

/// What mends it: what the draft becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Another prompt.
    Prompt(Prompt),
    /// Another note on the box with this id.
    Note {
        /// The image that the box is on.
        image: u32,
        /// The box.
        bbox: u32,
        /// The note.
        note: Prompt,
    },
    /// One more box, on the image with this id.
    AddBox(u32),
    /// No notes, for a mode that takes no boxes.
    ClearNotes,
}

/// Most of the smaller box that another may cover before their notes are about the same place, in parts of a hundred.
const SAME_PLACE_PERCENT: u64 = 50;

/// Everything odd about `prompt` and `notes`, the gravest first.
#[must_use]
pub fn lint(prompt: &Prompt, notes: &[BoxNote], images: &[ImageBoxes], rules: LintRules) -> Vec<Lint> {
    let mut found = Vec::new();
    let said: Vec<&BoxNote> = notes.iter().filter(|note| !note.note.is_blank()).collect();
    let all: Vec<&Prompt> = std::iter::once(prompt).chain(said.iter().map(|note| &note.note)).collect();
    for one in &all {
        found.extend(one.targets().filter(|target| target.number(images).is_none()).map(Lint::Gone));
        found.extend(missing(&one.text(images), images));
    }
    let has_boxes = images.iter().any(|image| !image.bboxes.is_empty());
    if rules.takes_boxes {
        let text = prompt.text(images);
        found.extend(nothing_selected(&text, images));
        if !prompt.is_blank() || !said.is_empty() {
            found.extend(unmentioned(&text, &all, notes, images));
        }
        found.extend(contradictions(&said, images));
    } else if !said.is_empty() || (has_boxes && all.iter().any(|one| speaks_of_boxes(&one.text(images)))) {
        found.push(Lint::BoxesUnused);
    }
    let whole = compile(prompt, if rules.takes_boxes { notes } else { &[] }, images, rules.wording).text();
    let excess = (whole.chars().count() as u32).saturating_sub(rules.most_chars);
    if excess > 0 {
        found.push(Lint::TooLong(excess));
    }
    if whole.chars().any(is_unlisted) {
        found.push(Lint::Language);
    }
    let mut seen = Vec::new();
    found.retain(|lint| {
        !seen.contains(lint) && {
            seen.push(lint.clone());
            true
        }
    });
    found
}

/// What one press does about `lint`; `None` where only a person can.
#[must_use]
pub fn mend(lint: &Lint, prompt: &Prompt, notes: &[BoxNote], images: &[ImageBoxes], rules: LintRules) -> Option<Mend> {
    let text = prompt.text(images);
    match lint {
        Lint::Gone(target) => {
            let other = stand_in(*target, images);
            rewrite_where(
                prompt,
                notes,
                |one| one.targets().any(|other| other == *target),
                |one| match other {
                    Some(other) => Prompt::parse(&one.redirected(*target, other).text(images), images),
                    None => without(one, *target, images),
                },
            )
        }
        Lint::ImageMissing(number) => rewrite_where(
            prompt,
            notes,
            |one| missing(&one.text(images), images).contains(lint),
            |one| {
                replaced(&one.text(images), images, |image, _| (image == Some(*number)).then_some(images.len() as u32))
            },
        ),
        Lint::BoxMissing { image, bbox } => rewrite_where(
            prompt,
            notes,
            |one| missing(&one.text(images), images).contains(lint),
            |one| {
                let last = images.get(*image as usize - 1).map_or(0, |image| image.bboxes.len() as u32);
                replaced_box(&one.text(images), images, *image, *bbox, last)
            },
        ),
        Lint::BoxUnmentioned(target) => {
            let wording = Wording::of(&text).unwrap_or(rules.wording);
            let name = wording.name(*target, images)?;
            let words = match wording {
                Wording::Chinese => format!("在{name}，{}", text.trim_start()),
                Wording::English => format!("In {name}: {}", text.trim_start()),
            };
            Some(Mend::Prompt(prompt.edited(&words, images)))
        }
        Lint::NothingSelected(image) => image.or_else(|| images.first().map(|image| image.id)).map(Mend::AddBox),
        Lint::BoxesUnused => notes.iter().any(|note| !note.note.is_blank()).then_some(Mend::ClearNotes),
        Lint::Contradiction { second, .. } => {
            let Target::Box { image, bbox } = *second else { return None };
            Some(Mend::Note { image, bbox, note: Prompt::default() })
        }
        Lint::TooLong(excess) => {
            let most = text.chars().count().checked_sub(*excess as usize)?;
            Some(Mend::Prompt(prompt.edited(shortened(&text, most), images)))
        }
        Lint::Language => None,
    }
}

/// What a note wants to become of its box; `None` for a blank one.
#[must_use]
pub fn intent(text: &str) -> Option<Intent> {
    const REMOVE: [&str; 14] = [
        "去掉",
        "去除",
        "删除",
        "删掉",
        "移除",
        "抹掉",
        "消除",
        "清除",
        "remove",
        "delete",
        "erase",
        "take out",
        "take away",
        "get rid",
    ];
    const KEEP: [&str; 9] =
        ["保持不变", "不要改", "不要动", "不变", "保留", "keep", "leave", "unchanged", "do not change"];
    let text = text.to_lowercase();
    if text.trim().is_empty() {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Some(match (says(&REMOVE), says(&KEEP)) {
        (true, false) => Intent::Remove,
        (false, true) => Intent::Keep,
        _ => Intent::Change,
    })
}

/// Names in `text` of what was never there.
fn missing(text: &str, images: &[ImageBoxes]) -> Vec<Lint> {
    let mut found = Vec::new();
    for mention in mentions(text) {
        let Some(number) = mention.image.value else { continue };
        let Some(image) = (number as usize).checked_sub(1).and_then(|at| images.get(at)) else {
            // 第三张图 may be one that is to be made.
            if !mention.is_counted {
                found.push(Lint::ImageMissing(number));
            }
            continue;
        };
        if let Some(MentionedBox::Number(bbox)) = mention.bbox
            && let Some(bbox) = bbox.value
            && !image.bboxes.is_empty()
            && !(1..=image.bboxes.len()).contains(&(bbox as usize))
        {
            found.push(Lint::BoxMissing { image: number, bbox });
        }
    }
    found
}

/// Images of which `text` says that something is selected there, and nothing is.
fn nothing_selected(text: &str, images: &[ImageBoxes]) -> Vec<Lint> {
    let found = mentions(text);
    let of_images = found.iter().filter_map(|mention| {
        mention.bbox.as_ref()?;
        let image = images.get((mention.image.value? as usize).checked_sub(1)?)?;
        image.bboxes.is_empty().then_some(Lint::NothingSelected(Some(image.id)))
    });
    let mut lints: Vec<Lint> = of_images.collect();
    let has_boxes = images.iter().any(|image| !image.bboxes.is_empty());
    let is_named = found.iter().any(|mention| mention.bbox.is_some());
    if lints.is_empty() && !has_boxes && !images.is_empty() && !is_named && speaks_of_boxes(text) {
        lints.push(Lint::NothingSelected(None));
    }
    lints
}

/// Boxes of which nothing is said.
fn unmentioned(text: &str, all: &[&Prompt], notes: &[BoxNote], images: &[ImageBoxes]) -> Vec<Lint> {
    let is_only_image = images.len() == 1;
    let names_boxes = all.iter().any(|one| one.targets().any(|target| matches!(target, Target::Box { .. })));
    let speaks = speaks_of_boxes(text) && !names_boxes;
    let selections: Vec<u32> = mentions(text)
        .into_iter()
        .filter(|mention| matches!(mention.bbox, Some(MentionedBox::Selection)))
        .filter_map(|mention| mention.image.value)
        .collect();
    let is_said = |note: &&BoxNote| {
        let number = Target::Image(note.image).number(images);
        let named = all.iter().any(|one| one.targets().any(|target| target == note.target()));
        let selected = number.is_some_and(|number| selections.contains(&number));
        !note.note.is_blank() || named || selected || (is_only_image && speaks)
    };
    // A box that stands alone on its image is named together with it: 把图1的闹钟放在图2的框选的位置 names no number.
    let is_named_with_image = |note: &&BoxNote| {
        let is_only = notes.iter().filter(|other| other.image == note.image).count() == 1;
        is_only && speaks && all.iter().any(|one| one.targets().any(|target| target == Target::Image(note.image)))
    };
    let unsaid = notes.iter().filter(|note| !is_said(note) && !is_named_with_image(note));
    unsaid.map(|note| Lint::BoxUnmentioned(note.target())).collect()
}

/// Notes that want what cannot both be.
fn contradictions(said: &[&BoxNote], images: &[ImageBoxes]) -> Vec<Lint> {
    const REPLACE: [&str; 6] = ["替换", "换成", "改成", "变成", "replace", "turn it into"];
    let intent_of = |note: &BoxNote| intent(&note.note.text(images));
    let is_replaced = |note: &BoxNote| {
        let text = note.note.text(images).to_lowercase();
        REPLACE.iter().any(|word| text.contains(word))
    };
    let mut found = Vec::new();
    for (at, second) in said.iter().enumerate() {
        let first = said[..at].iter().find(|first| {
            let is_other = intent_of(first) != intent_of(second) || (is_replaced(first) && is_replaced(second));
            let is_same = first.note.text(images).trim() == second.note.text(images).trim();
            first.image == second.image && is_other && !is_same && is_same_place(first, second)
        });
        if let Some(first) = first {
            found.push(Lint::Contradiction { first: first.target(), second: second.target() });
        }
    }
    found
}

fn is_same_place(a: &BoxNote, b: &BoxNote) -> bool {
    let (a, b) = (a.bounds, b.bounds);
    let smaller = a.size().area().min(b.size().area());
    a.overlap(b) * 100 >= smaller * SAME_PLACE_PERCENT
}

/// Whether words of `text` are about something selected.
fn speaks_of_boxes(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["框选", "选框", "选中的", "圈出", "的框", "selected", "marked area", "the box", "bounding box"];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word)) || mentions(&text).iter().any(|mention| mention.bbox.is_some())
}

/// Whether a letter belongs to a script that neither Chinese nor English is written in.
fn is_unlisted(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{1cff}' | '\u{1f00}'..='\u{1fff}' | '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}')
}

/// What may stand for something gone: the last image, or the last box of the same image.
fn stand_in(gone: Target, images: &[ImageBoxes]) -> Option<Target> {
    match gone {
        Target::Image(_) => images.last().map(|image| Target::Image(image.id)),
        Target::Box { image, .. } => {
            let bbox = images.iter().find(|other| other.id == image)?.bboxes.last()?;
            Some(Target::Box { image, bbox: *bbox })
        }
    }
}

/// Rewrites the prompt where it is what is meant, or else the first note that is.
fn rewrite_where(
    prompt: &Prompt,
    notes: &[BoxNote],
    is_meant: impl Fn(&Prompt) -> bool,
    rewrite: impl Fn(&Prompt) -> Prompt,
) -> Option<Mend> {
    if is_meant(prompt) {
        return Some(Mend::Prompt(rewrite(prompt)));
    }
    let note = notes.iter().find(|note| is_meant(&note.note))?;
    Some(Mend::Note { image: note.image, bbox: note.bbox, note: rewrite(&note.note) })
}

/// `prompt` without the names of what is gone.
fn without(prompt: &Prompt, gone: Target, images: &[ImageBoxes]) -> Prompt {
    let places: Vec<usize> =
        prompt.places(images).into_iter().filter(|(_, of)| *of == gone).map(|(at, _)| at).collect();
    let text = prompt.text(images);
    let mut left = text.clone();
    for mention in mentions(&text).into_iter().rev() {
        let of_box = match &mention.bbox {
            Some(MentionedBox::Number(number)) => Some(number.range.start),
            _ => None,
        };
        if places.contains(&mention.image.range.start) || of_box.is_some_and(|at| places.contains(&at)) {
            left.replace_range(mention.range, "");
        }
    }
    prompt.edited(&tidy(&left), images)
}

/// `text` with other image numbers: `renumber` is given an image's and a box's number, and answers the image's new one,
/// 0 to take the name out.
fn replaced(text: &str, images: &[ImageBoxes], renumber: impl Fn(Option<u32>, Option<u32>) -> Option<u32>) -> Prompt {
    let mut changed = text.to_owned();
    for mention in mentions(text).into_iter().rev() {
        let bbox = match &mention.bbox {
            Some(MentionedBox::Number(number)) => number.value,
            _ => None,
        };
        match renumber(mention.image.value, bbox) {
            Some(0) => changed.replace_range(mention.range, ""),
            Some(number) => changed.replace_range(mention.image.range, &mention.image.numeral.write(number)),
            None => {}
        }
    }
    Prompt::parse(&tidy(&changed), images)
}

/// `text` with another number for a box; 0 takes the name out.
fn replaced_box(text: &str, images: &[ImageBoxes], image: u32, bbox: u32, to: u32) -> Prompt {
    let mut changed = text.to_owned();
    for mention in mentions(text).into_iter().rev() {
        if let (Some(of), Some(MentionedBox::Number(number))) = (mention.image.value, mention.bbox)
            && of == image
            && number.value == Some(bbox)
        {
            let words = if to == 0 { String::new() } else { number.numeral.write(to) };
            changed.replace_range(if to == 0 { mention.range } else { number.range }, &words);
        }
    }
    Prompt::parse(&tidy(&changed), images)
}

/// `text` without the double spaces that a word leaves behind.
fn tidy(text: &str) -> String {
    let mut tidied = text.to_owned();
    while tidied.contains("  ") {
        tidied = tidied.replace("  ", " ");
    }
    tidied.trim().to_owned()
}

/// The longest beginning of `text` with at most `most` characters that ends with a sentence, or else a word.
fn shortened(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let after = |signs: &[char]| {
        let (at, sign) = head.char_indices().rev().find(|(_, c)| signs.contains(c))?;
        Some(at + sign.len_utf8())
    };
    // A sentence that ends in the first half would throw too much away.
    let cut = after(&['。', '！', '？', '.', '!', '?', '；', ';', '\n']).filter(|at| *at * 2 >= head.len());
    let cut = cut.or_else(|| after(&['，', ',', '、', ' '])).unwrap_or(head.len());
    head[..cut].trim_end_matches(['，', ',', '、', ' ', '\n'])
}
