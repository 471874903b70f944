//! Boxes as other tools write them: `bbox_list` in pixels, in fractions or from 0 to 999, COCO and YOLO.

use serde_json::{Value, json};

use crate::core::geometry::{BoundingBox, Size};

/// How boxes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxFormat {
    /// The service's `bbox_list`: for each image a list of `[x1, y1, x2, y2]` in pixels.
    Pixels,
    /// The same in parts of width and height, from 0 to 1.
    Fractions,
    /// The same as vision models answer, from 0 to 999.
    Thousandths,
    /// A COCO file: `bbox` is `[x, y, width, height]` in pixels.
    Coco,
    /// Lines of YOLO: class, middle, width and height in fractions; `# name` begins an image.
    Yolo,
}

impl BoxFormat {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pixels, Self::Fractions, Self::Thousandths, Self::Coco, Self::Yolo];
}

/// An image that boxes are on.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxedImage {
    /// Its file name.
    pub name: String,
    /// Its size in px.
    pub size: Size,
    /// Its boxes.
    pub bboxes: Vec<BoundingBox>,
}

/// Why a text gives no boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxesError {
    /// It is in no form that is known.
    Unknown,
    /// It has boxes of more images than there are.
    TooManyImages(usize),
}

impl std::fmt::Display for BoxesError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => out.write_str("this is no list of boxes"),
            Self::TooManyImages(count) => write!(out, "there are boxes for {count} images"),
        }
    }
}

impl std::error::Error for BoxesError {}

/// What stands for the whole width or height from 0 to 999, as the service's own sample divides.
const WHOLE: f64 = 1000.0;

/// Writes the boxes of `images`.
#[must_use]
pub fn write(format: BoxFormat, images: &[BoxedImage]) -> String {
    let list = |corner: &dyn Fn(u32, u32) -> Value| {
        let of_box = |bbox: &BoundingBox, size: Size| {
            let lengths = [size.width, size.height, size.width, size.height];
            let corners = bbox.to_array().into_iter().zip(lengths);
            Value::Array(corners.map(|(edge, length)| corner(edge, length)).collect())
        };
        let of_image = |image: &BoxedImage| image.bboxes.iter().map(|bbox| of_box(bbox, image.size)).collect();
        Value::Array(images.iter().map(of_image).collect()).to_string()
    };
    match format {
        BoxFormat::Pixels => list(&|edge, _| json!(edge)),
        BoxFormat::Fractions => list(&|edge, length| json!(rounded(f64::from(edge) / f64::from(length.max(1))))),
        BoxFormat::Thousandths => list(&|edge, length| {
            let value = (f64::from(edge) * WHOLE / f64::from(length.max(1))).round();
            json!(value.min(WHOLE - 1.0) as u32)
        }),
        BoxFormat::Coco => coco(images),
        BoxFormat::Yolo => yolo(images),
    }
}

/// Reads boxes for `images`, of which each has those that it has now: the answer has a list for each.
///
/// `format` says how they are written; without it that is guessed: a list with nothing above 1 is in fractions, any
/// other in pixels, because from 0 to 999 looks the same.
///
/// # Errors
/// [`BoxesError`] where they cannot be read.
pub fn read(text: &str, format: Option<BoxFormat>, images: &[BoxedImage]) -> Result<Vec<Vec<BoundingBox>>, BoxesError> {
    let value: Option<Value> = serde_json::from_str(text.trim()).ok();
    let found = match (format, value) {
        (None | Some(BoxFormat::Coco), Some(value)) if value.get("annotations").is_some() => read_coco(&value, images),
        (None | Some(BoxFormat::Yolo), None) => read_yolo(text, images),
        (Some(BoxFormat::Coco | BoxFormat::Yolo), _) | (Some(_), None) => None,
        (format, Some(value)) => read_list(&value, format, images),
    };
    let found = found.ok_or(BoxesError::Unknown)?;
    if found.len() > images.len() {
        Err(BoxesError::TooManyImages(found.len()))
    } else {
        Ok(padded(found, images.len()))
    }
}

fn padded(mut found: Vec<Vec<BoundingBox>>, count: usize) -> Vec<Vec<BoundingBox>> {
    found.resize(count, Vec::new());
    found
}

/// To a millionth: enough for an image of any size that is taken.
fn rounded(part: f64) -> f64 {
    (part * 1e6).round() / 1e6
}

fn coco(images: &[BoxedImage]) -> String {
    let entry = |(at, image): (usize, &BoxedImage)| json!({ "id": at + 1, "file_name": image.name, "width": image.size.width, "height": image.size.height });
    let mut annotations = Vec::new();
    for (at, image) in images.iter().enumerate() {
        for bbox in &image.bboxes {
            annotations.push(json!({
                "id": annotations.len() + 1,
                "image_id": at + 1,
                "category_id": 1,
                "bbox": [bbox.x1, bbox.y1, bbox.width(), bbox.height()],
                "area": bbox.size().area(),
                "iscrowd": 0,
            }));
        }
    }
    let entries: Vec<Value> = images.iter().enumerate().map(entry).collect();
    let file = json!({
        "images": entries,
        "annotations": annotations,
        "categories": [{ "id": 1, "name": "box" }],
    });
    file.to_string()
}

