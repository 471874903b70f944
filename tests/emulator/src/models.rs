//! What the service knows about each model: limits, defaults, parameters and output sizes.

/// One model of the messages form.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    pub name: &'static str,
    pub generation: Generation,
    /// The longest prompt that is read, in characters; the rest is cut off silently.
    pub prompt_chars: usize,
    pub max_images: usize,
    pub max_image_bytes: usize,
    /// Whether sources must lie between 1:8 and 8:1.
    pub ratio_limited: bool,
    /// Whether a text-to-image request may ask for 4096² pixels.
    pub four_k: bool,
    pub default_n: u64,
    pub default_size: &'static str,
    pub parameters: &'static [&'static str],
}

/// Which set of rules a model follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    Wan26,
    Wan27,
}

const MIB: usize = 1024 * 1024;

const WAN27: Model = Model {
    name: "wan2.7-image",
    generation: Generation::Wan27,
    prompt_chars: 5000,
    max_images: 9,
    max_image_bytes: 20 * MIB,
    ratio_limited: true,
    four_k: false,
    default_n: 1,
    default_size: "2K",
    parameters: &["size", "n", "enable_sequential", "thinking_mode", "bbox_list", "color_palette", "watermark", "seed"],
};

const MODELS: [Model; 3] = [
    Model { name: "wan2.7-image-pro", four_k: true, ..WAN27 },
    WAN27,
    Model {
        name: "wan2.6-image",
        generation: Generation::Wan26,
        prompt_chars: 2000,
        max_images: 4,
        max_image_bytes: 10 * MIB,
        ratio_limited: false,
        four_k: false,
        default_n: 4,
        default_size: "1K",
        parameters: &[
            "enable_interleave",
            "size",
            "n",
            "max_images",
            "prompt_extend",
            "stream",
            "negative_prompt",
            "watermark",
            "seed",
        ],
    },
];

/// Models that exist but are asked for at another endpoint.
const ELSEWHERE: [&str; 1] = ["wan2.5-i2i-preview"];

/// What a model name leads to.
pub enum Found {
    Here(&'static Model),
    Elsewhere,
    Nowhere,
}

/// Looks a model up by its exact name.
pub fn find(name: &str) -> Found {
    static KNOWN: [Model; 3] = MODELS;
    if let Some(model) = KNOWN.iter().find(|model| model.name == name) {
        Found::Here(model)
    } else if ELSEWHERE.contains(&name) {
        Found::Elsewhere
    } else {
        Found::Nowhere
    }
}

/// Sides of a source image, each, in pixels.
pub const SOURCE_SIDES: std::ops::RangeInclusive<u32> = 240..=8000;

const SMALLEST: u64 = 768 * 768;

/// The size of the results, or why `asked` is refused.
///
/// `last` is the size of the last source image; `plain_words` says that the request has no image and is no image set.
pub fn output_size(
    model: &Model,
    asked: &str,
    last: Option<(u32, u32)>,
    plain_words: bool,
) -> Result<(u32, u32), String> {
    let four_k = model.four_k && plain_words;
    let preset = match (asked, model.generation) {
        ("1K", Generation::Wan27) => Some(1024),
        ("1K", Generation::Wan26) => Some(1280),
        ("2K", _) => Some(2048),
        ("4K", _) if four_k => Some(4096),
        ("4K", _) => return Err("size 4K is for text-to-image with wan2.7-image-pro".to_owned()),
        _ => None,
    };
    if let Some(side) = preset {
        let (width, height) = last.unwrap_or((1, 1));
        let ratio = f64::from(width) / f64::from(height);
        let side = f64::from(side);
        return Ok(snapped(model, side * ratio.sqrt(), side / ratio.sqrt()));
    }
    let (width, height) = stated(asked).ok_or("size must be 1K, 2K, 4K or W*H")?;
    let largest = if four_k { 4096 * 4096 } else { 2048 * 2048 };
    let total = u64::from(width) * u64::from(height);
    if !(SMALLEST..=largest).contains(&total) {
        return Err(format!("size must have {SMALLEST} to {largest} pixels"));
    }
    let most = match model.generation {
        Generation::Wan27 => 8,
        Generation::Wan26 => 4,
    };
    if !within_ratio(width, height, most) {
        return Err(format!("size must lie between 1:{most} and {most}:1"));
    }
    Ok(snapped(model, f64::from(width), f64::from(height)))
}

/// Whether width:height lies between 1:most and most:1.
pub fn within_ratio(width: u32, height: u32, most: u64) -> bool {
    let (width, height) = (u64::from(width), u64::from(height));
    width <= height * most && height <= width * most
}

/// Whole pixels; wan2.6 goes to the nearest multiple of 16.
fn snapped(model: &Model, width: f64, height: f64) -> (u32, u32) {
    let step = match model.generation {
        Generation::Wan27 => 1.0,
        Generation::Wan26 => 16.0,
    };
    let snap = |side: f64| ((side / step).round().max(1.0) * step) as u32;
    (snap(width), snap(height))
}

/// `W*H` with an asterisk and nothing but digits.
fn stated(asked: &str) -> Option<(u32, u32)> {
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

    #[test]
    fn presets_take_the_ratio_of_the_last_image() {
        let [pro, plain, old] = &MODELS;
        let landscape = Some((1600, 900));
        assert_eq!(output_size(pro, "2K", landscape, false), Ok((2731, 1536)));
        assert_eq!(output_size(old, "1K", landscape, false), Ok((1712, 960)));
        assert_eq!(output_size(plain, "1K", None, true), Ok((1024, 1024)));
        assert_eq!(output_size(pro, "4K", None, true), Ok((4096, 4096)));
    }

    #[test]
    fn sizes_outside_the_rules_are_refused() {
        let [pro, plain, old] = &MODELS;
        let last = Some((500, 500));
        for asked in ["4K", "1*1", "1024x1024", "2k", "4096*4096", "+900*900", ""] {
            assert!(output_size(plain, asked, last, false).is_err(), "{asked}");
        }
        assert!(output_size(pro, "4K", last, false).is_err());
        assert!(output_size(old, "2048*400", last, false).is_err());
        assert_eq!(output_size(old, "1000*1000", last, false), Ok((1008, 1008)));
        assert_eq!(output_size(pro, "1000*1001", last, false), Ok((1000, 1001)));
    }
}
