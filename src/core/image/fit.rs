//! What must change in an image before a model takes it. What needs nothing is sent byte for byte; nothing is enlarged,
//! because that invents pixels, and nothing is cropped, because that is for the person to decide.

use super::header::{Format, ImageFacts};
use crate::core::geometry::Size;
use std::fmt;

/// What a model takes as a source image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageLimits {
    /// Least pixels of the shorter side.
    pub min_side: u32,
    /// Most pixels of the longer side.
    pub max_side: u32,
    /// Most times that the longer side may hold the shorter one: 8 means from 1:8 to 8:1. `None`: any.
    pub max_ratio: Option<u32>,
    /// Largest file.
    pub max_bytes: u64,
    /// Whether transparent pixels are taken.
    pub alpha: bool,
}

/// One thing that is changed, for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The pixels are turned the way the image is shown, as its EXIF data would have it.
    Uprighted,
    /// Transparent pixels are laid on a background.
    Flattened,
    /// Of several frames the first is taken.
    FirstFrame,
    /// The image is scaled down.
    Scaled {
        /// Size as shown.
        from: Size,
        /// Size to be sent.
        to: Size,
    },
    /// The file is encoded again to become smaller.
    Compressed {
        /// Its length.
        bytes: u64,
        /// The longest allowed.
        max_bytes: u64,
    },
}

/// Why an image cannot be made to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitError {
    /// A side is too short. Enlarge the image elsewhere, or take another.
    TooSmall {
        /// Size as shown.
        size: Size,
        /// Least pixels of a side.
        min_side: u32,
    },
    /// One side is too many times the other. Crop the image.
    RatioTooWide {
        /// Size as shown.
        size: Size,
        /// Most times allowed.
        max_ratio: u32,
    },
    /// Once the longer side is short enough, the shorter one is too short. Crop the image.
    TooNarrow {
        /// Size as shown.
        size: Size,
        /// Least pixels of a side.
        min_side: u32,
        /// Most pixels of a side.
        max_side: u32,
    },
}

impl fmt::Display for FitError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::TooSmall { size, .. } | Self::RatioTooWide { size, .. } | Self::TooNarrow { size, .. }) = self;
        write!(out, "the image has {} × {} px; ", size.width, size.height)?;
        match self {
            Self::TooSmall { min_side, .. } => {
                write!(out, "each side needs at least {min_side}: use a larger one")
            }
            Self::RatioTooWide { max_ratio, .. } => {
                write!(out, "its ratio must be between 1:{max_ratio} and {max_ratio}:1: crop it")
            }
            Self::TooNarrow { min_side, max_side, .. } => {
                write!(out, "its sides cannot both be between {min_side} and {max_side}: crop it")
            }
        }
    }
}

impl std::error::Error for FitError {}

/// How an image is made to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Upright size to be sent, unless [`Fit::attempts`] must go below it.
    pub size: Size,
    /// What is changed; empty when the file is sent byte for byte.
    pub changes: Vec<Change>,
    /// The format to encode to first; `None` when the file is sent byte for byte.
    pub format: Option<Format>,
    /// Largest file.
    pub max_bytes: u64,
    min_side: u32,
    max_ratio: Option<u32>,
}

/// One way to encode an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// WEBP, which holds everything at quality 1 where a browser writes it, or JPEG, which every browser writes. No PNG:
    /// browsers put an alpha channel into it, which the models refuse.
    pub format: Format,
    /// As `canvas.toBlob` takes it, from 0 to 1.
    pub quality: f64,
    /// Upright size to draw at. What is sent has this size, so boxes are to be scaled to it.
    pub size: Size,
}

/// JPEG qualities at full size: from no visible loss to little.
const QUALITIES: [f64; 4] = [0.95, 0.92, 0.88, 0.82];
/// JPEG quality once the size goes down, which saves more than a lower quality and looks better.
const SHRUNK_QUALITY: f64 = 0.88;
/// How much of the longer side each further attempt keeps, in percent.
const SHRUNK_PERCENT: u64 = 85;

