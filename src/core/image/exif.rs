//! The one EXIF tag that changes what is seen: `Orientation`, in the first directory of a TIFF structure.

use crate::core::geometry::Orientation;

/// What stands before the TIFF structure in a JPEG segment, and by mistake in some WEBP chunks.
const PREFIX: &[u8] = b"Exif\0\0";

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation that an EXIF block asks for; `None` when it has none, is damaged or is not EXIF.
///
/// As browsers do, only a single unsigned short from 1 to 8 counts.
pub(super) fn orientation(exif: &[u8]) -> Option<Orientation> {
    let tiff = Tiff::new(exif.strip_prefix(PREFIX).unwrap_or(exif))?;
    let directory = tiff.u32(4)? as usize;
    let entries = usize::from(tiff.u16(directory)?);
    (0..entries)
        .map_while(|index| tiff.bytes.get(directory.checked_add(2 + 12 * index)?..)?.get(..12))
        .map(|bytes| Tiff { bytes, ..tiff })
        .find(|entry| entry.u16(0) == Some(ORIENTATION))
        .filter(|entry| entry.u16(2) == Some(SHORT) && entry.u32(4) == Some(1))
        .and_then(|entry| Orientation::from_exif(entry.u16(8)?))
}

#[derive(Clone, Copy)]
struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let big_endian = match bytes.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        Some(Self { bytes, big_endian })
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let &bytes = self.bytes.get(at..)?.first_chunk()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let &bytes = self.bytes.get(at..)?.first_chunk()?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }
}
