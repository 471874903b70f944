//! `color_palette`: which colours a picture should have, and how much of each. Shares are whole hundredths of a percent,
//! because the service wants a sum of exactly 100.00 % (R27).

mod pixels;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;

/// The sum of all shares: 100.00 % in hundredths.
pub const WHOLE: u32 = 10_000;
/// The fewest colours that the service takes (R27).
pub const MIN_COLORS: usize = 3;
/// The most colours that the service takes (R27).
pub const MAX_COLORS: usize = 10;

/// A colour and how much of it there is.
///
/// Read from JSON it is `{"hex": "#C2D1E6", "ratio": "23.51%"}`; a ratio may be a number of percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct PaletteColor {
    /// Red, green, blue.
    #[serde(rename = "hex", deserialize_with = "hex")]
    pub rgb: [u8; 3],
    /// Share in hundredths of a percent.
    #[serde(rename = "ratio", deserialize_with = "ratio")]
    pub hundredths: u32,
}

impl PaletteColor {
    /// `#C2D1E6`.
    #[must_use]
    pub fn hex(self) -> String {
        let [red, green, blue] = self.rgb;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    /// `23.51%`.
    #[must_use]
    pub fn ratio(self) -> String {
        let (whole, part) = (self.hundredths / 100, self.hundredths % 100);
        format!("{whole}.{part:02}%")
    }
}

/// Reads `#C2D1E6`, `C2D1E6` or `#CDE`.
#[must_use]
pub fn parse_hex(text: &str) -> Option<[u8; 3]> {
    let text = text.trim();
    let text = text.strip_prefix('#').unwrap_or(text);
    let digits = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<Vec<u8>>>()?;
    match digits[..] {
        [r, g, b] => Some([r, g, b].map(|digit| digit * 17)),
        [a, b, c, d, e, f] => Some([a << 4 | b, c << 4 | d, e << 4 | f]),
        _ => None,
    }
}

/// Reads `23.51%`, `23.5` or `23`, from 0 to 100 percent, as hundredths of a percent. Further digits are rounded.
#[must_use]
pub fn parse_ratio(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_number || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let percent: u32 = if whole.is_empty() { 0 } else { whole.parse().ok().filter(|percent| *percent <= 100)? };
    let digit = |at| fraction.as_bytes().get(at).map_or(0, |digit| u32::from(digit - b'0'));
    let share = percent * 100 + digit(0) * 10 + digit(1) + u32::from(digit(2) >= 5);
    (share <= WHOLE).then_some(share)
}

fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 3], D::Error> {
    parse_hex(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("give a colour like \"#C2D1E6\""))
}

fn ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let share = match Value::deserialize(deserializer)? {
        Value::String(text) => parse_ratio(&text),
        value => value.as_f64().and_then(hundredths),
    };
    share.ok_or_else(|| D::Error::custom("give a share like \"23.51%\""))
}

fn hundredths(percent: f64) -> Option<u32> {
    (0.0..=100.0).contains(&percent).then(|| (percent * 100.0).round() as u32)
}

/// The colours of a palette, in order.
///
/// [`balanced`](Self::balanced) makes the sum exact; every change below keeps it so, and no share falls under 0.01 %. A
/// palette without colours has no sum to keep. More than 10 000 colours cannot share, and stay as they are.
///
/// ```
/// use wan_edit::core::edit::{Palette, PaletteColor};
///
/// let third = |rgb| PaletteColor { rgb, hundredths: 3333 };
/// let palette = Palette::new(vec![third([255, 0, 0]), third([0, 255, 0]), third([0, 0, 255])]).balanced();
/// let shares: Vec<String> = palette.colors().iter().map(|color| color.ratio()).collect();
/// assert_eq!(shares, ["33.34%", "33.33%", "33.33%"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Palette(Vec<PaletteColor>);

impl Palette {
    /// These colours with the shares they have, whatever their sum.
    #[must_use]
    pub fn new(colors: Vec<PaletteColor>) -> Self {
        Self(colors)
    }

