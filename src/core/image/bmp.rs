//! BMP: the file header and one of its successive information headers; transparency only by a mask that names it.

use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use crate::core::geometry::Size;

const FILE_HEADER: u64 = 14;
const UNCOMPRESSED: u32 = 0;
const BIT_FIELDS: u32 = 3;

/// Whether the bytes are a bitmap rather than a text that starts with the same two letters: the information header has
/// one of the lengths that were ever in use, from OS/2 1 (12) over Windows 3 (40) to version 5 (124).
pub(super) fn is_bmp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && matches!(bytes.get(14..18), Some(&[12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}

pub(super) fn read(head: &Head) -> Result<ImageFacts, HeaderError> {
    let pixels = u64::from(head.u32_le(10)?);
    let info = u64::from(head.u32_le(FILE_HEADER)?);
    let at = |offset| FILE_HEADER + offset;
    if info == 12 {
        let (width, height) = (head.u16_le(at(4))?.into(), head.u16_le(at(6))?.into());
        let depth = head.u16_le(at(10))?;
        return facts(head, Size::new(width, height), pixels, depth, UNCOMPRESSED);
    }
    let width = head.u32_le(at(4))?;
    // Negative when the rows run from the top.
    let height = (head.u32_le(at(8))? as i32).unsigned_abs();
    let depth = head.u16_le(at(14))?;
    let compression = if info >= 40 { head.u32_le(at(16))? } else { UNCOMPRESSED };
    let mut facts = facts(head, Size::new(width, height), pixels, depth, compression)?;
    // The alpha mask is the fourth of those from version 3 on; older headers leave the fourth byte of a pixel unused.
    facts.alpha = matches!(depth, 16 | 32) && info >= 56 && info != 64 && head.u32_le(at(52))? != 0;
    Ok(facts)
}

fn facts(head: &Head, size: Size, pixels: u64, depth: u16, compression: u32) -> Result<ImageFacts, HeaderError> {
    if size.width > i32::MAX as u32 {
        return Err(head.broken());
    }
    if matches!(compression, UNCOMPRESSED | BIT_FIELDS) {
        let row = (u64::from(size.width) * u64::from(depth)).div_ceil(32) * 4;
        head.must_hold(pixels.saturating_add(row.saturating_mul(size.height.into())))?;
    }
    Ok(ImageFacts::plain(Format::Bmp, size, head.file_bytes()))
}
