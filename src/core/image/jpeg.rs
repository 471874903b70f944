//! JPEG (ITU-T T.81): marker segments up to the first scan; size from the frame header, orientation from EXIF.

use super::exif;
use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use crate::core::geometry::{Orientation, Size};

const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const APP1: u8 = 0xE1;

pub(super) fn read(head: &Head) -> Result<ImageFacts, HeaderError> {
    let mut size = None;
    let mut orientation: Option<Orientation> = None;
    let mut at = 2;
    loop {
        let (marker, segment) = next_marker(head, at)?;
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            at = segment; // stands alone, without a length
            continue;
        }
        if marker == END_OF_IMAGE {
            return Err(head.broken());
        }
        let length = u64::from(u16::from_be_bytes(head.array(segment)?));
        if length < 2 {
            return Err(head.broken());
        }
        at = segment + length;
        match marker {
            // Start of frame, of any coding; between them stand DHT, JPG and DAC.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let [_, _, _, y1, y2, x1, x2] = head.array(segment)?;
                let (width, height) = (u16::from_be_bytes([x1, x2]), u16::from_be_bytes([y1, y2]));
                size.get_or_insert(Size::new(width.into(), height.into()));
            }
            // XMP stands in APP1 as well, and can fill many of them.
            APP1 if orientation.is_none() => {
                orientation = exif::orientation(head.slice(segment + 2, length - 2)?);
            }
            START_OF_SCAN => {
                let size = size.ok_or_else(|| head.broken())?;
                if head.is_whole() && !head.rest(at)?.windows(2).any(|pair| pair == [0xFF, END_OF_IMAGE]) {
                    return Err(HeaderError::Truncated(Format::Jpeg));
                }
                let orientation = orientation.unwrap_or_default();
                return Ok(ImageFacts { orientation, ..ImageFacts::plain(Format::Jpeg, size, head.file_bytes()) });
            }
            _ => {}
        }
    }
}

/// The next marker code and the position behind it. Decoders forgive stray and fill bytes before a marker.
fn next_marker(head: &Head, at: u64) -> Result<(u8, u64), HeaderError> {
    let rest = head.rest(at)?;
    let stray = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF));
    let stray = stray.unwrap_or(rest.len().saturating_sub(1)) as u64;
    let [_, marker] = head.array(at + stray)?;
    Ok((marker, at + stray + 2))
}
