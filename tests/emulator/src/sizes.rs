//! The size of the results.

use crate::models::{Generation, Mode, Model, within_ratio};

const SMALLEST: u64 = 768 * 768;

/// The size of the results, or why `asked` is refused. `last` is the size of the last source image.
pub fn output_size(
    model: &Model,
    mode: Mode,
    asked: Option<&str>,
    last: Option<(u32, u32)>,
) -> Result<(u32, u32), String> {
    match (model.generation, mode) {
        (Generation::Wan25, _) => match asked {
            None => Ok(of_area(model, 1280, last)),
            Some(asked) => stated(model, asked, 1280, 4),
        },
        (_, Mode::Interleave) => match (asked, last) {
            (Some(asked), _) => stated(model, asked, 1280, 4),
            (None, Some((width, height))) if u64::from(width) * u64::from(height) <= 1280 * 1280 => {
                Ok(snapped(model, f64::from(width), f64::from(height)))
            }
            (None, _) => Ok(of_area(model, 1280, last)),
        },
        (Generation::Wan26, _) => match asked {
            None | Some("1K") => Ok(of_area(model, 1280, last)),
            Some("2K") => Ok(of_area(model, 2048, last)),
            Some(asked) => stated(model, asked, 2048, 4),
        },
        (Generation::Wan27, _) => {
            let four_k = model.four_k && mode == Mode::Words;
            match asked {
                Some("1K") => Ok(of_area(model, 1024, last)),
                None | Some("2K") => Ok(of_area(model, 2048, last)),
                Some("4K") if four_k => Ok(of_area(model, 4096, last)),
                Some("4K") => Err("size 4K is for text-to-image with wan2.7-image-pro".to_owned()),
                Some(asked) => stated(model, asked, if four_k { 4096 } else { 2048 }, 8),
            }
        }
    }
}

/// As many pixels as a square of this side has, shaped as the last image, or a square.
fn of_area(model: &Model, side: u32, last: Option<(u32, u32)>) -> (u32, u32) {
    let (width, height) = last.unwrap_or((1, 1));
    let ratio = f64::from(width) / f64::from(height);
    let side = f64::from(side);
    snapped(model, side * ratio.sqrt(), side / ratio.sqrt())
}

/// `W*H` within the limits.
fn stated(model: &Model, asked: &str, most_side: u64, most_ratio: u64) -> Result<(u32, u32), String> {
    let (width, height) = numbers(asked).ok_or("size must be a preset of this model or W*H")?;
    let largest = most_side * most_side;
    let total = u64::from(width) * u64::from(height);
    if !(SMALLEST..=largest).contains(&total) {
        return Err(format!("size must have {SMALLEST} to {largest} pixels"));
    }
    if !within_ratio(width, height, most_ratio) {
        return Err(format!("size must lie between 1:{most_ratio} and {most_ratio}:1"));
    }
    Ok(snapped(model, f64::from(width), f64::from(height)))
}

/// Whole pixels; wan2.6 goes to the nearest multiple of 16.
fn snapped(model: &Model, width: f64, height: f64) -> (u32, u32) {
    let step = if model.generation == Generation::Wan26 { 16.0 } else { 1.0 };
    let snap = |side: f64| ((side / step).round().max(1.0) * step) as u32;
    (snap(width), snap(height))
}

/// `W*H` with an asterisk and nothing but digits.
fn numbers(asked: &str) -> Option<(u32, u32)> {
    let (width, height) = asked.split_once('*')?;
    let side = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    Some((side(width)?, side(height)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::find;

    fn size(model: &str, mode: Mode, asked: &str, last: Option<(u32, u32)>) -> Option<(u32, u32)> {
        let asked = Some(asked).filter(|asked| *asked != "none");
        output_size(find(model).unwrap(), mode, asked, last).ok()
    }

    #[test]
    fn presets_take_the_ratio_of_the_last_image() {
        let landscape = Some((1600, 900));
        assert_eq!(size("wan2.7-image-pro", Mode::Edit, "2K", landscape), Some((2731, 1536)));
        assert_eq!(size("wan2.6-image", Mode::Edit, "1K", landscape), Some((1712, 960)));
        assert_eq!(size("wan2.7-image", Mode::Words, "1K", None), Some((1024, 1024)));
        assert_eq!(size("wan2.7-image-pro", Mode::Words, "4K", None), Some((4096, 4096)));
        assert_eq!(size("wan2.5-i2i-preview", Mode::Edit, "none", landscape), Some((1707, 960)));
    }

    #[test]
    fn interleaved_images_follow_their_source() {
        let model = "wan2.6-image";
        assert_eq!(size(model, Mode::Interleave, "none", None), Some((1280, 1280)));
        assert_eq!(size(model, Mode::Interleave, "none", Some((800, 640))), Some((800, 640)));
        assert_eq!(size(model, Mode::Interleave, "none", Some((3200, 1800))), Some((1712, 960)));
        assert_eq!(size(model, Mode::Interleave, "1280*1281", None), None);
        assert_eq!(size(model, Mode::Interleave, "1K", None), None);
    }

    #[test]
    fn sizes_outside_the_rules_are_refused() {
        let last = Some((500, 500));
        for asked in ["4K", "1*1", "1024x1024", "2k", "4096*4096", "+900*900", ""] {
            assert_eq!(size("wan2.7-image", Mode::Edit, asked, last), None, "{asked}");
        }
        assert_eq!(size("wan2.7-image-pro", Mode::Edit, "4K", last), None);
        assert_eq!(size("wan2.6-image", Mode::Edit, "2048*400", last), None);
        assert_eq!(size("wan2.5-i2i-preview", Mode::Edit, "1K", last), None);
        assert_eq!(size("wan2.5-i2i-preview", Mode::Edit, "1300*1300", last), None);
        assert_eq!(size("wan2.6-image", Mode::Edit, "1000*1000", last), Some((1008, 1008)));
        assert_eq!(size("wan2.7-image-pro", Mode::Edit, "1000*1001", last), Some((1000, 1001)));
    }
}
