//! PNG (W3C, third edition): the chunks before the image data; size and colour type from IHDR, transparency also from
//! tRNS, orientation from eXIf.

use super::exif;
use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
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
    let mut facts = ImageFacts::plain(Format::Png, size, head.file_bytes());
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
