//! What EXIF and XMP say that matters here: how the image is to be turned, in every way that any program may read it, and
//! whether they say where it was taken.

use crate::core::geometry::Orientation;

/// What stands before the TIFF structure in a JPEG segment, and by mistake in some WEBP chunks.
const PREFIX: &[u8] = b"Exif\0\0";

const ORIENTATION: u16 = 0x0112;
const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;

const BYTE: u16 = 1;
const SHORT: u16 = 3;
const LONG: u16 = 4;

/// How many directories are looked into: the image's, its thumbnail's, and what they point to.
const MOST_DIRECTORIES: usize = 8;

/// The orientation that an EXIF block asks for; `None` when it has none, is damaged or is not EXIF.
///
/// As browsers do, only a single unsigned short from 1 to 8 counts.
pub(super) fn orientation(exif: &[u8]) -> Option<Orientation> {
    let tiff = Tiff::new(exif)?;
    let found = tiff.entries(tiff.u32(4)?)?.find(|entry| entry.tag == ORIENTATION);
    found
        .filter(|entry| (entry.kind, entry.count) == (SHORT, 1))
        .and_then(|entry| Orientation::from_exif(entry.value.u16(0)?))
}

/// What a block of metadata says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Some program may read a turn out of it.
    pub turns: bool,
    /// It says where the image was taken.
    pub location: bool,
}

/// What an EXIF block says. One that cannot be read may say anything to others.
pub(super) fn inspect(exif: &[u8]) -> Marks {
    let unread = Marks { turns: true, location: false };
    let Some(tiff) = Tiff::new(exif) else { return unread };
    let Some(first) = tiff.u32(4) else { return unread };
    let mut marks = Marks::default();
    let mut directories = vec![first];
    let mut next = 0;
    while let Some(&at) = directories.get(next) {
        next += 1;
        let Some(entries) = tiff.entries(at) else {
            // The image's own directory has to be there; what points to nothing says nothing.
            marks.turns |= next == 1;
            continue;
        };
        let count = entries.len() as u32;
        for entry in entries {
            match entry.tag {
                ORIENTATION => marks.turns |= !entry.is_upright(),
                GPS_DIRECTORY => marks.location = true,
                EXIF_DIRECTORY => directories.extend(entry.value.u32(0)),
                _ => {}
            }
        }
        let link = at.checked_add(2 + 12 * count).and_then(|at| tiff.u32(at as usize));
        directories.extend(link.filter(|&link| link != 0));
        directories.truncate(MOST_DIRECTORIES);
    }
    marks
}

/// What an XMP packet says.
pub(super) fn inspect_xmp(xmp: &[u8]) -> Marks {
    let is_upright = |after: &[u8]| {
        let digits = after.iter().take(24).skip_while(|byte| !byte.is_ascii_digit());
        digits.take_while(|byte| byte.is_ascii_digit()).eq(b"1")
    };
    // A closing tag has nothing behind it that is its own.
    let turns = places(xmp, b"Orientation").any(|(before, after)| !before.ends_with(b"</tiff:") && !is_upright(after));
    let location = [b"exif:GPS".as_slice(), b"Location", b"photoshop:City", b"photoshop:Country"];
    Marks { turns, location: location.into_iter().any(|word| places(xmp, word).next().is_some()) }
}

/// What stands before and after each `word`.
fn places<'a>(text: &'a [u8], word: &'static [u8]) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let starts = text.windows(word.len()).enumerate().filter(move |(_, bytes)| *bytes == word);
    starts.map(move |(at, _)| (&text[..at], &text[at + word.len()..]))
}

/// Whether a colour profile is that of sRGB, by its description; what a file without a profile is shown in.
pub(super) fn is_srgb(profile: &[u8]) -> bool {
    let is_rgb = profile.get(16..20) == Some(b"RGB ");
    let names = [b"sRGB".as_slice(), b"s\0R\0G\0B", b"\0s\0R\0G\0B"];
    is_rgb && names.into_iter().any(|name| profile.windows(name.len()).any(|bytes| bytes == name))
}

#[derive(Clone, Copy)]
struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

/// One entry of a directory; its value stands in its last four bytes, or is pointed to by them.
struct Entry<'a> {
    tag: u16,
    kind: u16,
    count: u32,
    value: Tiff<'a>,
}

impl Entry<'_> {
    /// Whether nobody reads a turn out of it: it is 1, or 0 for unknown, in the one place.
    fn is_upright(&self) -> bool {
        let value = match self.kind {
            BYTE => self.value.bytes.first().map(|&byte| u32::from(byte)),
            SHORT => self.value.u16(0).map(u32::from),
            LONG => self.value.u32(0),
            _ => None,
        };
        self.count == 1 && matches!(value, Some(0 | 1))
    }
}

impl<'a> Tiff<'a> {
    fn new(exif: &'a [u8]) -> Option<Self> {
        let bytes = exif.strip_prefix(PREFIX).unwrap_or(exif);
        let big_endian = match bytes.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        Some(Self { bytes, big_endian })
    }

    /// The entries of the directory at `at`; `None` where they do not fit in.
    fn entries(self, at: u32) -> Option<impl ExactSizeIterator<Item = Entry<'a>>> {
        let at = at as usize;
        let count = usize::from(self.u16(at)?);
        let bytes = self.bytes.get(at.checked_add(2)?..)?.get(..12 * count)?;
        Some(bytes.chunks_exact(12).map(move |bytes| {
            let entry = Tiff { bytes, ..self };
            Entry {
                tag: entry.u16(0).unwrap_or_default(),
                kind: entry.u16(2).unwrap_or_default(),
                count: entry.u32(4).unwrap_or_default(),
                value: Tiff { bytes: &bytes[8..], ..self },
            }
        }))
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
