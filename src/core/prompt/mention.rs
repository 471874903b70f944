//! How a prompt names images and boxes, in Chinese and in English.
//!
//! The service knows an image by its place: `图1`, `[图1]`, "image 1" (R27); its examples also write 图二, 第一个图, and name
//! a box as 图2的框选的位置, 图1框选的冰块, "the selected area of image 2". Of two boxes the number is said: 图1中框选的第2个区域,
//! "selected area 2 of image 1".

use std::ops::Range;

/// What stands in the place of a number that no image and no box has any more.
pub(super) const GONE: &str = "?";

const CHINESE: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
const ORDINALS: [&str; 9] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeral {
    /// `2`.
    Digits,
    /// `二`.
    Chinese,
    /// `second`.
    Ordinal,
}

impl Numeral {
    /// `number` written like this; in digits where that goes only to nine.
    #[must_use]
    pub fn write(self, number: u32) -> String {
        let words = match self {
            Self::Digits => None,
            Self::Chinese => Some(CHINESE),
            Self::Ordinal => Some(ORDINALS),
        };
        let word = words.and_then(|words| words.get((number as usize).checked_sub(1)?).copied());
        word.map_or_else(|| number.to_string(), str::to_owned)
    }
}

/// A number in a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Its value; `None` for the sign of what is gone.
    pub value: Option<u32>,
    /// How it is written.
    pub numeral: Numeral,
}

/// A name of an image, perhaps of a box on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where the whole name stands, in bytes.
    pub range: Range<usize>,
    /// The image's number.
    pub image: Number,
    /// What it says of boxes.
    pub bbox: Option<MentionedBox>,
    /// Whether it counts (第一张图, "the first image"): that may also be said of what is to be made.
    pub is_counted: bool,
}

/// What a name says of an image's boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionedBox {
    /// That something is selected there, without a number: 框选的, "the selected area".
    Selection,
    /// The box with a number.
    Number(Number),
}

