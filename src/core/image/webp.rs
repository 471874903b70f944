//! WEBP (RFC 9649): a simple file has one chunk, lossy or lossless; an extended one says in VP8X what else it has.

use super::exif;
use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use crate::core::geometry::{Orientation, Size};

const ANIMATION: u8 = 0x02;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;

/// Where the first chunk starts: behind `RIFF`, the size, `WEBP`.
const FIRST: u64 = 12;

pub(super) fn read(head: &Head) -> Result<ImageFacts, HeaderError> {
    let end = u64::from(head.u32_le(4)?) + 8;
    head.must_hold(end)?;
    let data = FIRST + 8;
    let facts = |width, height| ImageFacts::plain(Format::Webp, Size::new(width, height), head.file_bytes());
    match &head.array(FIRST)? {
        b"VP8 " => {
            if head.slice(data + 3, 3)? != b"\x9d\x01\x2a" {
                return Err(head.broken());
            }
            // The two bits above the 14 of a side ask for upscaling, which no decoder does.
            let side = |at| head.u16_le(at).map(|side| u32::from(side & 0x3FFF));
            Ok(facts(side(data + 6)?, side(data + 8)?))
        }
        b"VP8L" => {
            if head.array(data)? != [0x2F] {
                return Err(head.broken());
            }
            let bits = head.u32_le(data + 1)?;
            let alpha = bits >> 28 & 1 == 1;
            Ok(ImageFacts { alpha, ..facts((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1) })
        }
        b"VP8X" => {
            let [flags, _, _, _, x1, x2, x3, y1, y2, y3] = head.array(data)?;
            let side = |low, middle, high| u32::from_le_bytes([low, middle, high, 0]) + 1;
            let is_upright = match is_upright(head, end) {
                // The chunk stands behind the image, and reading all of that is not worth it.
                Err(HeaderError::HeadTooShort { .. }) => false,
                known => known?,
            };
            Ok(ImageFacts {
                alpha: flags & ALPHA != 0,
                animated: flags & ANIMATION != 0,
                turn_unsure: flags & EXIF != 0 && !is_upright,
                ..facts(side(x1, x2, x3), side(y1, y2, y3))
            })
        }
        _ => Err(head.broken()),
    }
}

/// Whether no EXIF chunk asks for a turn.
fn is_upright(head: &Head, end: u64) -> Result<bool, HeaderError> {
    let mut at = FIRST;
    while at + 8 <= end {
        let length = u64::from(head.u32_le(at + 4)?);
        if head.array(at)? == *b"EXIF" {
            return Ok(exif::orientation(head.slice(at + 8, length)?).is_none_or(Orientation::is_upright));
        }
        at += 8 + length + (length & 1);
    }
    Ok(true)
}
