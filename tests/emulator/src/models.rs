//! What the service knows about each model: where it is asked for, limits, defaults, parameters.

use std::ops::RangeInclusive;

/// One model that makes images.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    pub name: &'static str,
    pub generation: Generation,
    /// The longest prompt that is read, in characters; the rest is cut off silently.
    pub prompt_chars: usize,
    pub max_images: usize,
    pub max_image_bytes: usize,
    /// Sides of a source image, each, in pixels.
    pub sides: RangeInclusive<u32>,
    /// Sources must lie between 1:this and this:1.
    pub most_ratio: Option<u64>,
    /// Whether a text-to-image request may ask for 4096² pixels.
    pub four_k: bool,
    pub default_n: u64,
    pub parameters: &'static [&'static str],
}

/// Which set of rules a model follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    Wan25,
    Wan26,
    Wan27,
}

/// What a request wants a model to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Text-to-image.
    Words,
    Edit,
    /// An image set: one choice that holds all images.
    Set,
    /// Text and images in turn.
    Interleave,
}

impl Model {
    /// How many source images a mode takes.
    pub fn images(&self, interleave: bool) -> RangeInclusive<usize> {
        match self.generation {
            Generation::Wan26 if interleave => 0..=1,
            Generation::Wan27 => 0..=self.max_images,
            Generation::Wan25 | Generation::Wan26 => 1..=self.max_images,
        }
    }

    /// The service that makes its images, as the task list's `user_api_unique_key` spells it.
    pub fn service(&self) -> &'static str {
        match self.generation {
            Generation::Wan25 => "image2image:image-synthesis",
            Generation::Wan26 | Generation::Wan27 => "image-generation:generation",
        }
    }
}

const MIB: usize = 1024 * 1024;

const WAN27: Model = Model {
    name: "wan2.7-image",
    generation: Generation::Wan27,
    prompt_chars: 5000,
    max_images: 9,
    max_image_bytes: 20 * MIB,
    sides: 240..=8000,
    most_ratio: Some(8),
    four_k: false,
    default_n: 1,
    parameters: &["size", "n", "enable_sequential", "thinking_mode", "bbox_list", "color_palette", "watermark", "seed"],
};

/// Every model that makes images.
pub static MODELS: [Model; 4] = [
    Model { name: "wan2.7-image-pro", four_k: true, ..WAN27 },
    WAN27,
    Model {
        name: "wan2.6-image",
        generation: Generation::Wan26,
        prompt_chars: 2000,
        max_images: 4,
        max_image_bytes: 10 * MIB,
        sides: 240..=8000,
        most_ratio: None,
        four_k: false,
        default_n: 4,
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
    Model {
        name: "wan2.5-i2i-preview",
        generation: Generation::Wan25,
        prompt_chars: 2000,
        max_images: 3,
        max_image_bytes: 10 * MIB,
        sides: 384..=5000,
        most_ratio: Some(4),
        four_k: false,
        default_n: 4,
        parameters: &["size", "n", "prompt_extend", "watermark", "seed"],
    },
];

/// The model that finds boxes; it makes no images.
pub const FINDER: &str = "qwen3.6-plus";
pub const FINDER_PARAMETERS: [&str; 4] = ["enable_thinking", "vl_high_resolution_images", "seed", "temperature"];

/// Looks a model up by its exact name.
pub fn find(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}

/// Whether width:height lies between 1:most and most:1.
pub fn within_ratio(width: u32, height: u32, most: u64) -> bool {
    let (width, height) = (u64::from(width), u64::from(height));
    width <= height * most && height <= width * most
}
