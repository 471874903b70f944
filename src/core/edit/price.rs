//! What an edit costs and how large its answer will be: both about, never promised.

use super::check::CheckedEdit;
use super::models::{ModeRow, Model, Shape};
use super::request::OutputSize;
use crate::core::geometry::Size;

/// Which price list applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PriceRegion {
    /// Mainland China, and where no other list is known.
    #[default]
    Beijing,
    /// Singapore.
    Singapore,
}

/// Yuan for `n` images of `model`. Failures cost nothing; in an image set `n` is a maximum.
pub fn price_cny(model: &Model, n: u32, region: PriceRegion) -> f64 {
    let each = match region {
        PriceRegion::Beijing => model.price.value.beijing_cny,
        PriceRegion::Singapore => model.price.value.singapore_cny,
    };
    each * f64::from(n)
}

impl CheckedEdit {
    /// About how many yuan this edit costs at most, by Beijing's list.
    pub fn price_cny(&self) -> f64 {
        price_cny(self.model(), self.request().asked().0, PriceRegion::Beijing)
    }
}

/// About the size of the answer in px; the service may differ slightly.
///
/// `last` is the upright size of the last source image.
pub fn predicted_size(row: &ModeRow, size: Option<OutputSize>, last: Option<Size>) -> Option<Size> {
    let rule = &row.size.value;
    let round = |side: f64| {
        let unit = f64::from(rule.multiple_of);
        ((side / unit).round() * unit).max(unit) as u32
    };
    let side = match size {
        Some(OutputSize::Exact(Size { width, height })) => {
            return Some(Size { width: round(width.into()), height: round(height.into()) });
        }
        Some(OutputSize::Preset(preset)) => rule.presets.iter().find(|(known, _)| *known == preset)?.1,
        None => rule.presets.iter().find(|(known, _)| Some(*known) == rule.default)?.1,
    };
    let (Shape::LastImage, Some(last)) = (rule.shape, last) else {
        return Some(Size { width: side, height: side });
    };
    let ratio = f64::from(last.width) / f64::from(last.height);
    let width = f64::from(side) * ratio.sqrt();
    Some(Size { width: round(width), height: round(width / ratio) })
}
