//! PNG (W3C, third edition): size and colour type from IHDR, transparency also from tRNS, orientation from eXIf; then the
//! walk over the chunks to the end of the image.

use super::exif;
use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use super::survey::{Found, Next, Rest};
use crate::core::geometry::Size;

/// The bytes every PNG file starts with.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

const COLOUR_WITH_ALPHA: u8 = 4;

pub(super) fn read(head: &Head) -> Result<ImageFacts, HeaderError> {
    let first = SIGNATURE.len() as u64;
    if head.slice(first, 8)? != b"\0\0\0\x0dIHDR" {
        return Err(head.broken());
    }
    let side = |at| head.array(at).map(u32::from_be_bytes);
    let size = Size::new(side(first + 8)?, side(first + 12)?);
    let [colour] = head.array(first + 17)?;
    let mut facts = ImageFacts::new(Format::Png, size, head.file_bytes());
    facts.alpha = colour & COLOUR_WITH_ALPHA != 0;

    let mut at = first;
    let mut in_data = false;
    loop {
        let length = u64::from(head.array(at).map(u32::from_be_bytes)?);
        let end = at + 12 + length;
        match &head.array(at + 4)? {
            // The walk to the end, which finds a file cut short, is worth it only when that end is here.
            b"IDAT" if !head.is_whole() => return head.must_hold(end).map(|()| facts),
            b"IEND" => return head.must_hold(end).map(|()| facts),
            b"IDAT" => in_data = true,
            b"tRNS" => facts.alpha = true,
            b"eXIf" => {
                let orientation = exif::orientation(head.slice(at + 8, length)?).unwrap_or_default();
                if in_data {
                    // Too late for a browser, not for every other reader.
                    facts.turn_unsure = !orientation.is_upright();
                } else {
                    facts.orientation = orientation;
                }
            }
            _ => {}
        }
        at = end;
    }
}

/// The longest metadata that is read; what is in longer one may be anything.
const LONGEST_READ: u64 = 1 << 20;
/// The gamma of sRGB, in 100,000ths, as programs round it.
const SRGB_GAMMA: std::ops::RangeInclusive<u32> = 45_450..=45_460;
/// White point and primaries of sRGB, in 100,000ths.
const SRGB_PRIMARIES: [u32; 8] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];

pub(super) fn step(rest: &Rest, found: &mut Found) -> Next {
    if rest.at == 0 {
        return found.keep(rest, SIGNATURE.len() as u64);
    }
    let Some((&[l1, l2, l3, l4, t1, t2, t3, t4], _)) = rest.bytes.split_first_chunk() else {
        return if rest.is_end() { Next::Cut } else { Next::Need(8) };
    };
    let kind = [t1, t2, t3, t4];
    let length = u64::from(u32::from_be_bytes([l1, l2, l3, l4]));
    let total = length + 12;
    if total > rest.left {
        return Next::Cut;
    }
    // How much of the chunk tells what it is about.
    let needed = match &kind {
        b"IHDR" | b"gAMA" | b"cHRM" => total,
        b"iCCP" => total.min(96),
        b"eXIf" | b"iTXt" => total.min(LONGEST_READ),
        b"tEXt" | b"zTXt" => total.min(64),
        _ => 8,
    };
    let Some(bytes) = rest.bytes.get(8..needed as usize) else { return Next::Need(needed) };
    let data = bytes.get(..length as usize).unwrap_or(bytes);
    match &kind {
        b"IHDR" => found.unusual |= rest.at != SIGNATURE.len() as u64 || data.get(8) == Some(&16),
        b"PLTE" | b"IDAT" | b"tRNS" | b"sRGB" | b"sBIT" | b"pHYs" | b"bKGD" | b"hIST" => {}
        b"gAMA" => found.unusual |= !numbers(data).all(|gamma| SRGB_GAMMA.contains(&gamma)),
        b"cHRM" => {
            let is_near = |(one, other): (u32, u32)| one.abs_diff(other) <= 100;
            found.unusual |= data.len() != 32 || !numbers(data).zip(SRGB_PRIMARIES).all(is_near);
        }
        b"iCCP" => found.unusual |= !data.split(|byte| *byte == 0).next().is_some_and(names_srgb),
        b"cICP" | b"mDCV" | b"mDCv" | b"cLLI" | b"cLLi" => found.unusual = true,
        b"acTL" | b"fcTL" | b"fdAT" => found.animated = true,
        b"IEND" => {
            found.extras.trailer = rest.left > total;
            found.keep(rest, total);
            return Next::End;
        }
        b"eXIf" if total > LONGEST_READ => {
            found.turns = true;
            return found.cut(total);
        }
        b"eXIf" => {
            found.note(exif::inspect(data));
            return found.cut(total);
        }
        b"iTXt" => {
            found.note(exif::inspect_xmp(data));
            return found.cut(total);
        }
        b"tEXt" | b"zTXt" => {
            // As some programs write EXIF, in letters.
            found.turns |= data.starts_with(b"Raw profile type exif") || data.starts_with(b"Raw profile type APP1");
            return found.cut(total);
        }
        [first, ..] if first.is_ascii_lowercase() => return found.cut(total),
        _ => found.unusual = true,
    }
    found.keep(rest, total)
}

fn numbers(data: &[u8]) -> impl Iterator<Item = u32> {
    data.chunks_exact(4).map(|bytes| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

fn names_srgb(name: &[u8]) -> bool {
    name.windows(4).any(|bytes| bytes == b"sRGB")
}
