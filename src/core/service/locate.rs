//! Boxes from words: what a vision model is told beside the picture, and what its answer means.
//!
//! The answer is a list in coordinates from 0 to 999 (G), in one of the many shapes that such a model writes.

use serde_json::{Deserializer, Value};

use crate::core::geometry::{BoundingBox, Size};

/// The model that finds things.
pub const MODEL: &str = "qwen3.6-plus";

/// How many boxes an image may have (R27).
const MOST_BOXES: usize = 2;

/// In how many places of an answer a list is looked for.
const MOST_LISTS: usize = 256;

/// What stands for the whole width or height.
const WHOLE: f64 = 1000.0;

/// What the model is told after the words.
const RULES: &str = "
请根据以上描述,返回对应区域的坐标。
最多返回2个区域,优先返回最匹配的目标。
严格按照JSON二维列表格式返回:[[x1, y1, x2, y2], ...]
每组坐标:[左上角x, 左上角y, 右下角x, 右下角y]
使用归一化到0-999的相对坐标,左上角为(0,0),x轴向右,y轴向下。
如果只有一个区域,也必须使用二维列表:[[x1, y1, x2, y2]]
如果没有符合描述的区域,返回空列表:[]
只返回JSON列表,不要返回其他任何内容。";

/// The text that asks for the places of `words`, in whatever language they are.
#[must_use]
pub fn instructions(words: &str) -> String {
    format!("{}{RULES}", words.trim())
}

/// Why an answer gives no boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocateError {
    /// The answer is words, or a list of something else.
    NoList,
}

impl std::fmt::Display for LocateError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the model answered without a list of boxes")
    }
}

impl std::error::Error for LocateError {}

/// The boxes that `answer` names in an image of size `image`, at most two; none where nothing was found.
///
/// ```
/// use wan_edit::core::geometry::Size;
/// use wan_edit::core::service::locate;
///
/// let boxes = locate::parse("The mug is at [[100, 200, 300, 400]].", Size::new(2000, 1000)).unwrap();
/// assert_eq!(boxes[0].to_array(), [200, 200, 600, 400]);
/// ```
///
/// # Errors
/// [`LocateError::NoList`] where the answer cannot be read as a list of boxes.
pub fn parse(answer: &str, image: Size) -> Result<Vec<BoundingBox>, LocateError> {
    let found = read(answer)?;
    let limits = [image.width, image.height, image.width, image.height].map(f64::from);
    let all = || found.iter().flat_map(|corners| corners.iter().copied().zip(limits));
    let is_pixels = all().any(|(value, _)| value > WHOLE) && all().all(|(value, limit)| (0.0..=limit).contains(&value));
    let boxes = found.iter().filter_map(|corners| {
        let mut pixels = [0; 4];
        for at in 0..4 {
            let value = corners[at];
            // The cast saturates, so a corner far outside stays outside.
            pixels[at] = if is_pixels { value } else { value * limits[at] / WHOLE }.floor() as i64;
        }
        BoundingBox::normalized(pixels, image)
    });
    Ok(boxes.take(MOST_BOXES).collect())
}

/// Every four numbers of the answer: of its JSON, be it fenced, among words, or in several pieces.
fn read(answer: &str) -> Result<Vec<[f64; 4]>, LocateError> {
    let mut boxes = Vec::new();
    let mut is_list = false;
    let mut rest = answer;
    for _ in 0..MOST_LISTS {
        let Some(start) = rest.find(['[', '{']) else { break };
        rest = &rest[start..];
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        let value = values.next().and_then(Result::ok);
        let end = if value.is_some() { values.byte_offset() } else { 1 };
        is_list |= value.is_some_and(|value| collect(&value, &mut boxes));
        rest = &rest[end..];
    }
    if is_list { Ok(boxes) } else { Err(LocateError::NoList) }
}

/// Adds the boxes of `value`; whether it is a list of them, be it an empty one.
fn collect(value: &Value, boxes: &mut Vec<[f64; 4]>) -> bool {
    match value {
        Value::Array(items) => {
            if let Some(corners) = corners(items) {
                boxes.push(corners);
                return true;
            }
            items.is_empty() | items.iter().fold(false, |is_list, item| collect(item, boxes) | is_list)
        }
        Value::Object(fields) => {
            if let Some(value) = fields.get("bbox_2d").or_else(|| fields.get("bbox")) {
                return collect(value, boxes);
            }
            let edges = ["x1", "y1", "x2", "y2"].map(|edge| fields.get(edge).and_then(number));
            if let [Some(x1), Some(y1), Some(x2), Some(y2)] = edges {
                boxes.push([x1, y1, x2, y2]);
                return true;
            }
            // Under another name, where only one field can be meant.
            let mut found = fields.values().filter_map(|value| {
                let mut boxes = Vec::new();
                collect(value, &mut boxes).then_some(boxes)
            });
            match (found.next(), found.next()) {
                (Some(only), None) => {
                    boxes.extend(only);
                    true
                }
                _ => false,
            }
        }
        _ => false,
    }
}

fn corners(items: &[Value]) -> Option<[f64; 4]> {
    let [a, b, c, d] = items else { return None };
    Some([number(a)?, number(b)?, number(c)?, number(d)?])
}

/// JSON has no infinite numbers, and none that are not numbers.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        value => value.as_f64(),
    }
}
