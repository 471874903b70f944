//! Finds a coloured shape: the colour a text names, and where the largest regions of it are.

use image::{Rgb, RgbImage, imageops};

/// A colour that people have a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Cyan,
    Blue,
    Purple,
    Pink,
    Brown,
    White,
    Gray,
    Black,
}

#[rustfmt::skip]
const WORDS: [(&str, Colour); 29] = [
    ("red", Colour::Red), ("红", Colour::Red),
    ("orange", Colour::Orange), ("橙", Colour::Orange), ("橘", Colour::Orange),
    ("yellow", Colour::Yellow), ("黄", Colour::Yellow),
    ("green", Colour::Green), ("绿", Colour::Green),
    ("cyan", Colour::Cyan), ("teal", Colour::Cyan), ("青", Colour::Cyan),
    ("blue", Colour::Blue), ("蓝", Colour::Blue),
    ("purple", Colour::Purple), ("violet", Colour::Purple), ("紫", Colour::Purple),
    ("pink", Colour::Pink), ("粉", Colour::Pink),
    ("brown", Colour::Brown), ("棕", Colour::Brown), ("褐", Colour::Brown),
    ("white", Colour::White), ("白", Colour::White),
    ("gray", Colour::Gray), ("grey", Colour::Gray), ("灰", Colour::Gray),
    ("black", Colour::Black), ("黑", Colour::Black),
];

impl Colour {
    /// The first colour that a text names, in Chinese or as an English word of its own.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        let first = |word: &str| {
            let whole = |at: &usize| {
                let bytes = text.as_bytes();
                !word.is_ascii() || !letter(bytes[..*at].last()) && !letter(bytes.get(at + word.len()))
            };
            text.match_indices(word).map(|(at, _)| at).find(whole)
        };
        let found = WORDS.iter();
        found
            .filter_map(|(word, colour)| Some((first(word)?, *colour)))
            .min_by_key(|(at, _)| *at)
            .map(|(_, colour)| colour)
    }

    /// Whether a person would call this pixel so.
    fn covers(self, Rgb([red, green, blue]): Rgb<u8>) -> bool {
        let [red, green, blue] = [red, green, blue].map(|channel| f32::from(channel) / 255.0);
        let (light, dark) = (red.max(green).max(blue), red.min(green).min(blue));
        let spread = light - dark;
        let strength = if light > 0.0 { spread / light } else { 0.0 };
        let hue = if spread == 0.0 {
            0.0
        } else if light == red {
            ((green - blue) / spread * 60.0).rem_euclid(360.0)
        } else if light == green {
            (blue - red) / spread * 60.0 + 120.0
        } else {
            (red - green) / spread * 60.0 + 240.0
        };
        let vivid =
            |from: f32, to: f32, least: f32, lit: f32| (from..to).contains(&hue) && strength >= least && light >= lit;
        match self {
            Self::Black => light < 0.36 && spread < 0.12,
            Self::White => light > 0.82 && strength < 0.07,
            Self::Gray => (0.36..=0.82).contains(&light) && strength < 0.12,
            Self::Red => vivid(340.0, 361.0, 0.5, 0.3) || vivid(0.0, 14.0, 0.5, 0.3),
            Self::Pink => {
                vivid(300.0, 361.0, 0.15, 0.7) && (strength < 0.5 || hue < 340.0)
                    || vivid(0.0, 14.0, 0.15, 0.75) && strength < 0.5
            }
            Self::Orange => vivid(14.0, 43.0, 0.45, 0.7),
            Self::Brown => vivid(8.0, 45.0, 0.3, 0.12) && light < 0.7,
            Self::Yellow => vivid(43.0, 70.0, 0.35, 0.6),
            Self::Green => vivid(70.0, 165.0, 0.25, 0.15),
            Self::Cyan => vivid(160.0, 200.0, 0.25, 0.2),
            Self::Blue => vivid(190.0, 255.0, 0.25, 0.15),
            Self::Purple => vivid(255.0, 320.0, 0.2, 0.15),
        }
    }
}

