//! What the edit being made costs, about, and how much of it is uploaded.

use leptos::prelude::*;

use super::{EditState, ServiceForm};
use crate::core::edit::price::{PriceRegion, price_cny};
use crate::core::edit::{DraftImage, ImageSource, Region, model};
use crate::core::service::pairing;

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
        format!("{}.{:02}", self.fen / 100, self.fen % 100)
    }
}

impl EditState {
    /// What the edit costs, about; `None` where model or service is not known. Tracked.
    pub fn cost(self) -> Option<Cost> {
        let model = self.form.0.with(|form| model(&form.model))?;
        let endpoint = self.service.form.with(ServiceForm::endpoint).ok()?;
        let region = match pairing::region(&endpoint) {
            Some(Region::Singapore) => PriceRegion::Singapore,
            _ => PriceRegion::Beijing,
        };
        let (count, is_maximum) = self.asked();
        let fen = (price_cny(model, count, region) * 100.0).round() as u32;
        Some(Cost { count, is_maximum, fen })
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
