//! What an image file is before it is decoded, and what must change in it before it can be sent.
//!
//! [`header::read`] finds format, size, transparency and orientation in the first bytes; [`fit()`] compares them with
//! the limits of a model. Decoding, drawing and encoding are the browser's, which has all four formats already.

mod bmp;
mod exif;
mod fit;
mod head;
pub mod header;
mod jpeg;
mod png;
mod webp;

pub use fit::{Attempt, Change, Fit, FitError, ImageLimits, fit};
pub use header::{Format, HEAD_BYTES, HeaderError, ImageFacts};
