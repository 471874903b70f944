//! WEBP (RFC 9649): a simple file has one chunk, lossy or lossless; an extended one says in VP8X what else it has. Then the
//! walk over the chunks.

use super::exif;
use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use super::survey::{Found, Next, Piece, Rest};
use crate::core::geometry::{Orientation, Size};

const ANIMATION: u8 = 0x02;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;
const XMP: u8 = 0x04;

/// Where the first chunk starts: behind `RIFF`, the size, `WEBP`.
const FIRST: u64 = 12;

pub(super) fn read(head: &Head) -> Result<ImageFacts, HeaderError> {
    let end = u64::from(head.u32_le(4)?) + 8;
    head.must_hold(end)?;
    let data = FIRST + 8;
    let facts = |width, height| ImageFacts::new(Format::Webp, Size::new(width, height), head.file_bytes());
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

/// The longest metadata that is read; what is in longer one may be anything.
const LONGEST_READ: u64 = 1 << 20;

/// The walk over a WEBP file.
#[derive(Default)]
pub(super) struct Walk {
    /// Where the file ends by its own word.
    end: u64,
    /// The chunk that says what there is, at the start of an extended file.
    extended: Option<[u8; 18]>,
    /// Whether there was an image within that end.
    has_image: bool,
}

impl Walk {
    pub(super) fn step(&mut self, rest: &Rest, found: &mut Found) -> Next {
        if rest.at == 0 {
            let Some(size) = rest.bytes.get(4..).and_then(|bytes| bytes.first_chunk()) else { return Next::Need(12) };
            self.end = u64::from(u32::from_le_bytes(*size)) + 8;
            if self.end > rest.left {
                return Next::Cut;
            }
            found.extras.trailer = self.end < rest.left;
            return found.keep(rest, FIRST);
        }
        let within = self.end.saturating_sub(rest.at);
        if within < 8 {
            return if self.has_image { Next::End } else { Next::Cut };
        }
        let Some((&[k1, k2, k3, k4, l1, l2, l3, l4], _)) = rest.bytes.split_first_chunk() else { return Next::Need(8) };
        let length = u64::from(u32::from_le_bytes([l1, l2, l3, l4]));
        // Some writers forget the last chunk's padding.
        let total = (8 + length + (length & 1)).min(within);
        if 8 + length > within {
            return Next::Cut;
        }
        let kind = [k1, k2, k3, k4];
        let needed = match &kind {
            b"VP8X" => total.min(18),
            b"EXIF" | b"XMP " | b"ICCP" => total.min(LONGEST_READ),
            _ => 8,
        };
        let Some(data) = rest.bytes.get(8..needed as usize) else { return Next::Need(needed) };
        self.has_image |= matches!(&kind, b"VP8 " | b"VP8L" | b"ANMF");
        match &kind {
            b"VP8X" => {
                self.extended = rest.bytes.first_chunk().copied().filter(|_| total == 18 && rest.at == FIRST);
                found.unusual |= self.extended.is_none();
            }
            // Too short for its own header.
            b"VP8 " => found.unusual |= length < 10,
            b"VP8L" => found.unusual |= length < 5,
            b"ALPH" => {}
            b"ICCP" => found.unusual |= !exif::is_srgb(data),
            b"ANIM" | b"ANMF" => found.animated = true,
            b"EXIF" => {
                found.note(exif::inspect(data));
                found.turns |= total > LONGEST_READ;
                return found.cut(total);
            }
            b"XMP " => {
                found.note(exif::inspect_xmp(data));
                return found.cut(total);
            }
            _ => return found.cut(total),
        }
        found.keep(rest, total)
    }

    /// The file of these pieces, with its own word on length and metadata put right.
    pub(super) fn rewritten(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        let first = FIRST + if self.extended.is_some() { 18 } else { 0 };
        if let Some(Piece::File { from, .. }) = pieces.first_mut() {
            *from = first;
        }
        let length: u64 = pieces.iter().map(Piece::len).sum::<u64>() + first - 8;
        let mut start = [b"RIFF".as_slice(), &(length as u32).to_le_bytes(), b"WEBP"].concat();
        if let Some(mut extended) = self.extended {
            extended[8] &= !(EXIF | XMP);
            start.extend(extended);
        }
        pieces.insert(0, Piece::Bytes(start));
        pieces
    }
}
