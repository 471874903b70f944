//! A picked file: what its bytes say, what of it leaves the browser, whether the browser can show it, and a URL to show it
//! by.

use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::encode::{self, Bitmap};
use super::read::{As, Reading};
use super::{Boxed, data_uri};
use crate::core::geometry::Size;
use crate::core::image::{HEAD_BYTES, HeaderError, ImageFacts, Piece, Survey, Surveyed, header};
use crate::core::job::{Error, ImageFault};

/// A source image that the browser can decode.
#[derive(Clone, Debug)]
pub struct LocalFile {
    /// The file as it was given.
    pub original: Blob,
    /// What of it is shown and sent, or drawn anew to be sent: all, or all but what does not leave the browser.
    pub blob: Blob,
    /// A small picture of it, where it was opened and is not small itself.
    pub thumbnail: Option<Blob>,
    /// What is known of it.
    pub facts: ImageFacts,
}

/// Why a file cannot be a source image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Its bytes are not those of a picture that the service takes or the browser decodes.
    Header(HeaderError),
    /// The header is fine but the picture cannot be decoded: damaged.
    Damaged,
    /// It has more pixels than a browser decodes.
    TooLarge(Size),
    /// The browser could not read it: it was changed or moved, or access was withdrawn.
    Unreadable(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::Damaged => f.write_str("the picture is damaged"),
            Self::TooLarge(size) => write!(
                f,
                "the picture has {} × {} px, more than a browser can open; models take at most 8000 a side",
                size.width, size.height
            ),
            Self::Unreadable(why) => write!(f, "the file could not be read: {why}"),
        }
    }
}

/// More than any browser decodes: 1 GiB of pixels.
const MOST_PX: u64 = 1 << 28;
/// Where one that does not decode may as well be too large.
const MANY_PX: u64 = 100_000_000;

impl LocalFile {
    /// Looks through `blob` without decoding it, unless only a decoder knows it. With `keeps_metadata` nothing is cut out.
    ///
    /// # Errors
    /// Where it cannot become a source image.
    pub fn peek<'a>(blob: Blob, keeps_metadata: bool) -> Boxed<'a, Result<Self, OpenError>> {
        Box::pin(async move {
            let head = facts_of(&blob).await?;
            if head.stored.area() > MOST_PX {
                return Err(OpenError::TooLarge(head.upright()));
            }
            let Surveyed { mut facts, mut pieces } = survey(&blob, head).await?;
            if facts.open_ended {
                let whole = completed(&blob).await.ok_or(OpenError::Header(HeaderError::Truncated(facts.format)))?;
                return Ok(Self { blob: whole, original: blob, thumbnail: None, facts });
            }
            if keeps_metadata {
                facts = facts.with_extras_kept();
                pieces = None;
            }
            let cut = pieces.map(|pieces| blob_of_pieces(&blob, &pieces)).transpose().map_err(unreadable)?;
            Ok(Self { blob: cut.unwrap_or_else(|| blob.clone()), original: blob, thumbnail: None, facts })
        })
    }

    /// The same, and whether the browser decodes it to what its header says.
    ///
    /// # Errors
    /// Where it cannot become a source image.
    pub async fn open(blob: Blob) -> Result<Self, OpenError> {
        let mut file = Self::peek(blob, false).await?;
        let facts = &mut file.facts;
        let Ok(bitmap) = Bitmap::decode(&file.blob).await else {
            let is_large = facts.stored.area() > MANY_PX;
            return Err(if is_large { OpenError::TooLarge(facts.upright()) } else { OpenError::Damaged });
        };
        let shown = bitmap.size();
        if shown != facts.upright() {
            if shown != facts.upright().transposed() {
                return Err(OpenError::Damaged);
            }
            // The browser turns the picture in another way than its header says; boxes are drawn on what is shown.
            *facts = facts.shown_at(shown);
            facts.turn_unsure = true;
            file.blob = file.original.clone();
        }
        file.thumbnail = encode::thumbnail(&bitmap).await;
        Ok(file)
    }