fn yolo(images: &[BoxedImage]) -> String {
    let mut text = String::new();
    for image in images {
        if images.len() > 1 {
            text += &format!("# {}\n", image.name.replace('\n', " "));
        }
        let (width, height) = (f64::from(image.size.width.max(1)), f64::from(image.size.height.max(1)));
        for bbox in &image.bboxes {
            let [x1, y1, x2, y2] = bbox.to_array().map(f64::from);
            let middle = ((x1 + x2) / 2.0 / width, (y1 + y2) / 2.0 / height);
            let extent = ((x2 - x1) / width, (y2 - y1) / height);
            text += &format!("0 {:.6} {:.6} {:.6} {:.6}\n", middle.0, middle.1, extent.0, extent.1);
        }
    }
    text
}

fn read_list(value: &Value, format: Option<BoxFormat>, images: &[BoxedImage]) -> Option<Vec<Vec<BoundingBox>>> {
    let value = ["bbox_list", "bboxList", "bboxes", "boxes"].iter().find_map(|key| value.get(key)).unwrap_or(value);
    let outer = value.as_array()?;
    // A list of boxes alone is about the one image.
    let is_of_one = outer.first().is_some_and(|first| corners(first).is_some());
    let of_images: Vec<Vec<[f64; 4]>> = if is_of_one {
        vec![outer.iter().map(corners).collect::<Option<_>>()?]
    } else if corners(value).is_some() {
        vec![vec![corners(value)?]]
    } else {
        let of_image = |boxes: &Value| boxes.as_array()?.iter().map(corners).collect::<Option<Vec<_>>>();
        outer.iter().map(of_image).collect::<Option<_>>()?
    };
    if of_images.len() > images.len() {
        return Some(vec![Vec::new(); of_images.len()]);
    }
    let is_small = of_images.iter().flatten().flatten().all(|edge| (0.0..=1.0).contains(edge));
    let format = format.unwrap_or(if is_small { BoxFormat::Fractions } else { BoxFormat::Pixels });
    let scale = |length: u32| match format {
        BoxFormat::Fractions => f64::from(length),
        BoxFormat::Thousandths => f64::from(length) / WHOLE,
        _ => 1.0,
    };
    let read = |corners: &[f64; 4], size: Size| {
        let (x, y) = (scale(size.width), scale(size.height));
        placed([corners[0] * x, corners[1] * y, corners[2] * x, corners[3] * y], size)
    };
    let of_image = |(boxes, image): (&Vec<[f64; 4]>, &BoxedImage)| {
        boxes.iter().filter_map(|corners| read(corners, image.size)).collect()
    };
    Some(of_images.iter().zip(images).map(of_image).collect())
}

fn read_coco(file: &Value, images: &[BoxedImage]) -> Option<Vec<Vec<BoundingBox>>> {
    let entries = file.get("images").and_then(Value::as_array).cloned().unwrap_or_default();
    // By its name, or else by its place in the file.
    let place = |entry: usize| {
        let name = entries[entry].get("file_name").and_then(Value::as_str);
        images.iter().position(|image| Some(image.name.as_str()) == name).unwrap_or(entry)
    };
    let mut found = vec![Vec::new(); images.len()];
    for annotation in file.get("annotations")?.as_array()? {
        let of = annotation.get("image_id");
        let entry = entries.iter().position(|entry| entry.get("id") == of);
        let at = entry.map_or(0, place);
        let [x, y, width, height] = corners(annotation.get("bbox")?)?;
        let Some(image) = images.get(at) else { return Some(vec![Vec::new(); entries.len().max(at + 1)]) };
        let written =
            |key: &str| entry.and_then(|entry| entries[entry].get(key)?.as_f64()).filter(|length| *length > 0.0);
        let scale = |key: &str, length: u32| written(key).map_or(1.0, |written| f64::from(length) / written);
        let (by_x, by_y) = (scale("width", image.size.width), scale("height", image.size.height));
        found[at].extend(placed([x * by_x, y * by_y, (x + width) * by_x, (y + height) * by_y], image.size));
    }
    Some(found)
}

fn read_yolo(text: &str, images: &[BoxedImage]) -> Option<Vec<Vec<BoundingBox>>> {
    let mut found: Vec<Vec<[f64; 4]>> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            found.push(Vec::new());
            continue;
        }
        let numbers: Vec<f64> = line.split_whitespace().map(|word| word.parse().ok()).collect::<Option<_>>()?;
        // A confidence may follow.
        let [_, x, y, width, height] = *numbers.get(..5)? else { return None };
        if found.is_empty() {
            found.push(Vec::new());
        }
        found.last_mut()?.push([x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0]);
    }
    if found.is_empty() {
        return None;
    }
    if found.len() > images.len() {
        return Some(vec![Vec::new(); found.len()]);
    }
    let of_image = |(boxes, image): (Vec<[f64; 4]>, &BoxedImage)| {
        let (width, height) = (f64::from(image.size.width), f64::from(image.size.height));
        let place = |[x1, y1, x2, y2]: [f64; 4]| placed([x1 * width, y1 * height, x2 * width, y2 * height], image.size);
        boxes.into_iter().filter_map(place).collect()
    };
    Some(found.into_iter().zip(images).map(of_image).collect())
}

/// Four numbers.
fn corners(value: &Value) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = value.as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

fn placed(corners: [f64; 4], size: Size) -> Option<BoundingBox> {
    BoundingBox::normalized(corners.map(|edge| (edge + 0.5).floor() as i64), size)
}
