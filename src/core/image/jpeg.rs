//! JPEG (ITU-T T.81): size from the frame header, orientation from EXIF; then the walk over marker segments and scans to
//! the end of the image.

use super::exif;
use super::head::Head;
use super::header::{Format, HeaderError, ImageFacts};
use super::survey::{Found, Next, Rest};
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
                let orientation = orientation.unwrap_or_default();
                return Ok(ImageFacts { orientation, ..ImageFacts::new(Format::Jpeg, size, head.file_bytes()) });
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

/// Bits of a coefficient that no scan has brought yet.
const NONE_YET: u8 = u8::MAX;

/// The walk over a JPEG file.
pub(super) struct Walk {
    in_scan: bool,
    /// Whether Adobe's word is that colours were not transformed.
    is_untransformed: bool,
    /// Ids of the components of the frame.
    components: Vec<u8>,
    /// The lowest bit that scans have brought, of each coefficient of each component.
    lowest_bits: [[u8; 64]; 4],
}

impl Default for Walk {
    fn default() -> Self {
        Self { in_scan: false, is_untransformed: false, components: Vec::new(), lowest_bits: [[NONE_YET; 64]; 4] }
    }
}

impl Walk {
    pub(super) fn step(&mut self, rest: &Rest, found: &mut Found) -> Next {
        if self.in_scan { self.scan(rest, found) } else { self.segment(rest, found) }
    }

    /// Looks for the marker that ends a scan.
    fn scan(&mut self, rest: &Rest, found: &mut Found) -> Next {
        let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
        if let Some(length) = rest.bytes.windows(2).position(is_end) {
            self.in_scan = false;
            return found.keep(rest, length as u64);
        }
        if rest.is_end() {
            if !self.has_all_scans() {
                return Next::Cut;
            }
            found.open_ended = true;
            found.keep(rest, rest.left);
            return Next::End;
        }
        match rest.bytes.len() - usize::from(rest.bytes.ends_with(b"\xff")) {
            0 => Next::Need(2),
            length => found.keep(rest, length as u64),
        }
    }

    /// Whether the scans so far have begun to bring the last bit of every coefficient.
    fn has_all_scans(&self) -> bool {
        let bits = self.lowest_bits.iter().take(self.components.len());
        !self.components.is_empty() && bits.flatten().all(|&bit| bit == 0)
    }

    fn segment(&mut self, rest: &Rest, found: &mut Found) -> Next {
        let &[first, marker, ..] = rest.bytes else {
            return if rest.is_end() { Next::Cut } else { Next::Need(2) };
        };
        if first != 0xFF || marker == 0 {
            // Decoders forgive stray bytes, each in its own way.
            found.unusual = true;
            return found.keep(rest, 1);
        }
        match marker {
            0xFF => return found.keep(rest, 1),
            END_OF_IMAGE => {
                found.extras.trailer = rest.left > 2;
                found.keep(rest, 2);
                return Next::End;
            }
            0x01 | 0xD0..=0xD8 => {
                found.unusual |= rest.at != 0;
                return found.keep(rest, 2);
            }
            _ => {}
        }
        let Some(length) = rest.bytes.get(2..4).map(|bytes| u64::from(u16::from_be_bytes([bytes[0], bytes[1]]))) else {
            return if rest.is_end() { Next::Cut } else { Next::Need(4) };
        };
        if length < 2 || length + 2 > rest.left {
            return Next::Cut;
        }
        let Some(data) = rest.bytes.get(4..2 + length as usize) else { return Next::Need(length + 2) };
        if self.is_image(marker, data, found) { found.keep(rest, length + 2) } else { found.cut(length + 2) }
    }

    /// Whether decoders need the segment; what it says of the rest is noted.
    fn is_image(&mut self, marker: u8, data: &[u8], found: &mut Found) -> bool {
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let ids = data.get(6..).unwrap_or_default().chunks_exact(3).map(|component| component[0]);
                // One frame, of 8 bits, coded by Huffman's tables, grey or in three components that are no RGB.
                let is_first = self.components.is_empty();
                self.components = ids.take(4).collect();
                let is_usual = matches!(marker, 0xC0..=0xC2) && data.first() == Some(&8) && is_first;
                found.unusual |= !is_usual || !matches!(self.components.len(), 1 | 3) || self.components == *b"RGB";
            }
            // Arithmetic coding, hierarchies.
            0xC8 | 0xCC | 0xDE | 0xDF => found.unusual = true,
            START_OF_SCAN => {
                self.in_scan = true;
                found.unusual |= self.is_untransformed && self.components.len() != 1;
                self.note_scan(data);
            }
            0xE0 => return data.starts_with(b"JFIF\0"),
            APP1 => {
                if data.starts_with(b"Exif\0") {
                    found.note(exif::inspect(data));
                } else {
                    found.note(exif::inspect_xmp(data));
                }
                return false;
            }
            0xE2 if data.starts_with(b"ICC_PROFILE\0") => {
                found.unusual |= data.get(13) != Some(&1) || !exif::is_srgb(&data[14..]);
            }
            // Adobe's: how colours were transformed.
            0xEE if data.starts_with(b"Adobe") => self.is_untransformed = data.get(11) == Some(&0),
            0xE0..=0xEF | 0xFE => return false,
            _ => {}
        }
        true
    }

    /// Notes what the scan with this header brings.
    fn note_scan(&mut self, data: &[u8]) {
        let Some((&count, rest)) = data.split_first() else { return };
        let Some((components, rest)) = rest.split_at_checked(2 * usize::from(count)) else { return };
        let &[first, last, bits, ..] = rest else { return };
        for id in components.chunks_exact(2).map(|component| component[0]) {
            let Some(index) = self.components.iter().position(|known| *known == id) else { continue };
            let coefficients = self.lowest_bits[index].get_mut(usize::from(first)..=usize::from(last));
            coefficients.unwrap_or_default().fill(bits & 0x0F);
        }
    }
}
