//! What an edit changed, and where: inside the boxes, and outside where nothing should change.
//!
//! The service makes an image of another size, may crop it by some pixels, compresses it anew and shifts its colours a
//! little. None of that is a change somebody asked about, so it is taken out first:
//!
//! 1. The result is brought to the size of the source's copy, averaged where it is larger.
//! 2. It is **aligned**: the scale (up to 3 %) and shift (up to 14 px of a copy of 512) with the least difference, where
//!    each pixel's difference counts only up to a limit, so that what was really changed does not pull.
//! 3. Its **colours** are fitted: a gain and an offset for each channel, from pixels that nearly agree.
//! 4. A pixel has **changed** where its colour lies outside the range of its neighbours' colours in the other picture, both
//!    ways, by more than [`TOLERANCE`]. The range forgives edges that lie a pixel off. A lone pixel does not count, and at
//!    its border a change ends where the difference falls to half: compression smears it into what surrounds it.
//!
//! Limits: a change of less than about a thousandth of the picture, of fine grain only, or of less than 12 levels of 255 is
//! not seen; a large even change of light is taken for a shift of colour up to 10 % and 12 levels; where most of the
//! picture is new, the alignment means nothing, and [`ChangeMap::is_comparable`] says so.

mod align;
mod plane;

use crate::core::geometry::{BoundingBox, Size};

use self::align::{Alignment, Search};
use self::plane::{Planes, extreme};

/// Longest side of a copy to compare, px: more is slower and says no more.
pub const MAX_SIDE_PX: u32 = 512;

/// By how many levels of 255 a colour may differ and still be the same: recompression stays below.
pub const TOLERANCE: i32 = 12;

/// How many of a pixel and its eight neighbours must differ before it has changed.
const MIN_NEIGHBOURS: usize = 4;
/// A larger mean difference than this means that nothing of the one picture is in the other, in levels of 255.
const MAX_MEAN_DIFFERENCE: f64 = 17.0;

/// A picture as a canvas gives it: four bytes a pixel, row by row.
#[derive(Clone, Copy, Debug)]
pub struct Rgba<'a> {
    /// Its size in px.
    pub size: Size,
    /// Red, green, blue and alpha of each pixel; alpha is not read.
    pub bytes: &'a [u8],
}

/// What changed from one picture to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeMap {
    /// The size of the map: that of the first picture's copy.
    pub size: Size,
    /// How much each pixel changed, from 1 to 255; 0 where it did not.
    pub heat: Vec<u8>,
    /// The share of the boxes' area that changed, from 0 to 1; `None` without boxes.
    pub inside: Option<f64>,
    /// The share of the area outside the boxes that changed, from 0 to 1; `None` where the boxes are everywhere.
    pub outside: Option<f64>,
    /// How far the second picture had to be shifted to the right and down, in px of the map.
    pub shift: (f64, f64),
    /// How much larger the second picture's content is than its size says.
    pub scale: f64,
    /// Whether the pictures have enough in common for the numbers to mean something.
    pub is_comparable: bool,
}

/// The size of the copy of an image that is compared.
#[must_use]
pub fn copy_size(image: Size) -> Size {
    let longest = image.width.max(image.height).max(1);
    if longest <= MAX_SIDE_PX {
        return image;
    }
    let longest = u64::from(longest);
    // To the nearest pixel.
    let along = |length: u32| ((u64::from(length) * u64::from(MAX_SIDE_PX) + longest / 2) / longest).max(1) as u32;
    Size::new(along(image.width), along(image.height))
}

/// Compares `after` with `before`. `boxes` are in px of an image of size `image`, which `before` is a copy of.
///
/// `None` where a picture has no pixels, or fewer bytes than its size says. [`Comparing`] does the same in steps.
#[must_use]
pub fn change_map(before: Rgba, after: Rgba, boxes: &[BoundingBox], image: Size) -> Option<ChangeMap> {
    let mut comparing = Comparing::new(before, after, boxes, image)?;
    loop {
        if let Some(map) = comparing.step() {
            return Some(map);
        }
    }
}

/// A comparison in steps, each of which is short, so that a page stays alive between them.
#[derive(Debug)]
pub struct Comparing {
    before: Planes,
    after: Planes,
    is_boxed: Vec<bool>,
    stage: Stage,
}

/// What is next.
#[derive(Debug)]
enum Stage {
    Align(Search),
    Lay(Alignment),
    Soften(Alignment, Vec<bool>),
    Judge(Alignment, Vec<bool>),
}

impl Comparing {
    /// Reads the pictures; see [`change_map`].
    #[must_use]
    pub fn new(before: Rgba, after: Rgba, boxes: &[BoundingBox], image: Size) -> Option<Self> {
        let size = before.size;
        let before = Planes::read(before)?;
        let after = Planes::read(after)?.resized(size);
        let stage = Stage::Align(Search::new(size));
        Some(Self { before, after, is_boxed: boxed(boxes, image, size), stage })
    }

