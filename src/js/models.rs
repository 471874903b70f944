//! The table of models.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::output::js;
use crate::core::edit::models::{CountRule, MAX_IMAGES, PALETTE_COLORS, Place};
use crate::core::edit::{Delivery, MODELS, Mode, ModeRow, Model, Parameter};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelOut {
    id: &'static str,
    prompt_chars: u32,
    negative_prompt_chars: Option<u32>,
    boxes_per_image: u32,
    image: ImageOut,
    price_cny: PriceOut,
    places: Vec<PlaceOut>,
    modes: Vec<ModeOut>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageOut {
    min_side_px: u32,
    max_side_px: u32,
    max_ratio: Option<u32>,
    max_bytes: u64,
}

#[derive(Serialize)]
struct PriceOut {
    beijing: f64,
    singapore: f64,
}

#[derive(Serialize)]
struct PlaceOut {
    region: &'static str,
    deliveries: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModeOut {
    mode: &'static str,
    images: (u32, u32),
    n: (u32, u32),
    max_images: Option<(u32, u32)>,
    palette_colors: Option<(u32, u32)>,
    size: SizeOut,
    parameters: Vec<&'static str>,
    deliveries: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SizeOut {
    presets: Vec<&'static str>,
    default_preset: Option<&'static str>,
    min_total_px: u64,
    max_total_px: u64,
    max_ratio: u32,
    multiple_of: u32,
    recommended: Vec<(u32, u32)>,
}

/// Every model with its limits.
pub(super) fn table() -> JsValue {
    js(&MODELS.iter().map(model).collect::<Vec<_>>())
}

fn model(model: &Model) -> ModelOut {
    let image = &model.image.value;
    let place = |place: &Place| PlaceOut { region: place.region.name(), deliveries: names(place.deliveries) };
    ModelOut {
        id: model.id,
        prompt_chars: model.prompt_chars.value,
        negative_prompt_chars: model.negative_prompt_chars.as_ref().map(|limit| limit.value),
        boxes_per_image: model.boxes_per_image.value,
        image: ImageOut {
            min_side_px: image.min_side,
            max_side_px: image.max_side,
            max_ratio: image.max_ratio,
            max_bytes: image.max_bytes,
        },
        price_cny: PriceOut { beijing: model.price.value.beijing_cny, singapore: model.price.value.singapore_cny },
        places: model.places.value.iter().map(place).collect(),
        modes: model.modes.iter().map(mode).collect(),
    }
}

fn mode(row: &ModeRow) -> ModeOut {
    let size = &row.size.value;
    let count = |rule: &CountRule| (rule.min, rule.max);
    ModeOut {
        mode: match row.mode {
            Mode::TextToImage => "text-to-image",
            Mode::Edit => "edit",
            Mode::ImageSet => "image-set",
            Mode::Interleave => "interleave",
        },
        images: row.images.value,
        n: count(&row.n.value),
        max_images: row.has(Parameter::MaxImages).then(|| count(&MAX_IMAGES.value)),
        palette_colors: row.has(Parameter::ColorPalette).then_some(PALETTE_COLORS.value),
        size: SizeOut {
            presets: size.presets.iter().map(|(preset, _)| preset.name()).collect(),
            default_preset: size.default.map(|preset| preset.name()),
            min_total_px: size.min_total,
            max_total_px: size.max_total,
            max_ratio: size.max_ratio,
            multiple_of: size.multiple_of,
            recommended: size.recommended.iter().map(|size| (size.width, size.height)).collect(),
        },
        parameters: row.parameters.iter().map(|parameter| parameter.name()).collect(),
        deliveries: names(row.deliveries),
    }
}

fn names(deliveries: &[Delivery]) -> Vec<&'static str> {
    deliveries.iter().map(|delivery| delivery.name()).collect()
}