/// Finds what must change in the image of `facts` for a model with `limits`.
///
/// ```
/// use wan_edit::core::edit::model;
/// use wan_edit::core::geometry::{Orientation, Size};
/// use wan_edit::core::image::{Change, Format, ImageFacts, fit};
///
/// let photo = ImageFacts {
///     format: Format::Jpeg,
///     stored: Size::new(9000, 6000),
///     orientation: Orientation::UPRIGHT,
///     turn_unsure: false,
///     alpha: false,
///     animated: false,
///     bytes: 12_000_000,
/// };
/// let limits = model("wan2.7-image").unwrap().image.value;
/// let fit = fit(&photo, &limits).unwrap();
/// assert_eq!(fit.changes, [Change::Scaled { from: Size::new(9000, 6000), to: Size::new(8000, 5333) }]);
/// assert_eq!(fit.attempts().next().unwrap().format, Format::Jpeg);
/// ```
///
/// # Errors
///
/// A [`FitError`] when only a person can help.
pub fn fit(facts: &ImageFacts, limits: &ImageLimits) -> Result<Fit, FitError> {
    let ImageLimits { min_side, max_side, max_ratio, max_bytes, .. } = *limits;
    let shown = facts.upright();
    let (short, long) = sides(shown);
    if short < min_side {
        return Err(FitError::TooSmall { size: shown, min_side });
    }
    if let Some(max_ratio) = max_ratio.filter(|&times| u64::from(long) > u64::from(short) * u64::from(times)) {
        return Err(FitError::RatioTooWide { size: shown, max_ratio });
    }
    let size = if long > max_side { scaled(shown, max_side, max_ratio) } else { shown };
    if sides(size).0 < min_side.max(1) {
        return Err(FitError::TooNarrow { size: shown, min_side, max_side });
    }

    let scale = Change::Scaled { from: shown, to: size };
    let compress = Change::Compressed { bytes: facts.bytes, max_bytes };
    let is_too_long = facts.bytes > max_bytes;
    let changes: Vec<Change> = [
        (!facts.orientation.is_upright() || facts.turn_unsure, Change::Uprighted),
        (facts.alpha && !limits.alpha, Change::Flattened),
        (facts.animated, Change::FirstFrame),
        (size != shown, scale),
        (is_too_long, compress),
    ]
    .into_iter()
    .filter_map(|(needed, change)| needed.then_some(change))
    .collect();

    let lossy = is_too_long || facts.format == Format::Jpeg;
    let format = (!changes.is_empty()).then_some(if lossy { Format::Jpeg } else { Format::Webp });
    Ok(Fit { size, changes, format, max_bytes, min_side, max_ratio })
}

impl Fit {
    /// Whether the file is sent byte for byte.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.format.is_none()
    }

    /// What to encode to, best first, until the result has at most [`Fit::max_bytes`]. None for an identity.
    ///
    /// WEBP where nothing has to be lost, then JPEG with falling quality, then JPEG with falling size as far as the
    /// model's limits go. When none is small enough, the image cannot be sent.
    pub fn attempts(&self) -> impl Iterator<Item = Attempt> {
        let lossless = (self.format == Some(Format::Webp)).then_some(Attempt {
            format: Format::Webp,
            quality: 1.0,
            size: self.size,
        });
        let lossy = self.format.map(|_| (0..).map_while(|step| self.lossy(step)));
        lossless.into_iter().chain(lossy.into_iter().flatten())
    }

    fn lossy(&self, step: usize) -> Option<Attempt> {
        let format = Format::Jpeg;
        if let Some(&quality) = QUALITIES.get(step) {
            return Some(Attempt { format, quality, size: self.size });
        }
        let long = (QUALITIES.len()..=step).fold(u64::from(sides(self.size).1), |long, _| long * SHRUNK_PERCENT / 100);
        let size = scaled(self.size, long as u32, self.max_ratio);
        (sides(size).0 >= self.min_side.max(1)).then_some(Attempt { format, quality: SHRUNK_QUALITY, size })
    }
}

/// The shorter and the longer side.
fn sides(size: Size) -> (u32, u32) {
    (size.width.min(size.height), size.width.max(size.height))
}

/// `size` with a longer side of `long`, the shorter one rounded to the nearest pixel. Where that rounding would break
/// the allowed ratio, the longer side gives way.
fn scaled(size: Size, long: u32, max_ratio: Option<u32>) -> Size {
    let (from_short, from_long) = (u64::from(sides(size).0), u64::from(sides(size).1.max(1)));
    let short = ((from_short * u64::from(long) + from_long / 2) / from_long) as u32;
    let long = max_ratio.map_or(long, |times| long.min(short.saturating_mul(times)));
    if size.width < size.height { Size::new(short, long) } else { Size::new(long, short) }
}
