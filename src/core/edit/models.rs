//! THE table of models: what each accepts, per mode, with where every limit was read.
//!
//! Form, check, price and size prediction read it; a new model is a new row.

use serde::Deserialize;

use crate::core::geometry::Size;
use crate::core::image::ImageLimits;

/// Where a limit was read, and when.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The page that states it.
    pub page: &'static str,
    /// Month of reading, `YYYY-MM`.
    pub read: &'static str,
}

/// Official API reference of the 2.7 models.
pub static REFERENCE_27: Source =
    Source { page: "help.aliyun.com/zh/model-studio/wan-image-generation-and-editing-api-reference", read: "2026-11" };
/// Official API reference of wan2.6-image.
pub static REFERENCE_26: Source =
    Source { page: "help.aliyun.com/zh/model-studio/wan-image-generation-api-reference", read: "2026-11" };
/// Official API reference of wan2.5-i2i-preview.
pub static REFERENCE_25: Source =
    Source { page: "alibabacloud.com/help/en/model-studio/wan2-5-image-edit-api-reference", read: "2026-11" };
/// Official guide "image editing 2.5–2.7".
pub static GUIDE: Source = Source { page: "help.aliyun.com, guide “image editing 2.5–2.7”", read: "2026-11" };
/// Official price list.
pub static PRICES: Source = Source { page: "help.aliyun.com, model pricing", read: "2026-11" };

/// A value with its source.
#[derive(Debug)]
pub struct Limit<T: 'static> {
    /// The value that the service states.
    pub value: T,
    /// Where it states it.
    pub source: &'static Source,
}

impl<T> Limit<T> {
    const fn new(value: T, source: &'static Source) -> Self {
        Self { value, source }
    }
}

/// The shape of request and reply bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `input.messages`, replies in `output.choices` (2.7 and 2.6).
    Messages,
    /// `input.prompt` and `input.images`, replies in `output.results` (2.5).
    Legacy,
}

/// What kind of work a request asks for. It follows from the request, see [`super::EditRequest::mode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A new image from words alone.
    TextToImage,
    /// One or more source images, edited.
    Edit,
    /// `enable_sequential`: a set of related images.
    ImageSet,
    /// `enable_interleave`: text and images in turn.
    Interleave,
}

/// How an answer is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// A task is created and polled. Survives a lost connection; the safe choice.
    #[default]
    Task,
    /// The connection stays open until the images exist.
    Sync,
    /// Server-sent events.
    Stream,
}

/// Where a model runs: a region of the service, or another service that speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Mainland China, Beijing.
    Beijing,
    /// Singapore.
    Singapore,
    /// US, Virginia.
    Virginia,
    /// Germany, Frankfurt.
    Frankfurt,
    /// The subscription's own host.
    TokenPlan,
    /// The relay DMXAPI.
    Dmxapi,
}

impl Region {
    /// A stable word for settings and messages: `beijing`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beijing => "beijing",
            Self::Singapore => "singapore",
            Self::Virginia => "virginia",
            Self::Frankfurt => "frankfurt",
            Self::TokenPlan => "token-plan",
            Self::Dmxapi => "dmxapi",
        }
    }
}

/// A region that has a model, and the ways to await an answer there.
#[derive(Debug)]
pub struct Place {
    /// Where.
    pub region: Region,
    /// Of the mode's ways those that exist there.
    pub deliveries: &'static [Delivery],
}

/// A parameter by the service's own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Parameter {
    Size,
    N,
    EnableSequential,
    ThinkingMode,
    BboxList,
    ColorPalette,
    Watermark,
    Seed,
    NegativePrompt,
    PromptExtend,
    EnableInterleave,
    MaxImages,
}

impl Parameter {
    /// The service's name of it, e.g. `negative_prompt`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::N => "n",
            Self::EnableSequential => "enable_sequential",
            Self::ThinkingMode => "thinking_mode",
            Self::BboxList => "bbox_list",
            Self::ColorPalette => "color_palette",
            Self::Watermark => "watermark",
            Self::Seed => "seed",
            Self::NegativePrompt => "negative_prompt",
            Self::PromptExtend => "prompt_extend",
            Self::EnableInterleave => "enable_interleave",
            Self::MaxImages => "max_images",
        }
    }
}

/// A named output size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Preset {
    K1,
    K2,
    K4,
}

impl Preset {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::K1 => "1K",
            Self::K2 => "2K",
            Self::K4 => "4K",
        }
    }
}

/// How the size of an answer follows from a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Always square: there is no image to follow.
    Square,
    /// The ratio of the last source image, scaled to the preset's total.
    LastImage,
}