/// Every image and box that `prompt` names, in order.
///
/// ```
/// use wan_edit::core::prompt::mentions;
///
/// let found = mentions("把图1的闹钟放在图2的框选的位置");
/// assert_eq!(found.len(), 2);
/// assert!(found[1].bbox.is_some());
/// ```
#[must_use]
pub fn mentions(prompt: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < prompt.len() {
        let reader = Reader { text: prompt, at };
        match reader.clone().english_box().or_else(|| reader.clone().image_with_box()) {
            Some(mention) => {
                at = mention.range.end;
                found.push(mention);
            }
            None => at += prompt[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The numbers of the images that `prompt` names, ascending, without repeats.
#[must_use]
pub fn mentioned_images(prompt: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = mentions(prompt).into_iter().filter_map(|mention| mention.image.value).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Reads on from a place in a text; what does not fit leaves it anywhere, so a trial has a clone.
#[derive(Clone)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// Goes past `word`, in ASCII letters of any case; answers whether it stands here.
    fn eat(&mut self, word: &str) -> bool {
        let end = self.at + word.len();
        let is_here = self.text.get(self.at..end).is_some_and(|text| text.eq_ignore_ascii_case(word));
        if is_here {
            self.at = end;
        }
        is_here
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    fn spaces(&mut self) -> bool {
        let start = self.at;
        while self.eat_any(&[" ", "\u{a0}"]) {}
        self.at > start
    }

    /// Whether an English word can begin here.
    fn is_word_start(&self) -> bool {
        !self.text[..self.at].chars().next_back().is_some_and(|before| before.is_ascii_alphanumeric())
    }

    /// Whether an English word, or a number in digits, can end here.
    fn is_word_end(&self) -> bool {
        !self.text[self.at..].starts_with(|next: char| next.is_ascii_alphanumeric())
    }

    /// A number in digits, in Chinese, or the sign of what is gone.
    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let digits = self.text[start..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            self.at += digits;
            let value = Some(self.text[start..self.at].parse().ok()?);
            return Some(Number { range: start..self.at, value, numeral: Numeral::Digits });
        }
        if self.eat(GONE) {
            return Some(Number { range: start..self.at, value: None, numeral: Numeral::Digits });
        }
        let value = CHINESE.iter().position(|word| self.eat(word))? as u32 + 1;
        Some(Number { range: start..self.at, value: Some(value), numeral: Numeral::Chinese })
    }

    /// A number in digits that stands alone: not the 2 of `2K`, not the 16 of `16:9`.
    fn number_alone(&mut self) -> Option<Number> {
        let number = self.number().filter(|number| number.numeral == Numeral::Digits)?;
        let rest = &self.text[self.at..];
        let is_ratio = rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        (self.is_word_end() && !is_ratio).then_some(number)
    }

    /// "first" to "ninth".
    fn ordinal(&mut self) -> Option<Number> {
        let start = self.at;
        let value = ORDINALS.iter().position(|word| self.eat(word))? as u32 + 1;
        Some(Number { range: start..self.at, value: Some(value), numeral: Numeral::Ordinal })
    }

    /// An image: its number, and whether it is counted.
    fn image(&mut self) -> Option<(Number, bool)> {
        let mut trial = self.clone();
        let found = trial.chinese_image().or_else(|| {
            trial = self.clone();
            trial.counted_chinese_image()
        });
        let found = found.or_else(|| {
            trial = self.clone();
            trial.english_image()
        });
        if found.is_some() {
            self.at = trial.at;
        }
        found
    }

    /// 图1, 图片 2, 图二; not 组图2张, not 试图一.
    fn chinese_image(&mut self) -> Option<(Number, bool)> {
        const OTHER_WORDS: [char; 22] = [
            '试', '企', '意', '力', '地', '视', '截', '组', '构', '插', '贴', '配', '拼', '版', '草', '绘', '制', '彩',
            '蓝', '海', '附', '张',
        ];
        let is_other = self.text[..self.at].ends_with(OTHER_WORDS);
        if is_other || !self.eat("图") {
            return None;
        }
        self.eat_any(&["片", "像"]);
        self.spaces();
        let number = self.number()?;
        let is_count = self.text[self.at..].starts_with(['张', '幅', '个']);
        (!is_count).then_some((number, false))
    }

    /// 第一个图, 第2张图片.
    fn counted_chinese_image(&mut self) -> Option<(Number, bool)> {
        if !self.eat("第") {
            return None;
        }
        let number = self.number()?;
        self.eat_any(&["张", "个", "幅"]);
        if !self.eat("图") {
            return None;
        }
        self.eat_any(&["片", "像"]);
        Some((number, true))
    }

    /// "image 1", "Image1", "the first image".
    fn english_image(&mut self) -> Option<(Number, bool)> {
        if !self.is_word_start() {
            return None;
        }
        if let Some(number) = self.clone().ordinal() {
            self.at = number.range.end;
            let is_image = self.spaces() && self.eat("image") && self.is_word_end();
            return is_image.then_some((number, true));
        }
        if !self.eat("image") {
            return None;
        }
        self.spaces();
        Some((self.number_alone()?, false))
    }

    /// An image and what follows of its boxes.
    fn image_with_box(mut self) -> Option<Mention> {
        let start = self.at;
        let (image, is_counted) = self.image()?;
        let mut trial = self.clone();
        let bbox = trial.chinese_box().or_else(|| {
            trial = self.clone();
            trial.english_box_after()
        });
        if bbox.is_some() {
            self.at = trial.at;
        }
        Some(Mention { range: start..self.at, image, bbox, is_counted })
    }

    /// 中框选的第1个区域, 的第2个框, 的框1, 框选的位置.
    fn chinese_box(&mut self) -> Option<MentionedBox> {
        const PLACES: [&str; 6] = ["区域", "位置", "部分", "选框", "框", "处"];
        self.eat("]");
        self.spaces();
        self.eat_any(&["当中的", "中的", "里的", "内的", "上的", "当中", "中", "里", "内", "上", "的"]);
        self.spaces();
        if self.eat("第") {
            let number = self.number()?;
            self.eat_any(&["个", "处", "块"]);
            let is_box = self.eat("框选") || self.eat_any(&["选框", "选区", "框", "区域"]);
            self.eat("的");
            self.eat_any(&PLACES);
            return is_box.then_some(MentionedBox::Number(number));
        }
        if self.eat("框选") {
            let mut numbered = self.clone();
            numbered.eat("的");
            if numbered.eat("第")
                && let Some(number) = numbered.number()
            {
                numbered.eat_any(&["个", "处", "块"]);
                numbered.eat_any(&PLACES);
                self.at = numbered.at;
                return Some(MentionedBox::Number(number));
            }
            let mut place = self.clone();
            place.eat("的");
            if place.eat_any(&PLACES) {
                self.at = place.at;
            }
            let mut numbered = self.clone();
            if let Some(number) = numbered.number().filter(|number| number.numeral == Numeral::Digits) {
                self.at = numbered.at;
                return Some(MentionedBox::Number(number));
            }
            return Some(MentionedBox::Selection);
        }
        if self.eat_any(&["选框", "选区", "区域", "框"]) {
            self.spaces();
            return Some(MentionedBox::Number(self.number()?));
        }
        None
    }

    /// ", box 1" and " box 1" after an image.
    fn english_box_after(&mut self) -> Option<MentionedBox> {
        self.eat_any(&[",", "'s", "’s"]);
        if !self.spaces() {
            return None;
        }
        let is_selected = self.eat("selected ");
        if !self.eat_any(&["box", "area", "region"]) {
            return None;
        }
        let mut numbered = self.clone();
        if numbered.spaces()
            && let Some(number) = numbered.number_alone()
        {
            self.at = numbered.at;
            return Some(MentionedBox::Number(number));
        }
        (is_selected && self.is_word_end()).then_some(MentionedBox::Selection)
    }

    /// "selected area 1 of image 2", "box 1 in image 2", "the selected area of image 2".
    fn english_box(mut self) -> Option<Mention> {
        if !self.is_word_start() {
            return None;
        }
        let start = self.at;
        if self.eat("the") && !self.spaces() {
            return None;
        }
        let ordinal = self.clone().ordinal();
        if let Some(number) = &ordinal {
            self.at = number.range.end;
            if !self.spaces() {
                return None;
            }
        }
        let is_selected = self.eat("selected");
        if is_selected && !self.spaces() {
            return None;
        }
        let is_box = self.eat("box");
        if !is_box && !self.eat_any(&["area", "region"]) {
            return None;
        }
        let mut numbered = self.clone();
        let number = if numbered.spaces() { numbered.number_alone() } else { None };
        if number.is_some() {
            self.at = numbered.at;
        }
        if !self.spaces() || !self.eat_any(&["of", "inside", "in", "on", "from"]) || !self.spaces() {
            return None;
        }
        if self.eat("the") && !self.spaces() {
            return None;
        }
        let (image, is_counted) = self.image()?;
        let bbox = match number.or(ordinal) {
            Some(number) => MentionedBox::Number(number),
            None if is_selected || is_box => MentionedBox::Selection,
            None => return None,
        };
        Some(Mention { range: start..self.at, image, bbox: Some(bbox), is_counted })
    }
}
