//! BMP: the file header and one of its successive information headers; transparency only by a mask that names it.

use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use super::survey::{Found, Next, Piece, Rest};
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
    Ok(ImageFacts::new(Format::Bmp, size, head.file_bytes()))
}

/// As long as the longest information header.
const LONGEST_HEADER: u64 = FILE_HEADER + 124;
/// `sRGB`, and the colours of Windows, which are the same.
const SRGB: [u32; 2] = [0x7352_4742, 0x5769_6E20];

/// Looks at the headers; the pixels are the rest.
pub(super) fn step(rest: &Rest, found: &mut Found) -> Next {
    let needed = LONGEST_HEADER.min(rest.left);
    if (rest.bytes.len() as u64) < needed {
        return Next::Need(needed);
    }
    match end_of_usual(rest.bytes) {
        Some(end) if end == rest.left => {}
        Some(end) if end < rest.left => {
            found.extras.trailer = true;
            // The length of the file stands at its start.
            let start = [b"BM".as_slice(), &(end as u32).to_le_bytes()].concat();
            found.pieces = vec![Piece::Bytes(start), Piece::File { from: 6, to: end }];
            return Next::End;
        }
        _ => found.unusual = true,
    }
    found.keep(rest, rest.left);
    Next::End
}

/// Where the pixels end, of a bitmap that every program reads in the same way: uncompressed, from the bottom up, of 24 bits
/// or with a palette, in sRGB, and with nothing between header and pixels.
fn end_of_usual(bytes: &[u8]) -> Option<u64> {
    let u16_at = |at: usize| bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes));
    let u32_at = |at: usize| bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
    let (pixels, info) = (u32_at(10)?, u32_at(14)?);
    let (width, height) = (u32_at(18)?, u32_at(22)?);
    let (depth, compression, colors) = (u16_at(28)?, u32_at(30)?, u32_at(46)?);
    let palette = match depth {
        1 | 4 | 8 if colors <= 1 << depth => 4 * if colors == 0 { 1 << depth } else { colors },
        24 if colors == 0 => 0,
        _ => return None,
    };
    let is_srgb = match info {
        40 => true,
        108 | 124 => SRGB.contains(&u32_at(70)?),
        _ => false,
    };
    let is_usual = is_srgb && compression == UNCOMPRESSED && i32::try_from(height).is_ok();
    let row = (u64::from(width) * u64::from(depth)).div_ceil(32) * 4;
    (is_usual && pixels == FILE_HEADER as u32 + info + palette).then(|| u64::from(pixels) + row * u64::from(height))
}