    /// Goes on; answers the map once it is made.
    pub fn step(&mut self) -> Option<ChangeMap> {
        match &mut self.stage {
            Stage::Align(search) => {
                if let Some(alignment) = search.step(&self.before, &self.after) {
                    self.stage = Stage::Lay(alignment);
                }
                None
            }
            Stage::Lay(alignment) => {
                let alignment = *alignment;
                let (after, is_covered) = alignment.apply(&self.after);
                self.after = after;
                self.stage = Stage::Soften(alignment, is_covered);
                None
            }
            Stage::Soften(alignment, is_covered) => {
                fit_colors(&self.before, &mut self.after, is_covered);
                self.before = self.before.blurred();
                self.after = self.after.blurred();
                self.stage = Stage::Judge(*alignment, std::mem::take(is_covered));
                None
            }
            Stage::Judge(alignment, is_covered) => {
                Some(judged(&self.before, &self.after, *alignment, is_covered, &self.is_boxed))
            }
        }
    }
}

/// What differs between pictures that lie on each other and have the same colours.
fn judged(before: &Planes, after: &Planes, alignment: Alignment, is_covered: &[bool], is_boxed: &[bool]) -> ChangeMap {
    let size = before.size;
    let plain = before.difference(after);
    let strict = before.beyond(after).into_iter().zip(after.beyond(before)).map(|(a, b)| a.max(b));
    let is_seed: Vec<bool> = strict.zip(is_covered).map(|(by, covered)| *covered && by > TOLERANCE).collect();
    let is_changed = without_halo(&without_loners(&is_seed, size), &plain, size);
    let heat = (0..is_changed.len()).map(|at| if is_changed[at] { plain[at].clamp(1, 255) as u8 } else { 0 }).collect();
    let share = |wants_boxed: bool| {
        let is_meant = |at: &usize| is_covered[*at] && is_boxed[*at] == wants_boxed;
        let (mut all, mut changed) = (0.0, 0.0);
        for at in (0..is_changed.len()).filter(is_meant) {
            all += 1.0;
            changed += f64::from(u8::from(is_changed[at]));
        }
        (all > 0.0).then(|| changed / all)
    };
    ChangeMap {
        size,
        heat,
        inside: share(true),
        outside: share(false),
        shift: alignment.shift(),
        scale: alignment.scale(),
        is_comparable: alignment.mean_difference() <= MAX_MEAN_DIFFERENCE,
    }
}

/// Takes a shift of all colours out of `after`: for each channel the gain and offset that pixels which nearly agree ask for.
fn fit_colors(before: &Planes, after: &mut Planes, is_covered: &[bool]) {
    const NEARLY: i32 = 24;
    for (one, other) in before.channels.iter().zip(&mut after.channels) {
        let (mut gain, mut offset) = (1.0, 0.0);
        for round in 0..3 {
            // Each round trusts fewer pixels.
            let nearly = f64::from(NEARLY >> round);
            let (mut n, mut x, mut y, mut xx, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for at in (0..one.len()).filter(|at| is_covered[*at]) {
                let (from, to) = (f64::from(other[at]), f64::from(one[at]));
                if (from * gain + offset - to).abs() <= nearly {
                    n += 1.0;
                    x += from;
                    y += to;
                    xx += from * from;
                    xy += from * to;
                }
            }
            let spread = n * xx - x * x;
            if n < 64.0 || spread <= n * n * 4.0 {
                break;
            }
            gain = ((n * xy - x * y) / spread).clamp(0.9, 1.1);
            offset = ((y - gain * x) / n).clamp(-12.0, 12.0);
        }
        for value in other.iter_mut() {
            *value = (f64::from(*value) * gain + offset).round().clamp(0.0, 255.0) as i32;
        }
    }
}

/// What is left without pixels that have too few neighbours.
fn without_loners(is_set: &[bool], size: Size) -> Vec<bool> {
    (0..is_set.len())
        .map(|at| is_set[at] && neighbours(at, size).filter(|near| is_set[*near]).count() >= MIN_NEIGHBOURS)
        .collect()
}

/// What is left when a border pixel counts only where it differs by at least half of what is near it.
fn without_halo(is_set: &[bool], by: &[i32], size: Size) -> Vec<bool> {
    let inner = |is_set: &[bool]| -> Vec<bool> {
        (0..is_set.len()).map(|at| neighbours(at, size).all(|near| is_set[near])).collect()
    };
    let is_inner = inner(&inner(is_set));
    let most = extreme(&extreme(by, size, i32::max), size, i32::max);
    (0..is_set.len()).map(|at| is_set[at] && (is_inner[at] || by[at] * 2 >= most[at])).collect()
}

/// A pixel and its neighbours, eight inside the picture.
fn neighbours(at: usize, size: Size) -> impl Iterator<Item = usize> {
    let (width, height) = (size.width as usize, size.height as usize);
    let (x, y) = (at % width, at / width);
    let rows = y.saturating_sub(1)..(y + 2).min(height);
    rows.flat_map(move |y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| y * width + x))
}

/// Which pixels of a copy of size `size` lie in a box.
fn boxed(boxes: &[BoundingBox], image: Size, size: Size) -> Vec<bool> {
    let width = size.width as usize;
    let mut is_boxed = vec![false; width * size.height as usize];
    for bbox in boxes.iter().map(|bbox| bbox.scaled(image, size)) {
        for y in bbox.y1 as usize..bbox.y2 as usize {
            is_boxed[y * width + bbox.x1 as usize..y * width + bbox.x2 as usize].fill(true);
        }
    }
    is_boxed
}
