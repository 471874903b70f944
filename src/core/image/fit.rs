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
    /// It has another format, of this name, that the services do not take.
    Converted(&'static str),
    /// Colours or coding that programs read differently become what the browser shows.
    Normalized,
    /// The missing mark of its end is set.
    Completed,
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
    /// Where it was taken is cut out.
    LocationRemoved,
    /// EXIF, XMP, IPTC, comments and thumbnails are cut out, and no pixel is changed.
    MetadataRemoved,
    /// What follows the end of the image is cut off.
    TrailerRemoved,
}

impl Change {
    /// A stable word for programs, e.g. `metadata_removed`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Converted(_) => "converted",
            Self::Normalized => "normalized",
            Self::Completed => "completed",
            Self::Uprighted => "uprighted",
            Self::Flattened => "flattened",
            Self::FirstFrame => "first_frame",
            Self::Scaled { .. } => "scaled",
            Self::Compressed { .. } => "compressed",
            Self::LocationRemoved => "location_removed",
            Self::MetadataRemoved => "metadata_removed",
            Self::TrailerRemoved => "trailer_removed",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Converted(name) => write!(out, "converted from {name}"),
            Self::Normalized => out.write_str("unusual colours or coding made ordinary"),
            Self::Completed => out.write_str("missing end supplied"),
            Self::Uprighted => out.write_str("turned upright"),
            Self::Flattened => out.write_str("transparency filled"),
            Self::FirstFrame => out.write_str("first frame taken, standing still"),
            Self::Scaled { from, to } => {
                write!(out, "scaled from {} × {} to {} × {} px", from.width, from.height, to.width, to.height)
            }
            Self::Compressed { bytes, max_bytes } => {
                write!(out, "compressed from {bytes} to at most {max_bytes} bytes")
            }
            Self::LocationRemoved => out.write_str("location removed"),
            Self::MetadataRemoved => out.write_str("metadata removed"),
            Self::TrailerRemoved => out.write_str("what follows the image removed"),
        }
    }
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
    /// The format to encode to first; `None` when no pixel is changed.
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
/// use wan_edit::core::geometry::Size;
/// use wan_edit::core::image::{Change, Format, ImageFacts, fit};
///
/// let photo = ImageFacts::new(Format::Jpeg, Size::new(9000, 6000), 12_000_000);
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
    let is_drawn = facts.must_be_redrawn() || size != shown || is_too_long;
    // What is drawn is drawn on a background.
    let is_flattened = facts.alpha && (is_drawn || !limits.alpha);
    let is_encoded = is_drawn || is_flattened;
    let converted = match facts.format {
        Format::Other(name) => Some(name),
        _ => None,
    };
    let extras = facts.extras;
    let changes: Vec<Change> = [
        (converted.is_some(), Change::Converted(converted.unwrap_or_default())),
        (facts.unusual, Change::Normalized),
        (facts.open_ended, Change::Completed),
        (!facts.orientation.is_upright() || facts.turn_unsure, Change::Uprighted),
        (is_flattened, Change::Flattened),
        (facts.animated, Change::FirstFrame),
        (size != shown, scale),
        (is_too_long, compress),
        (extras.location, Change::LocationRemoved),
        // Encoding leaves none, which goes without saying.
        (extras.metadata && !is_encoded, Change::MetadataRemoved),
        (extras.trailer, Change::TrailerRemoved),
    ]
    .into_iter()
    .filter_map(|(needed, change)| needed.then_some(change))
    .collect();

    // What photographs come in.
    let lossy = is_too_long || matches!(facts.format, Format::Jpeg | Format::Other("AVIF" | "HEIC" | "JPEG XL"));
    let format = is_encoded.then_some(if lossy { Format::Jpeg } else { Format::Webp });
    Ok(Fit { size, changes, format, max_bytes, min_side, max_ratio })
}

impl Fit {
    /// Whether the file is sent byte for byte.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether the pixels are decoded and encoded again.
    #[must_use]
    pub fn is_encoded(&self) -> bool {
        self.format.is_some()
    }

    /// The same for a browser that draws no more than `max_px` pixels; `None` when the model wants more, or when that is
    /// no less than now.
    #[must_use]
    pub fn within(&self, max_px: u64) -> Option<Self> {
        let area = self.size.area();
        if area <= max_px {
            return None;
        }
        let long = f64::from(sides(self.size).1) * (max_px as f64 / area as f64).sqrt();
        // Rounding the shorter side up may go over.
        let mut lengths = (0..=long as u32).rev().map(|long| scaled(self.size, long, self.max_ratio));
        let size = lengths.find(|size| size.area() <= max_px)?;
        (sides(size).0 >= self.min_side.max(1)).then(|| Self { size, ..self.clone() })
    }

    /// What is changed in what was shown at `shown` once it is sent at `sent`.
    #[must_use]
    pub fn changes_of(&self, shown: Size, sent: Size) -> Vec<Change> {
        let mut changes = self.changes.clone();
        if sent != self.size {
            changes.retain(|change| !matches!(change, Change::Scaled { .. }));
            changes.push(Change::Scaled { from: shown, to: sent });
        }
        changes
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
