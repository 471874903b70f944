//! What the edit being made costs, about, and how much of it is uploaded.

use leptos::prelude::*;

use super::{EditState, ServiceForm};
use crate::core::edit::price::{PriceRegion, price_cny};
use crate::core::edit::{DraftImage, ImageSource, Model, Region, model};
use crate::core::service::{Endpoint, pairing};

/// What an edit costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// How many images.
    pub count: u32,
    /// Whether the model decides how many, up to that.
    pub is_maximum: bool,
    /// For all of them, in hundredths of a yuan.
    pub fen: u32,
}

impl Cost {
    /// In yuan: `0.50`.
    pub fn yuan(self) -> String {
        yuan_text(self.fen)
    }
}

/// Hundredths of a yuan in yuan: `0.50`.
pub fn yuan_text(fen: u32) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// About what so many images of `model` cost at `endpoint`, in hundredths of a yuan.
pub fn price_fen(model: &Model, count: u32, endpoint: &Endpoint) -> u32 {
    let region = match pairing::region(endpoint) {
        Some(Region::Singapore) => PriceRegion::Singapore,
        _ => PriceRegion::Beijing,
    };
    (price_cny(model, count, region) * 100.0).round() as u32
}

impl EditState {
    /// What the edit costs, about; `None` where model or service is not known. Tracked.
    pub fn cost(self) -> Option<Cost> {
        let model = self.form.0.with(|form| model(&form.model))?;
        let endpoint = self.service.form.with(ServiceForm::endpoint).ok()?;
        let (count, is_maximum) = self.asked();
        Some(Cost { count, is_maximum, fen: price_fen(model, count, &endpoint) })
    }

    /// How many bytes the files of the draft have; tracked.
    pub fn upload_bytes(self) -> u64 {
        let length = |image: &DraftImage| match &image.image.source {
            ImageSource::Local(facts) => facts.bytes,
            ImageSource::Url { .. } => 0,
        };
        self.draft.draft.with(|draft| draft.images().iter().map(length).sum())
    }
}
