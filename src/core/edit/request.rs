//! An edit as somebody asks for it: model, prompt, source images with their boxes, parameters.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::models::{Delivery, MAX_IMAGES, Mode, Preset, model};
use super::palette::Palette;
use crate::core::geometry::{BoundingBox, Size};
use crate::core::image::ImageFacts;

/// Where the pixels of a source image are.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageSource {
    /// A file in the browser, known by what its header says. Its bytes stay outside the core.
    Local(ImageFacts),
    /// An `https`, `http`, `data:` or `oss:` URL that is passed on as it is, with its size where known.
    Url {
        /// The address, byte for byte.
        url: String,
        /// Natural size in px, where it was looked up.
        size: Option<Size>,
    },
}

/// An input image with its boxes.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceImage {
    /// The picture.
    pub source: ImageSource,
    /// Its boxes, in px of the upright image.
    pub bboxes: Vec<BoundingBox>,
}

impl SourceImage {
    /// A local file without boxes.
    pub fn local(facts: ImageFacts) -> Self {
        Self { source: ImageSource::Local(facts), bboxes: Vec::new() }
    }

    /// An image by its URL, without boxes.
    pub fn url(url: impl Into<String>) -> Self {
        Self { source: ImageSource::Url { url: url.into(), size: None }, bboxes: Vec::new() }
    }

    /// The same with these boxes, in px of the upright image.
    #[must_use]
    pub fn with_bboxes(mut self, bboxes: Vec<BoundingBox>) -> Self {
        self.bboxes = bboxes;
        self
    }

    /// Size in px as a person sees it: upright. `None` for a URL that was not looked up.
    pub fn size(&self) -> Option<Size> {
        match &self.source {
            ImageSource::Local(facts) => Some(facts.upright()),
            ImageSource::Url { size, .. } => *size,
        }
    }
}

/// The `size` parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum OutputSize {
    /// `1K`, `2K` or `4K`.
    Preset(Preset),
    /// `W*H` in px.
    Exact(Size),
}

impl OutputSize {
    /// Reads `2K` or `1280*720`; `x` and `×` between the numbers, and digits of full width, are understood as well.
    pub fn parse(text: &str) -> Option<Self> {
        let text = ascii_digits(text);
        match text.trim() {
            "1K" | "1k" => return Some(Self::Preset(Preset::K1)),
            "2K" | "2k" => return Some(Self::Preset(Preset::K2)),
            "4K" | "4k" => return Some(Self::Preset(Preset::K4)),
            _ => {}
        }
        let (width, height) = text.split_once(['*', 'x', 'X', '×', '＊', 'ｘ'])?;
        let size = Size { width: width.trim().parse().ok()?, height: height.trim().parse().ok()? };
        Some(Self::Exact(size))
    }

    /// The word on the wire: `2K`, `1280*720`.
    pub fn wire(self) -> String {
        match self {
            Self::Preset(preset) => preset.name().into(),
            Self::Exact(size) => format!("{}*{}", size.width, size.height),
        }
    }
}

/// `text` with digits of full width, as Chinese and Japanese keyboards write them, as usual ones.
pub fn ascii_digits(text: &str) -> String {
    let digit = |sign: char| match sign {
        '０'..='９' => char::from_digit(u32::from(sign) - u32::from('０'), 10).unwrap_or(sign),
        sign => sign,
    };
    text.chars().map(digit).collect()
}

impl TryFrom<String> for OutputSize {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("give \"1K\", \"2K\", \"4K\" or \"width*height\"")
    }
}

/// An edit that is asked for. Build it by value, then [`check`](super::check()) it.
///
/// Parameters carry the service's own names; `None` leaves the choice to the service,
/// except for `n`, `size` and `watermark`, which are always sent.
///
/// ```
/// use wan_edit::core::edit::{EditRequest, OutputSize, SourceImage};
/// use wan_edit::core::geometry::BoundingBox;
///
/// let image = SourceImage::url("https://example.com/room.jpg")
///     .with_bboxes(vec![BoundingBox { x1: 100, y1: 50, x2: 400, y2: 300 }]);
/// let request = EditRequest::new("wan2.7-image", "Put a plant into the box of image 1")
///     .with_image(image)
///     .with_size(OutputSize::parse("2K").unwrap())
///     .with_n(2);
/// assert_eq!(request.asked(), (2, false));
/// ```
///
/// Read from JSON it is an object with the same names in camelCase, all but `images`, which are opened first.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct EditRequest {
    /// Model id, e.g. `wan2.7-image-pro`.
    pub model: String,
    /// What should change.
    pub prompt: String,
    /// Source images; their order defines 图1, 图2, ….
    #[serde(skip)]
    pub images: Vec<SourceImage>,
    /// Output size; the mode's default where absent.
    pub size: Option<OutputSize>,
    /// How many images; 1 where absent. A maximum in an image set.
    pub n: Option<u32>,
    /// From 0 to 2147483647; random where absent.
    pub seed: Option<u32>,
    /// A visible mark at the bottom right; off where absent.
    pub watermark: Option<bool>,
    /// What should not appear (2.6).
    pub negative_prompt: Option<String>,
    /// Let the service rewrite the prompt (2.6).
    pub prompt_extend: Option<bool>,
    /// Slower, better (2.7, text to image).
    pub thinking_mode: Option<bool>,
    /// Ask for an image set (2.7).
    pub enable_sequential: Option<bool>,
    /// Ask for text and images in turn (2.6).
    pub enable_interleave: Option<bool>,
    /// Most images of an interleaved answer, from 1 to 5; 5 where absent (2.6).
    pub max_images: Option<u32>,
    /// Colours and their shares (2.7, not in an image set).
    pub color_palette: Option<Palette>,
    /// Parameters that are none of the above, by the service's own names. They are sent as they are, in place of one of
    /// the same name.
    pub extra: Map<String, Value>,
    /// Whether a model that the table does not have is asked as well: then only what is certain is checked.
    #[serde(skip)]
    pub takes_any_model: bool,
}

