//! What the first bytes of a file say about its image: enough to show its real size at once, and to know what must be
//! changed before sending, without decoding it and without holding it in memory.
//!
//! The name and the declared type of a file are not believed. Whether the pixels behind the header are sound is for the
//! browser's decoder to say.

use super::head::Head;
use super::{bmp, gif, jpeg, png, webp};
use crate::core::geometry::{Orientation, Size};
use std::fmt;

/// How much of the start of a file to read first: 256 KiB, which holds the header of nearly every image.
pub const HEAD_BYTES: usize = 256 * 1024;

/// The file formats that the services accept (R27, R26, O25c), and those that only a browser knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, of any coding.
    Jpeg,
    /// PNG.
    Png,
    /// Windows or OS/2 bitmap.
    Bmp,
    /// WEBP, lossy, lossless or animated.
    Webp,
    /// Another one, by its name, that the services do not accept and the browser decodes.
    Other(&'static str),
}

impl Format {
    /// The media type, as a data URI and `canvas.toBlob` name it.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Bmp => "image/bmp",
            Self::Webp => "image/webp",
            Self::Other(_) => "application/octet-stream",
        }
    }

    /// The name people know, as the service writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Bmp => "BMP",
            Self::Webp => "WEBP",
            Self::Other(name) => name,
        }
    }

    /// The format of a media type in lower case, without parameters; `None` for one the services do not take.
    #[must_use]
    pub fn from_mime(mime: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png, Self::Bmp, Self::Webp].into_iter().find(|format| format.mime() == mime)
    }

    /// The format of a file that begins with `bytes`, whatever it is called; `None` for anything else.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(png::SIGNATURE) {
            Some(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            bmp::is_bmp(bytes).then_some(Self::Bmp)
        }
    }
}

/// What is known of an image before it is decoded.
///
/// It decides whether the file may be sent as it is: only where no program could see anything else in it than the browser
/// shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageFacts {
    /// By its first bytes, whatever the file is called.
    pub format: Format,
    /// Width and height in the file, each at least 1.
    pub stored: Size,
    /// How JPEG and PNG ask to be turned, which browsers obey; upright for the others.
    pub orientation: Orientation,
    /// Whether the file asks to be turned in a place or in a way where programs disagree on obeying. Such a file has to be
    /// sent as it is shown.
    pub turn_unsure: bool,
    /// Whether there may be transparent pixels.
    pub alpha: bool,
    /// Whether there are several frames, of which only the first is sent.
    pub animated: bool,
    /// Whether programs may disagree on its colours or its coding: CMYK, 16 bit, a colour profile other than sRGB, a
    /// bitmap of a rare kind, stray bytes.
    pub unusual: bool,
    /// Whether the mark of its end is missing, although all of the image may be there.
    pub open_ended: bool,
    /// What else is in the file, and does not leave the browser.
    pub extras: Extras,
    /// Length of the file, without the extras where those can be cut out.
    pub bytes: u64,
    /// Length of the extras that can be cut out; 0 where the image has to be drawn anew for another reason.
    pub extra_bytes: u64,
}

/// What a file has besides its image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Where the picture was taken.
    pub location: bool,
    /// EXIF, XMP, IPTC, comments, thumbnails.
    pub metadata: bool,
    /// Bytes behind the end of the image: a film, a second picture, anything.
    pub trailer: bool,
}

impl Extras {
    /// Whether there is any.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.location || self.metadata || self.trailer
    }
}

impl ImageFacts {
    /// An upright, opaque, still, ordinary image with nothing besides.
    #[must_use]
    pub const fn new(format: Format, stored: Size, bytes: u64) -> Self {
        Self {
            format,
            stored,
            orientation: Orientation::UPRIGHT,
            turn_unsure: false,
            alpha: false,
            animated: false,
            unusual: false,
            open_ended: false,
            extras: Extras { location: false, metadata: false, trailer: false },
            bytes,
            extra_bytes: 0,
        }
    }

    /// The same facts of a file that keeps its extras, where they could be cut out.
    #[must_use]
    pub fn with_extras_kept(self) -> Self {
        if self.extra_bytes == 0 {
            return self;
        }
        Self { bytes: self.bytes + self.extra_bytes, extra_bytes: 0, extras: Extras::default(), ..self }
    }

    /// Whether the pixels have to be drawn anew whatever the model takes.
    #[must_use]
    pub fn must_be_redrawn(&self) -> bool {
        !self.orientation.is_upright()
            || self.turn_unsure
            || self.animated
            || self.unusual
            || self.open_ended
            || matches!(self.format, Format::Other(_))
    }

    /// The size as shown, which bounding boxes refer to.
    #[must_use]
    pub fn upright(&self) -> Size {
        self.orientation.upright(self.stored)
    }