/// What `size` may be in one mode.
#[derive(Debug)]
pub struct SizeRule {
    /// Presets with the side of the square that has their total of pixels. Empty: none exist.
    pub presets: &'static [(Preset, u32)],
    /// The preset that the service takes when `size` is absent.
    pub default: Option<Preset>,
    /// What a preset's shape follows.
    pub shape: Shape,
    /// Fewest pixels of `W*H`.
    pub min_total: u64,
    /// Most pixels of `W*H`.
    pub max_total: u64,
    /// `8` means width to height between 1:8 and 8:1.
    pub max_ratio: u32,
    /// The service rounds sides to multiples of this, px.
    pub multiple_of: u32,
    /// Exact sizes worth offering.
    pub recommended: &'static [Size],
}

/// How many images a request may ask for.
#[derive(Clone, Copy, Debug)]
pub struct CountRule {
    /// Least `n`.
    pub min: u32,
    /// Most `n`.
    pub max: u32,
    /// What the service takes when `n` is absent.
    pub service_default: u32,
}

/// One mode of one model.
#[derive(Debug)]
pub struct ModeRow {
    /// Which mode.
    pub mode: Mode,
    /// Least and most source images.
    pub images: Limit<(u32, u32)>,
    /// `n`.
    pub n: Limit<CountRule>,
    /// `size`.
    pub size: Limit<SizeRule>,
    /// Parameters that act in this mode; others are not sent.
    pub parameters: &'static [Parameter],
    /// Ways to await the answer, the preferred one first.
    pub deliveries: &'static [Delivery],
}

impl ModeRow {
    /// Whether `parameter` acts in this mode.
    pub fn has(&self, parameter: Parameter) -> bool {
        self.parameters.contains(&parameter)
    }
}

/// Price of one generated image.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    /// Yuan per image in Beijing.
    pub beijing_cny: f64,
    /// Yuan per image in Singapore.
    pub singapore_cny: f64,
}

/// One model.
#[derive(Debug)]
pub struct Model {
    /// The id on the wire.
    pub id: &'static str,
    /// Its body shape.
    pub dialect: Dialect,
    /// Longest prompt in Unicode scalar values; the service cuts longer ones silently.
    pub prompt_chars: Limit<u32>,
    /// Longest negative prompt, where there is one.
    pub negative_prompt_chars: Option<Limit<u32>>,
    /// What a source image must be.
    pub image: Limit<ImageLimits>,
    /// Most boxes on one image; 0 where boxes do not exist.
    pub boxes_per_image: Limit<u32>,
    /// Price per image, about.
    pub price: Limit<Price>,
    /// Where it runs.
    pub places: Limit<&'static [Place]>,
    /// Its modes.
    pub modes: &'static [ModeRow],
}

impl Model {
    /// Whether it stands for models that the table does not have.
    pub fn is_other(&self) -> bool {
        self.id.is_empty()
    }

    /// The row of `mode`, where this model has it.
    pub fn mode(&self, mode: Mode) -> Option<&'static ModeRow> {
        self.modes.iter().find(|row| row.mode == mode)
    }
}

const ALL: &[Delivery] = &[Delivery::Task, Delivery::Sync, Delivery::Stream];
/// The relay has no tasks.
const RELAYED: Place = Place { region: Region::Dmxapi, deliveries: &[Delivery::Sync, Delivery::Stream] };
const BEIJING: Place = Place { region: Region::Beijing, deliveries: ALL };
const SINGAPORE: Place = Place { region: Region::Singapore, deliveries: ALL };
const PLACES_27: &[Place] = &[BEIJING, SINGAPORE, Place { region: Region::TokenPlan, deliveries: ALL }, RELAYED];
const PLACES_26: &[Place] = &[
    BEIJING,
    SINGAPORE,
    Place { region: Region::Virginia, deliveries: ALL },
    Place { region: Region::Frankfurt, deliveries: &[Delivery::Task] },
    RELAYED,
];
const PLACES_25: &[Place] = &[BEIJING, SINGAPORE];

const fn px(width: u32, height: u32) -> Size {
    Size { width, height }
}

const SIDE_768: u64 = 768 * 768;
const SIDE_1280: u64 = 1280 * 1280;
const SIDE_2048: u64 = 2048 * 2048;
const SIDE_4096: u64 = 4096 * 4096;
/// Megabytes are taken as 1,000,000 bytes: the smaller reading is safe under both.
const MB: u64 = 1_000_000;

