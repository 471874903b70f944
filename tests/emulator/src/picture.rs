//! The result of an edit: the last source image at the output size, visibly changed where it was asked for.
//!
//! Whoever compares source and result can see which boxes arrived, on which image, and that nothing else moved.

use crate::scene::{self, Look};
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

/// Corners in the pixels of the image the box belongs to: `x1, y1, x2, y2`, the second corner outside.
pub type Corners = [u32; 4];

/// How an edit is drawn.
#[derive(Debug)]
pub struct Edit {
    /// The last source image at the output size.
    base: RgbImage,
    /// Boxes on that image in output pixels; none means everywhere.
    areas: Vec<Corners>,
    /// What the boxes of earlier images hold.
    patches: Vec<RgbImage>,
}

impl Edit {
    /// Scales the last source image and its boxes to the output size.
    pub fn new(last: &RgbImage, boxes: &[Corners], patches: Vec<RgbImage>, size: (u32, u32)) -> Self {
        let areas = boxes.iter().map(|corners| scaled(*corners, last.dimensions(), size)).collect();
        let base = imageops::resize(last, size.0, size.1, FilterType::Triangle);
        Self { base, areas, patches }
    }

    /// Draws one result; a pure function of prompt and seed.
    pub fn draw(&self, prompt: &str, seed: u64) -> RgbImage {
        let mut picture = self.base.clone();
        let (width, height) = picture.dimensions();
        let look = Look::of(prompt, seed);
        if self.areas.is_empty() {
            recolour(&mut picture, [0, 0, width, height], &look);
        }
        for (index, area) in self.areas.iter().enumerate() {
            if self.patches.is_empty() {
                recolour(&mut picture, *area, &look);
            } else {
                fill(&mut picture, *area, &self.patches[index % self.patches.len()]);
            }
        }
        picture
    }
}

/// Draws a picture from words alone.
pub fn from_words(prompt: &str, seed: u64, size: (u32, u32)) -> RgbImage {
    scene::paint(&Look::of(prompt, seed), size)
}

/// Corners in another size of the same image, at least one pixel wide and high.
fn scaled(corners: Corners, from: (u32, u32), to: (u32, u32)) -> Corners {
    let along =
        |at: u32, from: u32, to: u32| ((u64::from(at) * u64::from(to) + u64::from(from) / 2) / u64::from(from)) as u32;
    let x1 = along(corners[0], from.0, to.0).min(to.0 - 1);
    let y1 = along(corners[1], from.1, to.1).min(to.1 - 1);
    let x2 = along(corners[2], from.0, to.0).clamp(x1 + 1, to.0);
    let y2 = along(corners[3], from.1, to.1).clamp(y1 + 1, to.1);
    [x1, y1, x2, y2]
}

/// Gives an area the hue of this prompt and seed, with diagonal stripes; light and dark stay where they were.
fn recolour(picture: &mut RgbImage, [x1, y1, x2, y2]: Corners, look: &Look) {
    let band = ((x2 - x1).min(y2 - y1) / 12).clamp(3, 48);
    let ramps = [0.0, 0.5].map(|turn| [0.0, 0.09].map(|stripe| ramp(look.hue + turn + stripe)));
    for y in y1..y2 {
        for x in x1..x2 {
            let pixel = picture.get_pixel_mut(x, y);
            let light = luminance(pixel);
            let stripe = ((x + y) / band % 2) as usize;
            let wanted = ramps[0][stripe][light];
            *pixel = if apart(pixel, &wanted) { wanted } else { ramps[1][stripe][light] };
        }
    }
}

/// Whether a person sees two colours as different.
fn apart(one: &Rgb<u8>, other: &Rgb<u8>) -> bool {
    one.0.iter().zip(other.0).any(|(one, other)| one.abs_diff(other) >= 48)
}

/// The colour of a hue for each luminance, dark to light.
fn ramp(hue: f32) -> Vec<Rgb<u8>> {
    (0..256).map(|light| scene::hsl(hue, 0.8, 0.16 + 0.62 * light as f32 / 255.0)).collect()
}

fn luminance(Rgb([red, green, blue]): &Rgb<u8>) -> usize {
    ((u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29) >> 8) as usize
}

fn fill(picture: &mut RgbImage, [x1, y1, x2, y2]: Corners, patch: &RgbImage) {
    let patch = imageops::resize(patch, x2 - x1, y2 - y1, FilterType::Triangle);
    imageops::replace(picture, &patch, i64::from(x1), i64::from(y1));
}

/// The mark `watermark: true` asks for: a translucent plate at the bottom right with three bars on it.
pub fn watermark(picture: &mut RgbImage) {
    let (width, height) = picture.dimensions();
    let plate = ((width / 8).max(48), (height / 24).max(20));
    let corner = (width - plate.0 - width / 64 - 1, height - plate.1 - height / 64 - 1);
    for y in 0..plate.1 {
        for x in 0..plate.0 {
            let inside = y > plate.1 / 4 && y < plate.1 * 3 / 4;
            let bar = inside && x * 7 / plate.0 % 2 == 1;
            let (paper, weight) = if bar { (30, 3) } else { (255, 2) };
            for channel in &mut picture.get_pixel_mut(corner.0 + x, corner.1 + y).0 {
                *channel = ((u32::from(*channel) * (4 - weight) + paper * weight) / 4) as u8;
            }
        }
    }
}

/// The bytes of a PNG, packed quickly rather than tightly.
pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(picture.len() / 2);
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, PngFilter::Adaptive);
    encoder
        .write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .expect("an image in memory can be written to memory");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> RgbImage {
        RgbImage::from_fn(300, 240, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90]))
    }

    #[test]
    fn only_the_box_changes_and_every_pixel_of_it_does() {
        let source = source();
        let edit = Edit::new(&source, &[[30, 40, 90, 140]], Vec::new(), (600, 480));
        let plain = imageops::resize(&source, 600, 480, FilterType::Triangle);
        let result = edit.draw("a red hat", 7);
        for (x, y, pixel) in result.enumerate_pixels() {
            let inside = (60..180).contains(&x) && (80..280).contains(&y);
            let same = pixel == plain.get_pixel(x, y);
            assert_eq!(inside, !same, "at {x}, {y}");
        }
    }

    #[test]
    fn prompt_and_seed_decide_the_colour() {
        let edit = Edit::new(&source(), &[], Vec::new(), (300, 240));
        assert_eq!(edit.draw("a", 1), edit.draw("a", 1));
        assert_ne!(edit.draw("a", 1), edit.draw("a", 2));
        assert_ne!(edit.draw("a", 1), edit.draw("b", 1));
    }

    #[test]
    fn a_box_takes_what_an_earlier_box_holds() {
        let patch = RgbImage::from_pixel(8, 8, Rgb([250, 1, 2]));
        let edit = Edit::new(&source(), &[[10, 10, 20, 30]], vec![patch], (300, 240));
        let result = edit.draw("a", 1);
        assert_eq!(result.get_pixel(19, 29), &Rgb([250, 1, 2]));
        assert_eq!(result.get_pixel(20, 29), source().get_pixel(20, 29));
    }
}