    /// Its size as a person sees it.
    pub fn size(&self) -> Size {
        self.facts.upright()
    }

    /// What to show it by: an animation stands still, as it is sent.
    pub async fn preview(&self) -> Blob {
        if !self.facts.animated {
            return self.blob.clone();
        }
        encode::still(&self.blob).await.unwrap_or_else(|_| self.blob.clone())
    }
}

/// What the first bytes say.
pub(super) fn facts_of(blob: &Blob) -> Boxed<'_, Result<ImageFacts, OpenError>> {
    Box::pin(async {
        let file_bytes = blob.size() as u64;
        let mut wanted = HEAD_BYTES as u64;
        loop {
            let head = bytes_of(blob, 0.0, wanted as f64).await?;
            match header::read(&head, file_bytes) {
                Err(HeaderError::HeadTooShort { wanted_bytes }) if wanted_bytes > wanted => wanted = wanted_bytes,
                Err(HeaderError::Unsupported(name)) => {
                    let refused = OpenError::Header(HeaderError::Unsupported(name));
                    let shown = Bitmap::decode(blob).await.map_err(|_| refused)?.size();
                    return Ok(header::decoded(name, &head, shown, file_bytes));
                }
                facts => return facts.map_err(OpenError::Header),
            }
        }
    })
}

/// Walks through the whole of `blob`, a window at a time.
async fn survey(blob: &Blob, facts: ImageFacts) -> Result<Surveyed, OpenError> {
    let mut survey = Survey::new(facts);
    while let Some((from, to)) = survey.wants() {
        survey.give(&bytes_of(blob, from as f64, to as f64).await?);
    }
    survey.finish().map_err(OpenError::Header)
}

pub(super) fn bytes_of(blob: &Blob, from: f64, to: f64) -> Boxed<'_, Result<Vec<u8>, OpenError>> {
    Box::pin(async move {
        let slice = blob.slice_with_f64_and_f64(from, to).map_err(unreadable)?;
        let buffer = Reading::begin(&slice, As::Bytes).map_err(unreadable)?.done().await.map_err(unreadable)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    })
}

fn unreadable(thrown: JsValue) -> OpenError {
    OpenError::Unreadable(super::message_of(&thrown))
}

/// The file of these pieces of `blob`, under its name where it has one. No byte is copied.
fn blob_of_pieces(blob: &Blob, pieces: &[Piece]) -> Result<Blob, JsValue> {
    let parts = Array::new();
    for piece in pieces {
        let part: JsValue = match piece {
            Piece::File { from, to } => blob.slice_with_f64_and_f64(*from as f64, *to as f64)?.into(),
            Piece::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
        };
        parts.push(&part);
    }
    blob_like(blob, &parts)
}

/// The `Blob` of these parts, under the name of `blob` where that has one.
fn blob_like(blob: &Blob, parts: &Array) -> Result<Blob, JsValue> {
    match name_of(blob) {
        Some(name) => File::new_with_blob_sequence(parts, &name).map(as_blob),
        None => data_uri::blob_of(parts, &blob.type_()),
    }
}

/// What could follow in a scan: bits that mean something to any coding, then the same behind each restart marker, of which
/// the next one is among them whatever its number.
fn more_of_a_scan() -> Vec<u8> {
    const BITS: [u8; 1024] = [0x5A; 1024];
    let mut more = BITS.to_vec();
    for marker in (0xD0..=0xD7).cycle().take(64) {
        more.extend([0xFF, marker]);
        more.extend(BITS);
    }
    more
}