/// `max_images` of interleaved answers.
pub static MAX_IMAGES: Limit<CountRule> = Limit::new(CountRule { min: 1, max: 5, service_default: 5 }, &REFERENCE_26);
/// Fewest and most colours of a `color_palette`; 8 are recommended.
pub static PALETTE_COLORS: Limit<(u32, u32)> = Limit::new((3, 10), &REFERENCE_27);

/// Largest `seed`, from 0.
pub const SEED_MAX: u32 = 2_147_483_647;

const K1_27: (Preset, u32) = (Preset::K1, 1024);
const K2_27: (Preset, u32) = (Preset::K2, 2048);

const RECOMMENDED_27: &[Size] = &[
    px(1280, 1280),
    px(1696, 960),
    px(960, 1696),
    px(1472, 1104),
    px(1104, 1472),
    px(2048, 2048),
    px(2688, 1536),
    px(1536, 2688),
    px(2368, 1728),
    px(1728, 2368),
];
const RECOMMENDED_27_4K: &[Size] = &[
    px(1280, 1280),
    px(1696, 960),
    px(960, 1696),
    px(1472, 1104),
    px(1104, 1472),
    px(2048, 2048),
    px(2688, 1536),
    px(1536, 2688),
    px(2368, 1728),
    px(1728, 2368),
    px(4096, 4096),
    px(4096, 2304),
    px(2304, 4096),
    px(4096, 3072),
    px(3072, 4096),
];
const RECOMMENDED_26: &[Size] = &[
    px(1280, 1280),
    px(800, 1200),
    px(1200, 800),
    px(960, 1280),
    px(1280, 960),
    px(720, 1280),
    px(1280, 720),
    px(1344, 576),
];

const RECOMMENDED_25: &[Size] = &[
    px(1280, 1280),
    px(1024, 1024),
    px(800, 1200),
    px(1200, 800),
    px(960, 1280),
    px(1280, 960),
    px(720, 1280),
    px(1280, 720),
    px(1344, 576),
];

const IMAGE_27: ImageLimits =
    ImageLimits { min_side: 240, max_side: 8000, max_ratio: Some(8), max_bytes: 20 * MB, alpha: false };
const IMAGE_26: ImageLimits =
    ImageLimits { min_side: 240, max_side: 8000, max_ratio: None, max_bytes: 10 * MB, alpha: false };
const IMAGE_25: ImageLimits =
    ImageLimits { min_side: 384, max_side: 5000, max_ratio: Some(4), max_bytes: 10 * MB, alpha: false };

const fn size_27(max_total: u64, shape: Shape) -> SizeRule {
    SizeRule {
        presets: &[K1_27, K2_27],
        default: Some(Preset::K2),
        shape,
        min_total: SIDE_768,
        max_total,
        max_ratio: 8,
        multiple_of: 1,
        recommended: RECOMMENDED_27,
    }
}

const fn set_27() -> ModeRow {
    ModeRow {
        mode: Mode::ImageSet,
        images: Limit::new((0, 9), &REFERENCE_27),
        n: Limit::new(CountRule { min: 1, max: 12, service_default: 12 }, &REFERENCE_27),
        size: Limit::new(size_27(SIDE_2048, Shape::LastImage), &REFERENCE_27),
        parameters: &[
            Parameter::Size,
            Parameter::N,
            Parameter::EnableSequential,
            Parameter::Watermark,
            Parameter::Seed,
        ],
        deliveries: &[Delivery::Task, Delivery::Sync],
    }
}

const fn edit_27() -> ModeRow {
    ModeRow {
        mode: Mode::Edit,
        images: Limit::new((1, 9), &REFERENCE_27),
        n: Limit::new(CountRule { min: 1, max: 4, service_default: 1 }, &REFERENCE_27),
        size: Limit::new(size_27(SIDE_2048, Shape::LastImage), &REFERENCE_27),
        parameters: &[
            Parameter::Size,
            Parameter::N,
            Parameter::BboxList,
            Parameter::ColorPalette,
            Parameter::Watermark,
            Parameter::Seed,
        ],
        deliveries: &[Delivery::Task, Delivery::Sync],
    }
}

const fn text_27(size: SizeRule) -> ModeRow {
    ModeRow {
        mode: Mode::TextToImage,
        images: Limit::new((0, 0), &REFERENCE_27),
        n: Limit::new(CountRule { min: 1, max: 4, service_default: 1 }, &REFERENCE_27),
        size: Limit::new(size, &REFERENCE_27),
        parameters: &[
            Parameter::Size,
            Parameter::N,
            Parameter::ThinkingMode,
            Parameter::ColorPalette,
            Parameter::Watermark,
            Parameter::Seed,
        ],
        deliveries: &[Delivery::Task, Delivery::Sync],
    }
}

