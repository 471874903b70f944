//! A landscape drawn from a prompt's hash: what text-to-image answers with.

use image::{Rgb, RgbImage};
use sha2::{Digest, Sha256};

/// What prompt and seed decide about a picture.
#[derive(Debug)]
pub struct Look {
    /// 0 to 1 around the colour wheel.
    pub hue: f32,
    state: u64,
}

impl Look {
    /// Hashes prompt and seed.
    pub fn of(prompt: &str, seed: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(prompt.as_bytes());
        hash.update([0]);
        hash.update(seed.to_le_bytes());
        let digest = hash.finalize();
        let word = |at: usize| {
            let bytes = digest[at..at + 8].try_into().expect("eight bytes");
            u64::from_le_bytes(bytes)
        };
        Self { hue: (word(0) % 3600) as f32 / 3600.0, state: word(8) }
    }

    /// A number from 0 to 1; the row of `turn`s is the same for the same look.
    pub fn value(&self, turn: u64) -> f32 {
        let mut mixed = self.state.wrapping_add(turn.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1 << 24) as f32
    }
}

const HILLS: usize = 5;

/// Sky, sun and hills.
pub fn paint(look: &Look, (width, height): (u32, u32)) -> RgbImage {
    let ridges: Vec<Vec<u32>> = (0..HILLS).map(|hill| ridge(look, hill, width, height)).collect();
    let sun = Sun::of(look, width, height);
    let sky = sky(look, height);
    let hill_colours: Vec<_> = (0..HILLS).map(|hill| hill_colours(look, hill)).collect();
    RgbImage::from_fn(width, height, |x, y| {
        let nearest = (0..HILLS).rev().find(|hill| y >= ridges[*hill][x as usize]);
        match nearest {
            Some(hill) => {
                let depth = (y - ridges[hill][x as usize]) as f32 / (height as f32 * 0.35);
                let (crest, foot) = &hill_colours[hill];
                mix(crest, foot, depth.min(1.0))
            }
            None => sun.over(sky[y as usize], x, y),
        }
    })
}

/// The colour of each row, from deep to pale.
fn sky(look: &Look, height: u32) -> Vec<Rgb<u8>> {
    let high = hsl(look.hue, 0.55, 0.42);
    let low = hsl(look.hue + 0.12, 0.75, 0.84);
    (0..height).map(|y| mix(&high, &low, (y as f32 / height as f32 * 1.4).min(1.0))).collect()
}

/// Far hills are pale and near the sky's hue, close ones dark.
fn hill_colours(look: &Look, hill: usize) -> (Rgb<u8>, Rgb<u8>) {
    let near = (hill + 1) as f32 / HILLS as f32;
    let hue = look.hue + 0.04 + 0.10 * near;
    let light = 0.70 - 0.48 * near;
    (hsl(hue, 0.35 + 0.2 * near, light + 0.06), hsl(hue, 0.40, light * 0.72))
}

/// For each column, the row where a hill begins: three waves on top of each other.
fn ridge(look: &Look, hill: usize, width: u32, height: u32) -> Vec<u32> {
    let turn = 16 * hill as u64;
    let middle = 0.50 + 0.095 * hill as f32;
    (0..width)
        .map(|x| {
            let along = x as f32 / width as f32 * std::f32::consts::TAU;
            let waves: f32 = (0..3)
                .map(|wave| {
                    let turn = turn + 3 * wave;
                    let pace = (wave + 1) as f32 * (0.7 + look.value(turn));
                    let reach = (0.03 + 0.06 * look.value(turn + 1)) / (wave + 1) as f32;
                    reach * (along * pace + look.value(turn + 2) * 6.3).sin()
                })
                .sum();
            ((middle + waves).clamp(0.0, 1.0) * height as f32) as u32
        })
        .collect()
}

struct Sun {
    x: f32,
    y: f32,
    radius: f32,
    colour: Rgb<u8>,
}

impl Sun {
    fn of(look: &Look, width: u32, height: u32) -> Self {
        Self {
            x: (0.2 + 0.6 * look.value(100)) * width as f32,
            y: (0.18 + 0.22 * look.value(101)) * height as f32,
            radius: (0.05 + 0.05 * look.value(102)) * width.min(height) as f32,
            colour: hsl(look.hue + 0.5 + 0.1 * look.value(103), 0.85, 0.88),
        }
    }

    /// The disc, and its glow fading over four radii.
    fn over(&self, sky: Rgb<u8>, x: u32, y: u32) -> Rgb<u8> {
        let (dx, dy) = (x as f32 - self.x, y as f32 - self.y);
        let away = (dx * dx + dy * dy).sqrt() / self.radius;
        if away >= 4.0 {
            sky
        } else if away <= 1.0 {
            self.colour
        } else {
            let glow = (4.0 - away) / 3.0;
            mix(&sky, &self.colour, 0.55 * glow * glow)
        }
    }
}

fn mix(from: &Rgb<u8>, to: &Rgb<u8>, part: f32) -> Rgb<u8> {
    let channel = |index: usize| {
        let (from, to) = (f32::from(from.0[index]), f32::from(to.0[index]));
        (from + (to - from) * part).round() as u8
    };
    Rgb([channel(0), channel(1), channel(2)])
}

/// A colour from hue (any turn of the wheel), saturation and lightness (0 to 1).
pub fn hsl(hue: f32, saturation: f32, lightness: f32) -> Rgb<u8> {
    let spread = saturation * lightness.min(1.0 - lightness);
    let channel = |offset: f32| {
        let at = (offset + hue.rem_euclid(1.0) * 12.0) % 12.0;
        let value = lightness - spread * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0);
        (value * 255.0).round() as u8
    };
    Rgb([channel(0.0), channel(8.0), channel(4.0)])
}
