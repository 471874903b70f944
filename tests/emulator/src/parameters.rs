//! `parameters` with the service's defaults, ranges and shapes.

use crate::app::random;
use crate::checks::malformed;
use crate::errors::{Refusal, named};
use crate::models::{Generation, Mode, Model};
use crate::picture::Corners;
use crate::sizes;
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// What a request asks for, defaults filled in.
#[derive(Debug)]
pub struct Asked {
    pub mode: Mode,
    /// How many images; in an image set and with interleaved text the most there may be.
    pub n: u32,
    /// The one that was given, or the dice's.
    pub seed: u64,
    /// Width and height of the results.
    pub size: (u32, u32),
    pub watermark: bool,
    /// Rewrite the prompt.
    pub extend: bool,
    /// One list per source image; empty where there are no boxes at all.
    pub boxes: Vec<Vec<Corners>>,
}

/// Whether a request to wan2.6 wants text and images in turn.
pub fn interleaves(body: &Value, model: &Model) -> bool {
    let wanted = body.pointer("/parameters/enable_interleave") == Some(&Value::Bool(true));
    wanted && model.generation == Generation::Wan26
}

/// Reads and checks the parameters of a request whose source images have these sizes.
///
/// # Errors
///
/// 400, worded as the service does where its wording is known.
pub fn read(parameters: Option<&Value>, model: &Model, sources: &[(u32, u32)]) -> Result<Asked, Refusal> {
    let none = Map::new();
    let parameters = match parameters {
        None => &none,
        Some(Value::Object(fields)) => fields,
        Some(_) => return Err(malformed().because("parameters must be an object")),
    };
    let new = model.generation == Generation::Wan27;
    let mode = if new && flag(parameters, "enable_sequential", false)? {
        Mode::Set
    } else if model.generation == Generation::Wan26 && flag(parameters, "enable_interleave", false)? {
        Mode::Interleave
    } else if sources.is_empty() {
        Mode::Words
    } else {
        Mode::Edit
    };
    let n = number_of_images(parameters, model, mode)?;
    let seed = integer(parameters, "seed", 0..=2_147_483_647)?.unwrap_or_else(|| random() >> 33);
    let watermark = flag(parameters, "watermark", false)?;
    let extend = !new && flag(parameters, "prompt_extend", true)?;
    if new {
        flag(parameters, "thinking_mode", true)?;
    }
    if model.generation == Generation::Wan26 {
        text(parameters, "negative_prompt")?;
    }
    let asked = text(parameters, "size")?;
    let size = sizes::output_size(model, mode, asked, sources.last().copied()).map_err(Refusal::parameter)?;
    let mut boxes = Vec::new();
    if new && mode != Mode::Set {
        if let Some(list) = parameters.get("bbox_list") {
            boxes = bbox_list(list, sources).map_err(Refusal::parameter)?;
        }
        if let Some(palette) = parameters.get("color_palette") {
            color_palette(palette).map_err(Refusal::parameter)?;
        }
    }
    Ok(Asked { mode, n, seed, size, watermark, extend, boxes })
}

fn number_of_images(parameters: &Map<String, Value>, model: &Model, mode: Mode) -> Result<u32, Refusal> {
    let number = match mode {
        Mode::Interleave if parameters.get("n").is_some_and(|n| *n != 1) => {
            return Err(Refusal::parameter("num_images_per_prompt must be 1"));
        }
        Mode::Interleave => integer(parameters, "max_images", 1..=5)?.unwrap_or(5),
        Mode::Set => integer(parameters, "n", 1..=12)?.unwrap_or(12),
        Mode::Words | Mode::Edit => integer(parameters, "n", 1..=4)?.unwrap_or(model.default_n),
    };
    Ok(number as u32)
}

fn flag(parameters: &Map<String, Value>, name: &str, usual: bool) -> Result<bool, Refusal> {
    match parameters.get(name) {
        None => Ok(usual),
        Some(Value::Bool(value)) => Ok(*value),
        Some(_) => Err(named("InvalidParameter").because(format!("{name} must be true or false"))),
    }
}

