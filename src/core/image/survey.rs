//! A walk through a whole file, from segment to segment: what is image, what else is in it, and what only some programs
//! understand. Bulk is jumped over or looked through window by window, so that memory holds one window at a time.

use super::exif::Marks;
use super::header::{Extras, Format, HEAD_BYTES, HeaderError, ImageFacts};
use super::{bmp, jpeg, png, webp};

/// A part of the file to be sent, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These bytes of the file.
    File {
        /// The first one.
        from: u64,
        /// The one behind the last.
        to: u64,
    },
    /// These bytes in place of the file's.
    Bytes(Vec<u8>),
}

impl Piece {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File { from, to } => to - from,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

/// What a walk has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyed {
    /// All that is known of the image.
    pub facts: ImageFacts,
    /// The file without what does not leave the browser; `None` where all of it is image, or where it has to be drawn
    /// anew and all of it tells how.
    pub pieces: Option<Vec<Piece>>,
}

/// Such a walk. Give it what it wants until it wants nothing.
///
/// ```
/// use wan_edit::core::image::{Survey, header};
///
/// let file = std::fs::read("tests/images/orientation-6.webp").unwrap();
/// let facts = header::read(&file, file.len() as u64).unwrap();
/// let mut survey = Survey::new(facts);
/// while let Some((from, to)) = survey.wants() {
///     survey.give(&file[from as usize..to as usize]);
/// }
/// assert!(survey.finish().unwrap().facts.extras.metadata);
/// ```
pub struct Survey {
    facts: ImageFacts,
    file_bytes: u64,
    walk: Walk,
    at: u64,
    wanted: u64,
    is_over: bool,
    found: Found,
}

enum Walk {
    Jpeg(Box<jpeg::Walk>),
    Png,
    Webp(webp::Walk),
    Bmp,
}

/// What stands at the place that the walk has come to.
pub(super) struct Rest<'a> {
    /// At least one byte, unless the file ends here.
    pub bytes: &'a [u8],
    /// Where they are in the file.
    pub at: u64,
    /// How many the file has from here.
    pub left: u64,
}

impl Rest<'_> {
    /// Whether the file has no more than these.
    pub fn is_end(&self) -> bool {
        self.bytes.len() as u64 == self.left
    }
}

/// Where the walk goes on.
pub(super) enum Next {
    /// So many bytes on.
    Go(u64),
    /// Here, with at least so many bytes; more than there were.
    Need(u64),
    /// Nowhere: the image is over.
    End,
    /// Nowhere: the file is over before its image is.
    Cut,
}

/// What was found on the way.
#[derive(Default)]
pub(super) struct Found {
    pub turns: bool,
    pub animated: bool,
    pub unusual: bool,
    pub open_ended: bool,
    pub extras: Extras,
    pub pieces: Vec<Piece>,
}

impl Found {
    /// The next `length` bytes at `rest` are image.
    pub fn keep(&mut self, rest: &Rest, length: u64) -> Next {
        let end = rest.at + length;
        match self.pieces.last_mut() {
            Some(Piece::File { to, .. }) if *to == rest.at => *to = end,
            _ => self.pieces.push(Piece::File { from: rest.at, to: end }),
        }
        Next::Go(length)
    }

    /// The next `length` bytes are metadata.
    pub fn cut(&mut self, length: u64) -> Next {
        self.extras.metadata = true;
        Next::Go(length)
    }

    /// What a block of metadata says.
    pub fn note(&mut self, marks: Marks) {
        self.turns |= marks.turns;
        self.extras.location |= marks.location;
    }
}

impl Survey {
    /// Through the file that these first facts are of.
    #[must_use]
    pub fn new(facts: ImageFacts) -> Self {
        let walk = match facts.format {
            Format::Jpeg => Walk::Jpeg(Box::default()),
            Format::Png => Walk::Png,
            Format::Webp => Walk::Webp(webp::Walk::default()),
            Format::Bmp | Format::Other(_) => Walk::Bmp,
        };
        Self {
            file_bytes: facts.bytes,
            is_over: matches!(facts.format, Format::Other(_)),
            facts,
            walk,
            at: 0,
            wanted: HEAD_BYTES as u64,
            found: Found::default(),
        }
    }

    /// The bytes of the file to be given next: the first one, and the one behind the last. `None` at the end.
    #[must_use]
    pub fn wants(&self) -> Option<(u64, u64)> {
        (!self.is_over).then(|| (self.at, (self.at + self.wanted).min(self.file_bytes)))
    }

    /// Takes the bytes that were wanted. Fewer, as of a file that has shrunk, end the walk.
    pub fn give(&mut self, window: &[u8]) {
        let from = self.at;
        let is_short = self.wants().is_some_and(|(from, to)| (window.len() as u64) < to - from);
        while !self.is_over {
            let passed = usize::try_from(self.at - from).unwrap_or(usize::MAX);
            let bytes = window.get(passed..).unwrap_or_default();
            let left = self.file_bytes - self.at;
            if bytes.is_empty() && left > 0 {
                self.wanted = HEAD_BYTES as u64;
                break;
            }
            let rest = Rest { bytes, at: self.at, left };
            let next = match &mut self.walk {
                Walk::Jpeg(walk) => walk.step(&rest, &mut self.found),
                Walk::Png => png::step(&rest, &mut self.found),
                Walk::Webp(walk) => walk.step(&rest, &mut self.found),
                Walk::Bmp => bmp::step(&rest, &mut self.found),
            };
            match next {
                Next::Go(length) if length <= left => self.at += length,
                Next::Need(length) if length <= left => {
                    self.wanted = length.max(HEAD_BYTES as u64);
                    break;
                }
                Next::End => self.is_over = true,
                Next::Go(_) | Next::Need(_) | Next::Cut => self.be_cut(),
            }
        }
        if is_short && !self.is_over {
            self.be_cut();
        }
    }

    fn be_cut(&mut self) {
        self.is_over = true;
        self.found.open_ended = true;
        self.found.pieces.clear();
    }

    /// What the walk has come to.
    ///
    /// # Errors
    ///
    /// [`HeaderError::Truncated`] when the file ends before its image does.
    pub fn finish(self) -> Result<Surveyed, HeaderError> {
        let Self { mut facts, found, walk, file_bytes, .. } = self;
        if found.open_ended && found.pieces.is_empty() {
            return Err(HeaderError::Truncated(facts.format));
        }
        // All of the file was looked through, which the first bytes may not have been enough for.
        facts.turn_unsure = found.turns;
        facts.animated |= found.animated;
        facts.unusual |= found.unusual;
        facts.open_ended |= found.open_ended;
        facts.extras = found.extras;
        let is_cut = facts.extras.is_any() && !facts.must_be_redrawn();
        let pieces = is_cut.then(|| match walk {
            Walk::Webp(walk) => walk.rewritten(found.pieces),
            _ => found.pieces,
        });
        if let Some(pieces) = &pieces {
            facts.bytes = pieces.iter().map(Piece::len).sum();
            facts.extra_bytes = file_bytes.saturating_sub(facts.bytes);
        }
        Ok(Surveyed { facts, pieces })
    }
}