    /// A palette of at most `max_colors` (3 to 10), made from the pixels of a picture: red, green, blue and alpha of one
    /// after the other. Transparent pixels count as seen on white.
    ///
    /// Shares are real ones, largest first. A picture of fewer than three colours is filled up with traces of similar
    /// ones. Without a pixel there is no colour. A small picture of 128 × 128 px is enough.
    #[must_use]
    pub fn from_pixels(rgba: &[u8], max_colors: usize) -> Self {
        pixels::palette(rgba, max_colors.clamp(MIN_COLORS, MAX_COLORS))
    }

    /// The colours.
    #[must_use]
    pub fn colors(&self) -> &[PaletteColor] {
        &self.0
    }

    /// How many colours.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no colour.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All shares together, in hundredths of a percent; [`WHOLE`] is what the service takes.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.0.iter().fold(0, |sum, color| color.hundredths.saturating_add(sum))
    }

    /// The same proportions with a sum of exactly 100.00 %. A balanced palette stays as it is.
    #[must_use]
    pub fn balanced(mut self) -> Self {
        apportion(self.0.iter_mut().collect(), WHOLE);
        self
    }

    /// The same with another share of one colour; the others make room, or take what is left, in proportion.
    ///
    /// While a handle is dragged, begin with the palette as it was at the start: small shares lose their proportion.
    #[must_use]
    pub fn with_share(mut self, index: usize, hundredths: u32) -> Self {
        if index >= self.len() || self.len() > WHOLE as usize {
            return self;
        }
        let most = WHOLE - (self.len() as u32 - 1);
        let share = if self.len() == 1 { WHOLE } else { hundredths.clamp(1, most) };
        self.0[index].hundredths = share;
        let others = self.0.iter_mut().enumerate().filter(|(at, _)| *at != index);
        apportion(others.map(|(_, color)| color).collect(), WHOLE - share);
        self
    }

    /// The same with another colour in the place of one.
    #[must_use]
    pub fn with_color(mut self, index: usize, rgb: [u8; 3]) -> Self {
        if let Some(color) = self.0.get_mut(index) {
            color.rgb = rgb;
        }
        self
    }

    /// The same with one more colour at the end, which gets an even share. Ten colours stay ten.
    #[must_use]
    pub fn with_added(mut self, rgb: [u8; 3]) -> Self {
        if self.len() < MAX_COLORS {
            self.0.push(PaletteColor { rgb, hundredths: 0 });
            let (last, even) = (self.len() - 1, WHOLE / self.len() as u32);
            self = self.with_share(last, even);
        }
        self
    }

    /// The same without one colour; the others take its share in proportion.
    #[must_use]
    pub fn without(mut self, index: usize) -> Self {
        if index < self.len() {
            self.0.remove(index);
        }
        self.balanced()
    }
}

/// Shares out `total` in proportion to the shares there are, none under 1: by largest remainder, the larger colour
/// first. Colours without any share are equal.
fn apportion(mut colors: Vec<&mut PaletteColor>, total: u32) {
    if colors.is_empty() || colors.len() > total as usize {
        return;
    }
    if colors.iter().all(|color| color.hundredths == 0) {
        colors.iter_mut().for_each(|color| color.hundredths = 1);
    }
    let sum: u64 = colors.iter().map(|color| u64::from(color.hundredths)).sum();
    let mut remainders = Vec::with_capacity(colors.len());
    let mut left = total;
    for (at, color) in colors.iter_mut().enumerate() {
        let product = u64::from(color.hundredths) * u64::from(total);
        remainders.push((product % sum, color.hundredths, std::cmp::Reverse(at)));
        color.hundredths = (product / sum) as u32;
        left -= color.hundredths;
    }
    remainders.sort_unstable();
    for (_, _, at) in remainders.iter().rev().take(left as usize) {
        colors[at.0].hundredths += 1;
    }
    // As many are taken from the largest as are below 1.
    while let Some(none) = colors.iter().position(|color| color.hundredths == 0) {
        colors[none].hundredths = 1;
        if let Some(largest) = colors.iter_mut().max_by_key(|color| color.hundredths) {
            largest.hundredths -= 1;
        }
    }
}