fn text<'a>(parameters: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Refusal> {
    match parameters.get(name) {
        None => Ok(None),
        Some(Value::String(value)) => Ok(Some(value)),
        Some(_) => Err(named("InvalidParameter").because(format!("{name} must be a string"))),
    }
}

fn integer(parameters: &Map<String, Value>, name: &str, range: RangeInclusive<u64>) -> Result<Option<u64>, Refusal> {
    let Some(value) = parameters.get(name) else {
        return Ok(None);
    };
    let number = value.as_u64().filter(|number| range.contains(number));
    number.map(Some).ok_or_else(|| {
        let (least, most) = (range.start(), range.end());
        Refusal::parameter(format!("Range of {name} should be [{least}, {most}]"))
    })
}

/// One list of boxes per source image, at most two in each, corners inside the image and in order.
fn bbox_list(list: &Value, sources: &[(u32, u32)]) -> Result<Vec<Vec<Corners>>, String> {
    let list = list.as_array().ok_or("bbox_list must be an array")?;
    if list.len() != sources.len() {
        let (lists, images) = (list.len(), sources.len());
        return Err(format!("bbox_list has {lists} entries for {images} images"));
    }
    (1..)
        .zip(list.iter().zip(sources))
        .map(|(number, (boxes, size))| {
            let boxes = boxes.as_array();
            let boxes = boxes.ok_or("bbox_list must hold one array per image")?;
            if boxes.len() > 2 {
                return Err(format!("image {number} has more than 2 boxes"));
            }
            boxes
                .iter()
                .map(|corners| {
                    self::corners(corners, *size).ok_or_else(|| format!("image {number} has an invalid box: {corners}"))
                })
                .collect()
        })
        .collect()
}

fn corners(value: &Value, (width, height): (u32, u32)) -> Option<Corners> {
    let numbers: Option<Vec<u32>> =
        value.as_array()?.iter().map(|number| u32::try_from(number.as_u64()?).ok()).collect();
    let [x1, y1, x2, y2] = Corners::try_from(numbers?).ok()?;
    let ordered = x1 < x2 && y1 < y2;
    (ordered && x2 <= width && y2 <= height).then_some([x1, y1, x2, y2])
}

/// Three to ten colours whose shares, with exactly two decimals, add up to 100.00%.
fn color_palette(palette: &Value) -> Result<(), String> {
    let colours = palette.as_array().ok_or("color_palette must be an array")?;
    if !(3..=10).contains(&colours.len()) {
        return Err("color_palette must have 3 to 10 colors".to_owned());
    }
    let mut hundredths = 0;
    for colour in colours {
        let field = |name: &str| colour.get(name).and_then(Value::as_str);
        let hex = field("hex").and_then(|hex| hex.strip_prefix('#'));
        if !hex.is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|c| c.is_ascii_hexdigit())) {
            return Err(format!("color_palette has an invalid color: {colour}"));
        }
        let share = field("ratio").and_then(share);
        hundredths += share.ok_or_else(|| format!("color_palette has an invalid ratio: {colour}"))?;
    }
    if hundredths == 10_000 { Ok(()) } else { Err("the ratios of color_palette must add up to 100.00%".to_owned()) }
}

/// `23.51%` in hundredths of a percent.
fn share(ratio: &str) -> Option<u32> {
    let (whole, part) = ratio.strip_suffix('%')?.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = (1..=3).contains(&whole.len()) && part.len() == 2;
    if !shaped || !digits(whole) || !digits(part) {
        return None;
    }
    Some(whole.parse::<u32>().ok()? * 100 + part.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_palette_adds_up() {
        let of =
            |ratios: [&str; 3]| color_palette(&json!(ratios.map(|ratio| json!({"hex": "#C2D1E6", "ratio": ratio}))));
        assert_eq!(of(["60.00%", "25.00%", "15.00%"]), Ok(()));
        assert!(of(["60.00%", "25.00%", "15.01%"]).is_err());
        assert!(of(["60.0%", "25.00%", "15.00%"]).is_err());
        assert!(color_palette(&json!([{"hex": "#C2D1E6", "ratio": "100.00%"}])).is_err());
    }
}