impl EditRequest {
    /// A request with nothing but a model and a prompt.
    pub fn new(model: impl Into<String>, prompt: impl Into<String>) -> Self {
        Self { model: model.into(), prompt: prompt.into(), ..Self::default() }
    }

    /// Adds a source image at the end.
    #[must_use]
    pub fn with_image(mut self, image: SourceImage) -> Self {
        self.images.push(image);
        self
    }

    /// Sets `size`.
    #[must_use]
    pub fn with_size(mut self, size: OutputSize) -> Self {
        self.size = Some(size);
        self
    }

    /// Sets `n`.
    #[must_use]
    pub fn with_n(mut self, n: u32) -> Self {
        self.n = Some(n);
        self
    }

    /// Sets `seed`.
    #[must_use]
    pub fn with_seed(mut self, seed: u32) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets `watermark`.
    #[must_use]
    pub fn with_watermark(mut self, watermark: bool) -> Self {
        self.watermark = Some(watermark);
        self
    }

    /// Sets `negative_prompt`.
    #[must_use]
    pub fn with_negative_prompt(mut self, text: impl Into<String>) -> Self {
        self.negative_prompt = Some(text.into());
        self
    }

    /// Sets `prompt_extend`.
    #[must_use]
    pub fn with_prompt_extend(mut self, on: bool) -> Self {
        self.prompt_extend = Some(on);
        self
    }

    /// Sets `thinking_mode`.
    #[must_use]
    pub fn with_thinking_mode(mut self, on: bool) -> Self {
        self.thinking_mode = Some(on);
        self
    }

    /// Sets `enable_sequential`.
    #[must_use]
    pub fn with_enable_sequential(mut self, on: bool) -> Self {
        self.enable_sequential = Some(on);
        self
    }

    /// Sets `enable_interleave`.
    #[must_use]
    pub fn with_enable_interleave(mut self, on: bool) -> Self {
        self.enable_interleave = Some(on);
        self
    }

    /// Sets `max_images`.
    #[must_use]
    pub fn with_max_images(mut self, max: u32) -> Self {
        self.max_images = Some(max);
        self
    }

    /// Sets `color_palette`.
    #[must_use]
    pub fn with_color_palette(mut self, palette: Palette) -> Self {
        self.color_palette = Some(palette);
        self
    }

    /// Adds a parameter by the service's own name.
    #[must_use]
    pub fn with_extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// Asks a model that the table does not have as well.
    #[must_use]
    pub fn with_any_model(mut self) -> Self {
        self.takes_any_model = true;
        self
    }

    /// How many images are asked for, and whether that is a maximum: in an image set and in an interleaved answer the
    /// model decides.
    pub fn asked(&self) -> (u32, bool) {
        match self.mode() {
            Mode::Interleave => (self.max_images.unwrap_or(MAX_IMAGES.value.service_default), true),
            mode => (self.n.unwrap_or(1), mode == Mode::ImageSet),
        }
    }

    /// The mode that the request amounts to.
    pub fn mode(&self) -> Mode {
        if self.enable_interleave == Some(true) {
            Mode::Interleave
        } else if self.enable_sequential == Some(true) {
            Mode::ImageSet
        } else if self.images.is_empty() && model(&self.model).is_none_or(|row| row.mode(Mode::TextToImage).is_some()) {
            Mode::TextToImage
        } else {
            Mode::Edit
        }
    }
}

impl Delivery {
    /// Reads `task`, `sync` or `stream`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "task" => Some(Self::Task),
            "sync" => Some(Self::Sync),
            "stream" => Some(Self::Stream),
            _ => None,
        }
    }

    /// The word that [`parse`](Self::parse) reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Sync => "sync",
            Self::Stream => "stream",
        }
    }
}