/// Every model, the preferred one first.
pub static MODELS: &[Model] = &[
    Model {
        id: "wan2.7-image-pro",
        dialect: Dialect::Messages,
        prompt_chars: Limit::new(5000, &REFERENCE_27),
        negative_prompt_chars: None,
        image: Limit::new(IMAGE_27, &REFERENCE_27),
        boxes_per_image: Limit::new(2, &REFERENCE_27),
        price: Limit::new(Price { beijing_cny: 0.5, singapore_cny: 0.562_065 }, &PRICES),
        places: Limit::new(PLACES_27, &REFERENCE_27),
        modes: &[
            edit_27(),
            text_27(SizeRule {
                presets: &[K1_27, K2_27, (Preset::K4, 4096)],
                recommended: RECOMMENDED_27_4K,
                ..size_27(SIDE_4096, Shape::Square)
            }),
            set_27(),
        ],
    },
    Model {
        id: "wan2.7-image",
        dialect: Dialect::Messages,
        prompt_chars: Limit::new(5000, &REFERENCE_27),
        negative_prompt_chars: None,
        image: Limit::new(IMAGE_27, &REFERENCE_27),
        boxes_per_image: Limit::new(2, &REFERENCE_27),
        price: Limit::new(Price { beijing_cny: 0.2, singapore_cny: 0.220_177 }, &PRICES),
        places: Limit::new(PLACES_27, &REFERENCE_27),
        modes: &[edit_27(), text_27(size_27(SIDE_2048, Shape::Square)), set_27()],
    },
    Model {
        id: "wan2.6-image",
        dialect: Dialect::Messages,
        prompt_chars: Limit::new(2000, &REFERENCE_26),
        negative_prompt_chars: Some(Limit::new(500, &REFERENCE_26)),
        image: Limit::new(IMAGE_26, &REFERENCE_26),
        boxes_per_image: Limit::new(0, &REFERENCE_26),
        price: Limit::new(Price { beijing_cny: 0.2, singapore_cny: 0.220_177 }, &PRICES),
        places: Limit::new(PLACES_26, &REFERENCE_26),
        modes: &[
            ModeRow {
                mode: Mode::Edit,
                images: Limit::new((1, 4), &REFERENCE_26),
                n: Limit::new(CountRule { min: 1, max: 4, service_default: 4 }, &REFERENCE_26),
                size: Limit::new(
                    SizeRule {
                        presets: &[(Preset::K1, 1280), (Preset::K2, 2048)],
                        default: Some(Preset::K1),
                        shape: Shape::LastImage,
                        min_total: SIDE_768,
                        max_total: SIDE_2048,
                        max_ratio: 4,
                        multiple_of: 16,
                        recommended: RECOMMENDED_26,
                    },
                    &REFERENCE_26,
                ),
                parameters: &[
                    Parameter::Size,
                    Parameter::N,
                    Parameter::PromptExtend,
                    Parameter::NegativePrompt,
                    Parameter::Watermark,
                    Parameter::Seed,
                ],
                deliveries: &[Delivery::Task, Delivery::Sync],
            },
            ModeRow {
                mode: Mode::Interleave,
                images: Limit::new((0, 1), &REFERENCE_26),
                n: Limit::new(CountRule { min: 1, max: 1, service_default: 1 }, &REFERENCE_26),
                size: Limit::new(
                    SizeRule {
                        presets: &[],
                        default: None,
                        shape: Shape::LastImage,
                        min_total: SIDE_768,
                        max_total: SIDE_1280,
                        max_ratio: 4,
                        multiple_of: 16,
                        recommended: RECOMMENDED_26,
                    },
                    &REFERENCE_26,
                ),
                parameters: &[
                    Parameter::Size,
                    Parameter::N,
                    Parameter::EnableInterleave,
                    Parameter::MaxImages,
                    Parameter::NegativePrompt,
                    Parameter::Watermark,
                    Parameter::Seed,
                ],
                deliveries: &[Delivery::Task, Delivery::Stream],
            },
        ],
    },
    Model {
        id: "wan2.5-i2i-preview",
        dialect: Dialect::Legacy,
        prompt_chars: Limit::new(2000, &REFERENCE_25),
        negative_prompt_chars: Some(Limit::new(500, &REFERENCE_25)),
        image: Limit::new(IMAGE_25, &GUIDE),
        boxes_per_image: Limit::new(0, &REFERENCE_25),
        price: Limit::new(Price { beijing_cny: 0.2, singapore_cny: 0.220_177 }, &PRICES),
        places: Limit::new(PLACES_25, &REFERENCE_25),
        modes: &[ModeRow {
            mode: Mode::Edit,
            images: Limit::new((1, 3), &REFERENCE_25),
            n: Limit::new(CountRule { min: 1, max: 4, service_default: 4 }, &REFERENCE_25),
            size: Limit::new(
                SizeRule {
                    presets: &[],
                    default: None,
                    shape: Shape::LastImage,
                    min_total: SIDE_768,
                    max_total: SIDE_1280,
                    max_ratio: 4,
                    multiple_of: 1,
                    recommended: RECOMMENDED_25,
                },
                &REFERENCE_25,
            ),
            parameters: &[
                Parameter::Size,
                Parameter::N,
                Parameter::PromptExtend,
                Parameter::NegativePrompt,
                Parameter::Watermark,
                Parameter::Seed,
            ],
            deliveries: &[Delivery::Task],
        }],
    },
];

