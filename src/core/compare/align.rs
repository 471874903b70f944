//! How a result lies on its source: a scale about the middle, and a shift.

use super::plane::Planes;
use crate::core::geometry::Size;

/// A pixel's difference counts up to here: what was really changed must not pull.
const MAX_DIFFERENCE: i32 = 30;
/// How far the coarsest search looks, in its own pixels, and how coarse that is.
const COARSE_RADIUS: i32 = 4;
const COARSE_SIDE_PX: u32 = 128;
/// The coarsest search tries so many scales to both sides, in steps of half a percent.
const COARSE_SCALES: i32 = 6;
const SCALE_STEP: f64 = 0.005;
/// About how many pixels of a picture are looked at, by the coarsest search and by the others.
const COARSE_SAMPLES: usize = 3_000;
const MAX_SAMPLES: usize = 16_000;
/// The steps of the last search, in px.
const FINE_STEPS: [f64; 3] = [1.0, 0.5, 0.25];

/// A point of the source at `p` from the middle lies at `p * scale + shift` of the result, in px of the source's copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alignment {
    scale: f64,
    dx: f64,
    dy: f64,
    mean: f64,
}

/// Brightness of a picture.
#[derive(Debug)]
struct Luma {
    size: Size,
    values: Vec<i32>,
}

impl Luma {
    fn of(planes: &Planes) -> Self {
        Self { size: planes.size, values: planes.luma() }
    }
}

/// The search for the best alignment, from coarse to fine, in steps of some milliseconds.
#[derive(Debug)]
pub(super) struct Search {
    /// Longest sides of the copies that are left to search, px, the coarsest last.
    sides: Vec<u32>,
    /// The copies at hand.
    at_hand: Option<(Luma, Luma)>,
    best: Alignment,
    is_coarse: bool,
    round: usize,
    scale_step: f64,
}

impl Search {
    /// For pictures of this size.
    pub fn new(size: Size) -> Self {
        let mut sides = vec![size.width.max(size.height)];
        while let Some(side) = sides.last().copied().filter(|side| *side > COARSE_SIDE_PX) {
            sides.push(side / 2);
        }
        let best = Alignment { scale: 1.0, dx: 0.0, dy: 0.0, mean: f64::MAX };
        Self { sides, at_hand: None, best, is_coarse: true, round: 0, scale_step: SCALE_STEP }
    }

    /// Goes on; answers the best one once that is known.
    pub fn step(&mut self, before: &Planes, after: &Planes) -> Option<Alignment> {
        let Some(side) = self.sides.last().copied() else { return Some(self.best) };
        let size = shrunk(before.size, side, before.size.width.max(before.size.height));
        let (one, other) = self.at_hand.get_or_insert_with(|| {
            let luma = |planes: &Planes| Luma::of(&planes.resized(size).blurred());
            (luma(before), luma(after))
        });
        let is_last = self.sides.len() == 1;
        let rounds = if self.is_coarse {
            // One scale at a time.
            let scale = 1.0 + f64::from(self.round as i32 - COARSE_SCALES) * SCALE_STEP;
            let from = Alignment { scale, dx: 0.0, dy: 0.0, mean: 0.0 };
            self.best = self.best.or_near(from, one, other, COARSE_RADIUS, 1.0, &[0.0], COARSE_SAMPLES);
            COARSE_SCALES as usize * 2 + 1
        } else {
            let step = FINE_STEPS[self.round];
            let scales = [-self.scale_step, 0.0, self.scale_step];
            self.best = self.best.or_near(self.best, one, other, 1, step, &scales, MAX_SAMPLES);
            self.scale_step /= 2.0;
            if is_last { FINE_STEPS.len() } else { 1 }
        };
        self.round += 1;
        if self.round < rounds {
            return None;
        }
        self.round = 0;
        self.at_hand = None;
        if self.is_coarse {
            self.is_coarse = false;
            self.scale_step /= 2.0;
            // A picture that is small already is searched finely as well.
            if !is_last {
                self.sides.pop();
                self.best = self.best.enlarged();
            }
            self.best.mean = f64::MAX;
            return None;
        }
        self.sides.pop();
        if self.sides.is_empty() {
            return Some(self.best);
        }
        self.best = self.best.enlarged();
        None
    }
}

impl Alignment {
    /// The same on a copy of twice the size, where it is still to be measured.
    fn enlarged(self) -> Self {
        Self { dx: self.dx * 2.0, dy: self.dy * 2.0, mean: f64::MAX, ..self }
    }

