//! A picture as numbers to compare.

use super::Rgba;
use crate::core::geometry::Size;

/// Three channels of a picture, each with a value from 0 to 255 for each pixel.
#[derive(Clone, Debug)]
pub(super) struct Planes {
    pub size: Size,
    pub channels: [Vec<i32>; 3],
}

impl Planes {
    /// Reads a picture; `None` where it has no pixels or too few bytes.
    pub fn read(picture: Rgba) -> Option<Self> {
        let count = usize::try_from(picture.size.area()).ok()?;
        let bytes = picture.bytes.get(..count.checked_mul(4)?).filter(|bytes| !bytes.is_empty())?;
        let channel = |at: usize| bytes.chunks_exact(4).map(|pixel| i32::from(pixel[at])).collect();
        Some(Self { size: picture.size, channels: [channel(0), channel(1), channel(2)] })
    }

    /// The same picture in another size: each pixel the mean of those it stands for.
    pub fn resized(&self, size: Size) -> Self {
        if size == self.size {
            return self.clone();
        }
        let columns = weights(self.size.width, size.width);
        let rows = weights(self.size.height, size.height);
        let (from, to) = (self.size.width as usize, size.width as usize);
        let channels = self.channels.each_ref().map(|channel| {
            let mut wide = vec![0.0_f32; to * self.size.height as usize];
            for (y, row) in channel.chunks_exact(from).enumerate() {
                for (x, (start, shares)) in columns.iter().enumerate() {
                    wide[y * to + x] =
                        shares.iter().zip(&row[*start..]).map(|(share, value)| share * *value as f32).sum();
                }
            }
            let mut all = Vec::with_capacity(to * size.height as usize);
            for (start, shares) in &rows {
                for x in 0..to {
                    let column = shares.iter().enumerate().map(|(at, share)| share * wide[(start + at) * to + x]);
                    all.push(column.sum::<f32>().round() as i32);
                }
            }
            all
        });
        Self { size, channels }
    }

    /// Each pixel the weighted mean of itself and its neighbours, which takes out the grain of compression.
    pub fn blurred(&self) -> Self {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let channels = self.channels.each_ref().map(|channel| {
            let line = |values: &dyn Fn(usize) -> i32, length: usize, at: usize| {
                values(at.saturating_sub(1)) + 2 * values(at) + values((at + 1).min(length - 1))
            };
            let mut wide = vec![0; channel.len()];
            for y in 0..height {
                for x in 0..width {
                    wide[y * width + x] = line(&|x| channel[y * width + x], width, x);
                }
            }
            let mut all = vec![0; channel.len()];
            for y in 0..height {
                for x in 0..width {
                    all[y * width + x] = (line(&|y| wide[y * width + x], height, y) + 8) / 16;
                }
            }
            all
        });
        Self { size: self.size, channels }
    }

    /// How far each pixel is from the same one of another picture: the channel that differs most.
    pub fn difference(&self, other: &Self) -> Vec<i32> {
        self.by_channel(|channel, at| (self.channels[channel][at] - other.channels[channel][at]).abs())
    }

    /// How far each pixel is outside the range of the pixels around it in another picture: the channel that is most.
    pub fn beyond(&self, other: &Self) -> Vec<i32> {
        let ranges = other
            .channels
            .each_ref()
            .map(|channel| (extreme(channel, self.size, i32::min), extreme(channel, self.size, i32::max)));
        self.by_channel(|channel, at| {
            let value = self.channels[channel][at];
            let (least, most) = &ranges[channel];
            (least[at] - value).max(value - most[at]).max(0)
        })
    }

    /// The brightness of each pixel.
    pub fn luma(&self) -> Vec<i32> {
        let [red, green, blue] = &self.channels;
        (0..red.len()).map(|at| (red[at] * 77 + green[at] * 150 + blue[at] * 29) >> 8).collect()
    }

    fn by_channel(&self, value: impl Fn(usize, usize) -> i32) -> Vec<i32> {
        (0..self.channels[0].len()).map(|at| value(0, at).max(value(1, at)).max(value(2, at))).collect()
    }
}

/// The least or greatest value of each pixel and its neighbours.
pub(super) fn extreme(channel: &[i32], size: Size, of: fn(i32, i32) -> i32) -> Vec<i32> {
    let (width, height) = (size.width as usize, size.height as usize);
    let mut wide = vec![0; channel.len()];
    for y in 0..height {
        let row = &channel[y * width..(y + 1) * width];
        for x in 0..width {
            wide[y * width + x] = of(of(row[x.saturating_sub(1)], row[x]), row[(x + 1).min(width - 1)]);
        }
    }
    let mut all = vec![0; channel.len()];
    for y in 0..height {
        let (above, below) = (y.saturating_sub(1) * width, (y + 1).min(height - 1) * width);
        for x in 0..width {
            all[y * width + x] = of(of(wide[above + x], wide[y * width + x]), wide[below + x]);
        }
    }
    all
}

/// For each of `to` pixels, from which of `from` pixels it is made: the first one, and the share of each.
fn weights(from: u32, to: u32) -> Vec<(usize, Vec<f32>)> {
    let step = f64::from(from) / f64::from(to);
    let one = |at: u32| {
        if step <= 1.0 {
            // Larger: between the two nearest middles.
            let middle = ((f64::from(at) + 0.5) * step - 0.5).clamp(0.0, f64::from(from - 1));
            let start = middle.floor().min(f64::from(from.saturating_sub(2)));
            let share = (middle - start) as f32;
            let shares = if from > 1 { vec![1.0 - share, share] } else { vec![1.0] };
            return (start as usize, shares);
        }
        let (start, end) = (f64::from(at) * step, (f64::from(at + 1) * step).min(f64::from(from)));
        let first = start.floor() as usize;
        let last = (end.ceil() as usize).min(from as usize);
        let share = |pixel: usize| ((end.min(pixel as f64 + 1.0) - start.max(pixel as f64)) / (end - start)) as f32;
        (first, (first..last).map(share).collect())
    };
    (0..to).map(one).collect()
}