    /// The same facts for a browser that decoded the image to `natural`, its word on what is shown being the last.
    #[must_use]
    pub fn shown_at(self, natural: Size) -> Self {
        Self { stored: self.orientation.upright(natural), ..self }
    }
}

/// Why a file is not an image that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// The file has no bytes.
    Empty,
    /// An image or document of a format, named here, that the services do not take.
    Unsupported(&'static str),
    /// Text, whatever the file is called: a saved error page, say.
    Text,
    /// Not the start of any format known here.
    Unknown,
    /// The file ends before its image does: an interrupted download, say.
    Truncated(Format),
    /// The header contradicts its own format.
    Broken(Format),
    /// The file is longer than the bytes that were given, and the answer lies behind them, as after very large metadata.
    /// Not a fault: read again with at least `wanted_bytes` from the start, which the file has.
    HeadTooShort {
        /// More than was given, at most the length of the file.
        wanted_bytes: u64,
    },
}

impl fmt::Display for HeaderError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("the file is empty"),
            Self::Unsupported(name) => {
                write!(out, "{name} is not accepted: use JPEG, PNG, BMP or WEBP")
            }
            Self::Text => out.write_str("the file is text, not an image"),
            Self::Unknown => out.write_str("the file is not an image: use JPEG, PNG, BMP or WEBP"),
            Self::Truncated(format) => write!(out, "the {} file is cut off", format.name()),
            Self::Broken(format) => write!(out, "the {} file is damaged", format.name()),
            Self::HeadTooShort { wanted_bytes } => {
                write!(out, "{wanted_bytes} bytes are needed to know the image")
            }
        }
    }
}

impl std::error::Error for HeaderError {}

/// Reads the facts of an image from `head`, the first bytes of a file of `file_bytes` bytes.
///
/// [`HEAD_BYTES`] are usually enough; a short file is given whole. Takes time linear in `head`, and never panics.
///
/// ```
/// use wan_edit::core::geometry::Size;
/// use wan_edit::core::image::{Format, HeaderError, header};
///
/// let bmp = [
///     b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0".as_slice(),
///     b"\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0",
///     &[0; 20],
/// ];
/// let bmp = bmp.concat();
/// let facts = header::read(&bmp, bmp.len() as u64).unwrap();
/// assert_eq!((facts.format, facts.upright()), (Format::Bmp, Size::new(1, 1)));
///
/// assert_eq!(header::read(b"GIF89a", 6), Err(HeaderError::Unsupported("GIF")));
/// ```
///
/// # Errors
///
/// A [`HeaderError`] saying what the file is instead, or [`HeaderError::HeadTooShort`] to be called again with more.
pub fn read(head: &[u8], file_bytes: u64) -> Result<ImageFacts, HeaderError> {
    let format = Format::of(head).ok_or_else(|| refused(head))?;
    let head = Head::new(head, file_bytes, format);
    let facts = match format {
        Format::Jpeg => jpeg::read(&head),
        Format::Png => png::read(&head),
        Format::Bmp => bmp::read(&head),
        Format::Webp => webp::read(&head),
        Format::Other(name) => Err(HeaderError::Unsupported(name)),
    }?;
    if facts.stored.area() == 0 { Err(head.broken()) } else { Ok(facts) }
}

/// The facts of an image of a format that the services do not accept, as far as a browser's decoder knows: its size.
#[must_use]
pub fn decoded(name: &'static str, head: &[u8], shown: Size, file_bytes: u64) -> ImageFacts {
    let animated = match name {
        "GIF" => gif::is_animated(head),
        "AVIF" => head.get(4..12) == Some(b"ftypavis"),
        _ => false,
    };
    ImageFacts { animated, ..ImageFacts::new(Format::Other(name), shown, file_bytes) }
}

/// Formats people try, by what stands at a position of the file.
const UNSUPPORTED: [(usize, &[u8], &str); 15] = [
    (0, b"GIF8", "GIF"),
    (4, b"ftypavi", "AVIF"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftyphevc", "HEIC"),
    (4, b"ftypmiaf", "AVIF"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypmsf1", "HEIC"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (0, b"8BPS", "PSD"),
    (0, b"\0\0\x01\0", "ICO"),
    (4, b"JXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (4, b"jP  ", "JPEG 2000"),
];

/// What a file is that starts like none of the accepted formats.
fn refused(bytes: &[u8]) -> HeaderError {
    if bytes.is_empty() {
        return HeaderError::Empty;
    }
    let named = UNSUPPORTED.iter().find(|(at, magic, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    if let Some((_, _, name)) = named {
        return HeaderError::Unsupported(name);
    }
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(4).any(|tag| tag == b"<svg") {
        HeaderError::Unsupported("SVG")
    } else if start.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)) {
        HeaderError::Unknown
    } else {
        HeaderError::Text
    }
}