/// A JPEG without an end, with one; `None` where it lacks more than that. If not, a decoder makes nothing of what could
/// follow in its last scan: what a browser makes of a file that is cut off differs, but that something follows shows in
/// every one.
async fn completed(blob: &Blob) -> Option<Blob> {
    const END: [u8; 2] = [0xFF, 0xD9];
    let more = Uint8Array::from(more_of_a_scan().as_slice());
    let none = Uint8Array::new_with_length(0);
    let size = blob.size();
    let last = bytes_of(blob, size - 1.0, size).await.ok()?;
    let end = size - if last == [0xFF] { 1.0 } else { 0.0 };
    let with = |more: &Uint8Array| -> Result<Blob, JsValue> {
        let parts = Array::new();
        let start = blob.slice_with_f64_and_f64(0.0, end)?;
        parts.push(&start);
        parts.push(more);
        parts.push(&Uint8Array::from(END.as_slice()));
        blob_like(blob, &parts)
    };
    let (ended, longer) = (with(&none).ok()?, with(&more).ok()?);
    encode::same_pixels(&ended, &longer).await.unwrap_or(false).then_some(ended)
}

/// The error of a file whose bytes can no longer be had, by its name.
pub(super) fn changed(file: &Blob) -> Error {
    Error::image_fault(ImageFault::Changed(name_of(file).unwrap_or_else(|| "the file".into())))
}

/// Asks for a byte of `file`: browsers refuse it once the file on disk is another one.
///
/// # Errors
/// That it has changed, by its name.
pub(super) async fn check_unchanged(file: &Blob) -> Result<(), Error> {
    let end = file.size();
    match bytes_of(file, end - 1.0, end).await {
        Ok(bytes) if bytes.len() == 1 => Ok(()),
        _ => Err(changed(file)),
    }
}

/// The name of a file; `None` for bytes without one.
fn name_of(blob: &Blob) -> Option<String> {
    blob.dyn_ref::<File>().map(File::name).filter(|name| !name.is_empty())
}

/// A `blob:` URL that is revoked when its last clone goes.
#[derive(Clone, Debug)]
pub struct ObjectUrl(Rc<Url>);

#[derive(Debug)]
struct Url(String);

impl ObjectUrl {
    /// A URL for `blob`; empty where the browser gives none.
    pub fn new(blob: &Blob) -> Self {
        Self(Rc::new(Url(web_sys::Url::create_object_url_with_blob(blob).unwrap_or_default())))
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0.0
    }
}

impl Drop for Url {
    fn drop(&mut self) {
        let _ = web_sys::Url::revoke_object_url(&self.0);
    }
}

/// The size in px of what is at an image URL, where the browser can load it: as it is stored, which the service decodes,
/// and not as EXIF's density would have it shown.
pub async fn size_of_url(url: &str) -> Option<Size> {
    let image = web_sys::HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let size = match Bitmap::of(&image).await {
        Ok(bitmap) => bitmap.size(),
        // A drawing without a size of its own.
        Err(_) => Size { width: image.natural_width(), height: image.natural_height() },
    };
    (size.width > 0 && size.height > 0).then_some(size)
}

/// The bytes of an image at `url`, where the browser may read them: they can be sent in place of the address.
pub async fn bytes_of_url(url: &str) -> Option<Blob> {
    let response = gloo_net::http::Request::get(url).send().await.ok().filter(gloo_net::http::Response::ok)?;
    let blob = JsFuture::from(web_sys::Response::from(response).blob().ok()?).await.ok()?;
    Some(blob.unchecked_into())
}

/// The pixel size of a result's bytes, where the browser decodes them.
pub async fn size_of_blob(blob: &Blob) -> Option<Size> {
    Bitmap::decode(blob).await.ok().map(|bitmap| bitmap.size())
}

/// How every PNG ends.
const PNG_END: [u8; 12] = *b"\0\0\0\0IEND\xaeB`\x82";

/// Whether a result has come to its end: half a PNG is shown by browsers as if nothing were missing.
pub async fn is_whole(blob: &Blob) -> bool {
    let size = blob.size();
    blob.type_() != "image/png" || bytes_of(blob, size - 12.0, size).await.is_ok_and(|end| end == PNG_END)
}

/// Files of a drop, a paste or a file input, in order.
pub fn files_of(list: Option<web_sys::FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect()).unwrap_or_default()
}

/// A `File` as the `Blob` that it is.
pub fn as_blob(file: File) -> Blob {
    file.unchecked_into()
}
