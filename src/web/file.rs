//! A picked file: what its header says, whether the browser can show it, and a URL to show it by.

use std::fmt;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap};

use super::Boxed;
use super::encode::{self, Bitmap};
use super::read::{As, Reading};
use crate::core::geometry::Size;
use crate::core::image::{HEAD_BYTES, HeaderError, ImageFacts, header};

/// A source image that the browser can decode.
#[derive(Clone, Debug)]
pub struct LocalFile {
    /// The file itself.
    pub blob: Blob,
    /// What its header says.
    pub facts: ImageFacts,
}

/// Why a file cannot be a source image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Its first bytes are not of a picture that the service takes.
    Header(HeaderError),
    /// The header is fine but the picture cannot be decoded: cut off or damaged.
    Damaged,
    /// The browser could not read it: it was moved, or access was withdrawn.
    Unreadable(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::Damaged => f.write_str("the picture is cut off or damaged"),
            Self::Unreadable(why) => write!(f, "the file could not be read: {why}"),
        }
    }
}

impl LocalFile {
    /// Looks into `blob`'s header only.
    ///
    /// # Errors
    /// Where it cannot become a source image.
    pub async fn peek(blob: Blob) -> Result<Self, OpenError> {
        let facts = facts_of(&blob).await?;
        Ok(Self { blob, facts })
    }

    /// Looks into `blob`'s header, and whether the browser decodes it to what the header says.
    ///
    /// # Errors
    /// Where it cannot become a source image.
    pub async fn open(blob: Blob) -> Result<Self, OpenError> {
        let Self { blob, mut facts } = Self::peek(blob).await?;
        let shown = Bitmap::decode(&blob).await.map_err(|_| OpenError::Damaged)?.size();
        if shown != facts.upright() {
            if shown != facts.upright().transposed() {
                return Err(OpenError::Damaged);
            }
            // The browser turns the picture in another way than its header says; boxes are drawn on what is shown.
            facts = facts.shown_at(shown);
            facts.turn_unsure = true;
        }
        Ok(Self { blob, facts })
    }

    /// Its size as a person sees it.
    pub fn size(&self) -> Size {
        self.facts.upright()
    }
}

fn facts_of(blob: &Blob) -> Boxed<'_, Result<ImageFacts, OpenError>> {
    Box::pin(async {
        let file_bytes = blob.size() as u64;
        let mut wanted = HEAD_BYTES as u64;
        loop {
            let head = bytes_of(blob, 0.0, wanted as f64).await?;
            match header::read(&head, file_bytes) {
                Err(HeaderError::HeadTooShort { wanted_bytes }) if wanted_bytes > wanted => wanted = wanted_bytes,
                facts => return facts.map_err(OpenError::Header),
            }
        }
    })
}

pub(super) fn bytes_of(blob: &Blob, from: f64, to: f64) -> Boxed<'_, Result<Vec<u8>, OpenError>> {
    Box::pin(async move {
        let unreadable = |thrown| OpenError::Unreadable(super::message_of(&thrown));
        let slice = blob.slice_with_f64_and_f64(from, to).map_err(unreadable)?;
        let buffer = Reading::begin(&slice, As::Bytes).map_err(unreadable)?.done().await.map_err(unreadable)?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    })
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

/// The natural size in px of an image URL, where the browser can load it.
pub async fn size_of_url(url: &str) -> Option<Size> {
    let image = web_sys::HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let size = Size { width: image.natural_width(), height: image.natural_height() };
    (size.width > 0 && size.height > 0).then_some(size)
}

/// The pixel size of a result's bytes, where the browser decodes them.
pub async fn size_of_blob(blob: &Blob) -> Option<Size> {
    encode::Bitmap::decode(blob).await.ok().map(|bitmap| bitmap.size())
}

/// How every PNG ends.
const PNG_END: [u8; 12] = *b"\0\0\0\0IEND\xaeB`\x82";

/// Whether a result has come to its end: half a PNG is shown by browsers as if nothing were missing.
pub async fn is_whole(blob: &Blob) -> bool {
    let size = blob.size();
    blob.type_() != "image/png" || bytes_of(blob, size - 12.0, size).await.is_ok_and(|end| end == PNG_END)
}

impl Bitmap {
    pub(super) fn bitmap_size(bitmap: &ImageBitmap) -> Size {
        Size { width: bitmap.width(), height: bitmap.height() }
    }
}

/// Files of a drop, a paste or a file input, in order.
pub fn files_of(list: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect()).unwrap_or_default()
}

/// A `File` as the `Blob` that it is.
pub fn as_blob(file: web_sys::File) -> Blob {
    file.unchecked_into()
}