/// Nobody stated it.
static NOWHERE: Source = Source { page: "", read: "" };

const OF_ANY: &[Parameter] = &[
    Parameter::Size,
    Parameter::N,
    Parameter::BboxList,
    Parameter::ColorPalette,
    Parameter::ThinkingMode,
    Parameter::PromptExtend,
    Parameter::NegativePrompt,
    Parameter::Watermark,
    Parameter::Seed,
];
const OF_ANY_SET: &[Parameter] = &[
    Parameter::Size,
    Parameter::N,
    Parameter::EnableSequential,
    Parameter::BboxList,
    Parameter::ColorPalette,
    Parameter::ThinkingMode,
    Parameter::PromptExtend,
    Parameter::NegativePrompt,
    Parameter::Watermark,
    Parameter::Seed,
];
const OF_ANY_INTERLEAVED: &[Parameter] = &[
    Parameter::Size,
    Parameter::N,
    Parameter::EnableInterleave,
    Parameter::MaxImages,
    Parameter::BboxList,
    Parameter::ColorPalette,
    Parameter::ThinkingMode,
    Parameter::PromptExtend,
    Parameter::NegativePrompt,
    Parameter::Watermark,
    Parameter::Seed,
];

const fn any_mode(mode: Mode, images: (u32, u32), parameters: &'static [Parameter]) -> ModeRow {
    ModeRow {
        mode,
        images: Limit::new(images, &NOWHERE),
        n: Limit::new(CountRule { min: 1, max: u32::MAX, service_default: 1 }, &NOWHERE),
        size: Limit::new(
            SizeRule {
                presets: &[K1_27, K2_27, (Preset::K4, 4096)],
                default: None,
                shape: Shape::LastImage,
                min_total: 1,
                max_total: u64::MAX,
                max_ratio: u32::MAX,
                multiple_of: 1,
                recommended: &[],
            },
            &NOWHERE,
        ),
        parameters,
        deliveries: ALL,
    }
}

/// Stands for each model that the table does not have. It keeps nothing from being asked that may be right.
pub static OTHER: Model = Model {
    id: "",
    dialect: Dialect::Messages,
    prompt_chars: Limit::new(u32::MAX, &NOWHERE),
    negative_prompt_chars: None,
    image: Limit::new(
        ImageLimits { min_side: 1, max_side: u32::MAX, max_ratio: None, max_bytes: u64::MAX, alpha: true },
        &NOWHERE,
    ),
    boxes_per_image: Limit::new(u32::MAX, &NOWHERE),
    price: Limit::new(Price { beijing_cny: 0.0, singapore_cny: 0.0 }, &NOWHERE),
    places: Limit::new(
        &[
            BEIJING,
            SINGAPORE,
            Place { region: Region::Virginia, deliveries: ALL },
            Place { region: Region::Frankfurt, deliveries: ALL },
            Place { region: Region::TokenPlan, deliveries: ALL },
            RELAYED,
        ],
        &NOWHERE,
    ),
    modes: &[
        any_mode(Mode::Edit, (1, u32::MAX), OF_ANY),
        any_mode(Mode::TextToImage, (0, 0), OF_ANY),
        any_mode(Mode::ImageSet, (0, u32::MAX), OF_ANY_SET),
        any_mode(Mode::Interleave, (0, u32::MAX), OF_ANY_INTERLEAVED),
    ],
};

/// The row of a model id, where the table has it.
///
/// ```
/// use wan_edit::core::edit::{Mode, model};
///
/// let edit = model("wan2.7-image").unwrap().mode(Mode::Edit).unwrap();
/// assert_eq!(edit.images.value, (1, 9));
/// ```
pub fn model(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}
