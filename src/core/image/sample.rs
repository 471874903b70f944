//! Whether two pictures show the same, by a few blocks of their pixels.

/// Pixels of a block's side.
pub const BLOCK_PX: u32 = 16;

/// How far the mean of a block may be off, in each channel of 0 to 255: more than any JPEG quality in use here changes.
const MEAN_OFF: u32 = 16;
/// How far its pixels may be off on average: below noise (about 85), above what scaling in two ways makes of fine patterns.
const PIXELS_OFF: u32 = 48;

/// Whether two strips of blocks, of red, green, blue and alpha of each pixel, show the same. Each block has
/// [`BLOCK_PX`] × [`BLOCK_PX`] pixels, one after the other.
///
/// ```
/// use wan_edit::core::image::{BLOCK_PX, looks_the_same};
///
/// let block = |grey: u8| [grey, grey, grey, 255].repeat((BLOCK_PX * BLOCK_PX) as usize);
/// assert!(looks_the_same(&block(100), &block(104)));
/// assert!(!looks_the_same(&block(100), &block(255)));
/// ```
#[must_use]
pub fn looks_the_same(one: &[u8], other: &[u8]) -> bool {
    const BLOCK_BYTES: usize = (BLOCK_PX * BLOCK_PX * 4) as usize;
    let is_same = |(one, other): (&[u8], &[u8])| {
        let channel = |bytes: &[u8], at: usize| bytes.chunks_exact(4).map(|pixel| u32::from(pixel[at])).sum::<u32>();
        let means = (0..3).all(|at| channel(one, at).abs_diff(channel(other, at)) <= MEAN_OFF * BLOCK_PX * BLOCK_PX);
        let off: u32 = one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
        means && off <= PIXELS_OFF * 3 * BLOCK_PX * BLOCK_PX
    };
    one.len() == other.len() && !one.is_empty() && one.chunks(BLOCK_BYTES).zip(other.chunks(BLOCK_BYTES)).all(is_same)
}