/// A box in parts of the image's width and height, 0 to 1.
pub type Part = [f64; 4];

/// The longer side of the picture that is looked at.
const LOOKED_AT: u32 = 480;
/// Pixels this far apart belong together.
const GAP: i64 = 2;

/// Where the largest region of a colour is, and a second one that is a third as large at least.
pub fn find(picture: &RgbImage, colour: Colour) -> Vec<Part> {
    let (width, height) = picture.dimensions();
    let scale = (f64::from(LOOKED_AT) / f64::from(width.max(height))).min(1.0);
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let small = imageops::thumbnail(picture, side(width), side(height));
    let mut regions = regions(&small, colour);
    regions.sort_by_key(|region| std::cmp::Reverse(region.pixels));
    let least = regions.first().map_or(0, |largest| (largest.pixels / 3).max(12));
    regions.retain(|region| region.pixels >= least);
    let across = |at: i64, side: u32| at as f64 / f64::from(side);
    let part = |region: &Region| {
        let [x1, y1, x2, y2] = region.corners;
        let (width, height) = small.dimensions();
        [across(x1, width), across(y1, height), across(x2 + 1, width), across(y2 + 1, height)]
    };
    regions.iter().take(2).map(part).collect()
}

struct Region {
    pixels: usize,
    /// Both corners inside.
    corners: [i64; 4],
}

fn regions(picture: &RgbImage, colour: Colour) -> Vec<Region> {
    let (width, height) = (i64::from(picture.width()), i64::from(picture.height()));
    let mut wanted: Vec<bool> = picture.pixels().map(|pixel| colour.covers(*pixel)).collect();
    let mut regions = Vec::new();
    for start in 0..wanted.len() {
        if !std::mem::take(&mut wanted[start]) {
            continue;
        }
        let (x, y) = (start as i64 % width, start as i64 / width);
        let mut region = Region { pixels: 0, corners: [x, y, x, y] };
        let mut open = vec![(x, y)];
        while let Some((x, y)) = open.pop() {
            region.pixels += 1;
            let [x1, y1, x2, y2] = region.corners;
            region.corners = [x1.min(x), y1.min(y), x2.max(x), y2.max(y)];
            for near_y in (y - GAP).max(0)..=(y + GAP).min(height - 1) {
                for near_x in (x - GAP).max(0)..=(x + GAP).min(width - 1) {
                    if std::mem::take(&mut wanted[(near_y * width + near_x) as usize]) {
                        open.push((near_x, near_y));
                    }
                }
            }
        }
        regions.push(region);
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_colour_word_counts() {
        assert_eq!(Colour::named("蓝色的花瓶"), Some(Colour::Blue));
        assert_eq!(Colour::named("The Yellow lemon, not the red one"), Some(Colour::Yellow));
        assert_eq!(Colour::named("粉红色的花"), Some(Colour::Pink));
        assert_eq!(Colour::named("黑色的闹钟"), Some(Colour::Black));
        assert_eq!(Colour::named("returned regions, required"), None);
    }

    #[test]
    fn two_regions_at_most_and_the_largest_first() {
        let mut picture = RgbImage::from_pixel(1000, 500, Rgb([250, 245, 230]));
        let mut fill = |x: u32, y: u32, side: u32| {
            for (x, y) in (x..x + side).flat_map(|x| (y..y + side).map(move |y| (x, y))) {
                picture.put_pixel(x, y, Rgb([210, 30, 40]));
            }
        };
        fill(100, 100, 130);
        fill(500, 200, 200);
        fill(900, 400, 40);
        let boxes = find(&picture, Colour::Red);
        assert_eq!(boxes.len(), 2);
        for (found, wanted) in boxes.iter().zip([[0.5, 0.4, 0.7, 0.8], [0.1, 0.2, 0.23, 0.46]]) {
            assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 0.01), "{found:?}");
        }
        assert!(find(&picture, Colour::Green).is_empty());
    }
}
