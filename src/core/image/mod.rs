//! What an image file is before it is decoded, and what must change in it before it can be sent.
//!
//! [`header::read`] finds format, size, transparency and orientation in the first bytes; [`Survey`] what else is in the
//! file; [`fit()`] compares them with the limits of a model. Decoding, drawing and encoding are the browser's, which has
//! all four formats already; [`looks_the_same`] holds what it encodes to what it drew.

mod bmp;
mod exif;
mod fit;
mod gif;
mod head;
pub mod header;
mod jpeg;
mod png;
mod sample;
mod survey;
mod webp;

pub use fit::{Attempt, Change, Fit, FitError, ImageLimits, fit};
pub use header::{Extras, Format, HEAD_BYTES, HeaderError, ImageFacts};
pub use sample::{BLOCK_PX, looks_the_same};
pub use survey::{Piece, Survey, Surveyed};