    /// This, or a better one near `from`.
    #[allow(clippy::too_many_arguments)]
    fn or_near(
        self,
        from: Self,
        one: &Luma,
        other: &Luma,
        radius: i32,
        step: f64,
        scales: &[f64],
        samples: usize,
    ) -> Self {
        let mut best = self;
        for scale in scales {
            for dy in -radius..=radius {
                for dx in -radius..=radius {
                    let mut trial = Self {
                        scale: from.scale + scale,
                        dx: from.dx + f64::from(dx) * step,
                        dy: from.dy + f64::from(dy) * step,
                        mean: 0.0,
                    };
                    trial.mean = trial.cost(one, other, samples);
                    // Of equal ones the plainer: a flat picture fits anywhere.
                    let effort = |of: &Self| (of.scale - 1.0).abs() * 1000.0 + of.dx.abs() + of.dy.abs();
                    let is_better = trial.mean < best.mean - 1e-9
                        || (trial.mean < best.mean + 1e-9 && effort(&trial) < effort(&best));
                    if is_better {
                        best = trial;
                    }
                }
            }
        }
        best
    }

    /// The mean difference, each up to a limit. Where the one has nothing of the other counts as a middling difference.
    fn cost(&self, one: &Luma, other: &Luma, samples: usize) -> f64 {
        let (width, height) = (one.size.width as usize, one.size.height as usize);
        let every = (((width * height) as f64 / samples as f64).sqrt().ceil() as usize).max(1);
        let (mut sum, mut count) = (0.0, 0.0);
        for y in (every / 2..height).step_by(every) {
            for x in (every / 2..width).step_by(every) {
                let (from_x, from_y) = self.source(x, y, one.size);
                let by = match sampled(&other.values, other.size, from_x, from_y) {
                    Some(value) => (value - one.values[y * width + x] as f64).abs().min(f64::from(MAX_DIFFERENCE)),
                    None => f64::from(MAX_DIFFERENCE) / 4.0,
                };
                sum += by;
                count += 1.0;
            }
        }
        sum / f64::max(count, 1.0)
    }

    /// Where the pixel `x`, `y` of the source lies in the result.
    fn source(&self, x: usize, y: usize, size: Size) -> (f64, f64) {
        let middle = (f64::from(size.width - 1) / 2.0, f64::from(size.height - 1) / 2.0);
        let along = |at: usize, middle: f64, shift: f64| (at as f64 - middle) * self.scale + middle + shift;
        (along(x, middle.0, self.dx), along(y, middle.1, self.dy))
    }

    /// The result laid on the source, and which of the source's pixels it covers.
    pub fn apply(&self, after: &Planes) -> (Planes, Vec<bool>) {
        let size = after.size;
        let (width, height) = (size.width as usize, size.height as usize);
        let mut laid = Planes { size, channels: std::array::from_fn(|_| vec![0; width * height]) };
        let mut is_covered = vec![false; width * height];
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = self.source(x, y, size);
                for channel in 0..3 {
                    if let Some(value) = sampled(&after.channels[channel], size, from_x, from_y) {
                        laid.channels[channel][y * width + x] = value.round() as i32;
                        is_covered[y * width + x] = true;
                    }
                }
            }
        }
        (laid, is_covered)
    }

    /// By how much the result had to be shifted right and down.
    pub fn shift(&self) -> (f64, f64) {
        (-self.dx, -self.dy)
    }

    /// How much larger the result's content is.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The mean difference of brightness that is left.
    pub fn mean_difference(&self) -> f64 {
        self.mean
    }
}

/// Between the four nearest pixels; `None` outside.
fn sampled(values: &[i32], size: Size, x: f64, y: f64) -> Option<f64> {
    let (width, height) = (size.width as usize, size.height as usize);
    let (right, bottom) = ((width - 1) as f64, (height - 1) as f64);
    // Half a pixel beyond the last middle is still the last pixel.
    if !(-0.5..=right + 0.5).contains(&x) || !(-0.5..=bottom + 0.5).contains(&y) {
        return None;
    }
    let (x, y) = (x.clamp(0.0, right), y.clamp(0.0, bottom));
    let (left, top) = (x as usize, y as usize);
    let (share_x, share_y) = (x - left as f64, y - top as f64);
    let value = |x: usize, y: usize| f64::from(values[y.min(height - 1) * width + x.min(width - 1)]);
    let row = |y: usize| value(left, y) * (1.0 - share_x) + value(left + 1, y) * share_x;
    Some(row(top) * (1.0 - share_y) + row(top + 1) * share_y)
}

fn shrunk(size: Size, side: u32, longest: u32) -> Size {
    let along = |length: u32| (u64::from(length) * u64::from(side) / u64::from(longest)).max(1) as u32;
    Size::new(along(size.width), along(size.height))
}
