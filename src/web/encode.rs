//! Makes a picture fit: upright, opaque, scaled, small enough, by the browser's own codecs; and looks at what they made.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::{Boxed, fetch, file};
use crate::core::geometry::Size;
use crate::core::image::{Attempt, BLOCK_PX, Fit, Format, looks_the_same};
use crate::core::job::{Error, ImageFault};

/// What every browser draws, WebKit on a phone included: 16 megapixels. Above that some draw nothing and say nothing.
const SAFE_PX: u64 = 16_777_216;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = createImageBitmap, catch)]
    fn create_image_bitmap(source: &Object) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(extends = Object)]
    type Canvas2d;
    type Pixels;
    #[wasm_bindgen(method, js_name = getImageData, catch)]
    fn image_data(this: &Canvas2d, x: u32, y: u32, width: u32, height: u32) -> Result<Pixels, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn data(this: &Pixels) -> Vec<u8>;
}

/// A decoded picture, upright; its memory is freed with it.
pub struct Bitmap(ImageBitmap);

impl Bitmap {
    /// Decodes `blob`, its orientation applied. Of several frames it is the first that is shown.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn decode(blob: &Blob) -> Boxed<'_, Result<Self, JsValue>> {
        Self::of(blob)
    }

    /// What an element or a blob shows, in the pixels that are stored.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn of(source: &Object) -> Boxed<'_, Result<Self, JsValue>> {
        Box::pin(async {
            let bitmap = JsFuture::from(create_image_bitmap(source)?).await?;
            Ok(Self(bitmap.unchecked_into()))
        })
    }

    /// Natural size, upright.
    pub fn size(&self) -> Size {
        Size { width: self.0.width(), height: self.0.height() }
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A part of a picture or a canvas, in px.
#[derive(Clone, Copy)]
struct Rect {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Rect {
    fn whole(size: Size) -> Self {
        Self { x: 0.0, y: 0.0, width: size.width.into(), height: size.height.into() }
    }
}

/// What is drawn on.
struct Canvas {
    canvas: OffscreenCanvas,
    context: OffscreenCanvasRenderingContext2d,
}

impl Canvas {
    /// A canvas of this size, filled with a CSS colour.
    fn new(size: Size, background: &str) -> Result<Self, JsValue> {
        let canvas = OffscreenCanvas::new(size.width, size.height)?;
        let context: OffscreenCanvasRenderingContext2d =
            canvas.get_context("2d")?.ok_or_else(|| JsValue::from_str("no 2d canvas"))?.unchecked_into();
        context.set_fill_style_str(background);
        context.fill_rect(0.0, 0.0, size.width.into(), size.height.into());
        context.set_image_smoothing_enabled(true);
        Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
        Ok(Self { canvas, context })
    }

    fn draw(&self, bitmap: &Bitmap, from: Rect, to: Rect) -> Result<(), JsValue> {
        self.context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &bitmap.0,
            from.x,
            from.y,
            from.width,
            from.height,
            to.x,
            to.y,
            to.width,
            to.height,
        )
    }

    /// Red, green, blue and alpha of its pixels, one after the other.
    fn pixels(&self) -> Result<Vec<u8>, JsValue> {
        let (width, height) = (self.canvas.width(), self.canvas.height());
        Ok(self.context.unchecked_ref::<Canvas2d>().image_data(0, 0, width, height)?.data())
    }

    async fn encode(&self, mime: &str, quality: f64) -> Result<Blob, JsValue> {
        let options = ImageEncodeOptions::new();
        options.set_type(mime);
        options.set_quality(quality);
        let encoded = JsFuture::from(self.canvas.convert_to_blob_with_options(&options)?).await?;
        encoded.dyn_into().map_err(|_| JsValue::from_str("nothing was encoded"))
    }
}

/// `blob` as `fit` demands, with the size it has then. Transparency is laid on `background`, a CSS colour. What comes out
/// shows what was drawn: where this browser draws nothing at that size, it is drawn smaller.
///
/// # Errors
/// Where the browser cannot decode or encode it truly, or no attempt gets below the byte limit.
pub async fn encode(blob: &Blob, fit: &Fit, background: &str) -> Result<(Blob, Size), Error> {
    if let Some(codec) = fetch::hooks().codec {
        return encode_by(&codec, blob, fit, background).await;
    }
    if !Reflect::has(&js_sys::global(), &"OffscreenCanvas".into()).unwrap_or(false) {
        return Err(Error::image(format!("{}, and there is no canvas here: change it, or give a codec", needs(fit))));
    }
    let bitmap = Bitmap::decode(blob).await.map_err(|thrown| failed(&thrown))?;
    if !draws_truly().unwrap_or(false) {
        return Err(Error::image_fault(ImageFault::FalsePixels));
    }
    match encode_bitmap(&bitmap, fit, background).await {
        Err(error) if error.image == Some(ImageFault::NotDrawn) => match fit.within(SAFE_PX) {
            Some(smaller) => encode_bitmap(&bitmap, &smaller, background).await,
            None => Err(error),
        },
        end => end,
    }
}

fn failed(thrown: &JsValue) -> Error {
    Error::image(format!("the picture could not be converted: {}", super::message_of(thrown)))
}

fn too_long() -> Error {
    Error::image("the picture stays above the service's byte limit however it is compressed")
}

fn encode_bitmap<'a>(bitmap: &'a Bitmap, fit: &'a Fit, background: &'a str) -> Boxed<'a, Result<(Blob, Size), Error>> {
    Box::pin(async move {
        for attempt in fit.attempts() {
            // Too large a canvas may throw, or give nothing.
            let drawn = draw(bitmap, attempt, background).await;
            let encoded = match drawn {
                Ok(encoded) => encoded,
                Err(_) if attempt.size.area() > SAFE_PX => return Err(Error::image_fault(ImageFault::NotDrawn)),
                Err(thrown) => return Err(failed(&thrown)),
            };
            // A browser that cannot write the format writes PNG, with an alpha channel that the models refuse.
            let is_opaque =
                attempt.format == Format::Jpeg || file::facts_of(&encoded).await.is_ok_and(|facts| !facts.alpha);
            if is_opaque && encoded.size() <= fit.max_bytes as f64 {
                if shows(&encoded, bitmap, attempt.size, background).await.unwrap_or(false) {
                    return Ok((encoded, attempt.size));
                }
                return Err(Error::image_fault(ImageFault::NotDrawn));
            }
        }
        Err(too_long())
    })
}

async fn draw(bitmap: &Bitmap, attempt: Attempt, background: &str) -> Result<Blob, JsValue> {
    let canvas = Canvas::new(attempt.size, background)?;
    canvas.draw(bitmap, Rect::whole(bitmap.size()), Rect::whole(attempt.size))?;
    canvas.encode(attempt.format.mime(), attempt.quality).await
}

/// Whether what is read from a canvas is what was drawn on it.
fn draws_truly() -> Result<bool, JsValue> {
    const COLOR: [u8; 4] = [64, 160, 32, 255];
    // Protection that only blurs a little does no harm.
    const OFF: u8 = 8;
    let canvas = Canvas::new(Size::new(BLOCK_PX, BLOCK_PX), "#40a020")?;
    let is_true = |pixel: &[u8]| pixel.iter().zip(COLOR).all(|(one, other)| one.abs_diff(other) <= OFF);
    Ok(canvas.pixels()?.chunks_exact(4).all(is_true))
}

/// How many blocks are compared, along each side.
const BLOCKS: u32 = 5;

/// Whether `encoded` has `size` px and shows what `bitmap` does: blocks from all over it are compared.
async fn shows(encoded: &Blob, bitmap: &Bitmap, size: Size, background: &str) -> Result<bool, JsValue> {
    let made = Bitmap::decode(encoded).await?;
    if made.size() != size {
        return Ok(false);
    }
    let strip = Size::new(BLOCK_PX, BLOCK_PX * BLOCKS * BLOCKS);
    let blocks = |picture: &Bitmap| {
        let canvas = Canvas::new(strip, background)?;
        let shown = picture.size();
        let scale_x = f64::from(shown.width) / f64::from(size.width);
        let scale_y = f64::from(shown.height) / f64::from(size.height);
        for (index, (across, down)) in
            (0..BLOCKS).flat_map(|down| (0..BLOCKS).map(move |across| (across, down))).enumerate()
        {
            let side = f64::from(BLOCK_PX);
            let place = |at: u32, length: u32| {
                let free = (f64::from(length) - side).max(0.0);
                (free * f64::from(at) / f64::from(BLOCKS - 1)).floor()
            };
            let (x, y) = (place(across, size.width), place(down, size.height));
            let (width, height) = (side.min(size.width.into()), side.min(size.height.into()));
            let from = Rect { x: x * scale_x, y: y * scale_y, width: width * scale_x, height: height * scale_y };
            let to = Rect { x: 0.0, y: side * index as f64, width, height };
            canvas.draw(picture, from, to)?;
        }
        canvas.pixels()
    };
    Ok(looks_the_same(&blocks(bitmap)?, &blocks(&made)?))
}

/// What has to be changed in a picture, in a few words.
fn needs(fit: &Fit) -> String {
    let changes: Vec<_> = fit.changes.iter().map(ToString::to_string).collect();
    format!("the picture has to be changed ({})", changes.join(", "))
}

/// The same by an app's own codec, which may give what it was not asked for.
async fn encode_by(codec: &Function, blob: &Blob, fit: &Fit, background: &str) -> Result<(Blob, Size), Error> {
    for attempt in fit.attempts() {
        let encoded = convert(codec, blob, &attempt, background).await.map_err(|thrown| failed(&thrown))?;
        let is_fine = file::facts_of(&encoded)
            .await
            .is_ok_and(|facts| facts.format == attempt.format && !facts.alpha && facts.upright() == attempt.size);
        if !is_fine && attempt.format == Format::Jpeg {
            return Err(Error::image(
                "the codec did not give an opaque, upright picture of the size and type that it was asked for",
            ));
        }
        if is_fine && encoded.size() <= fit.max_bytes as f64 {
            return Ok((encoded, attempt.size));
        }
    }
    Err(too_long())
}

/// What a codec makes: a function of the file and `{ width, height, type, quality, background }`.
async fn convert(codec: &Function, blob: &Blob, attempt: &Attempt, background: &str) -> Result<Blob, JsValue> {
    let wanted = Object::new();
    let fields: [(&str, JsValue); 5] = [
        ("width", attempt.size.width.into()),
        ("height", attempt.size.height.into()),
        ("type", attempt.format.mime().into()),
        ("quality", attempt.quality.into()),
        ("background", background.into()),
    ];
    for (name, value) in fields {
        Reflect::set(&wanted, &name.into(), &value)?;
    }
    let made = codec.call2(&JsValue::UNDEFINED, blob, &wanted)?;
    Ok(JsFuture::from(Promise::resolve(&made)).await?.unchecked_into())
}

/// Red, green, blue and alpha of a picture's pixels, one after the other, at most `side` px wide and high, and the size
/// that it has then.
///
/// # Errors
/// What the browser threw.
pub async fn pixels(blob: &Blob, side: u32) -> Result<(Vec<u8>, Size), JsValue> {
    let canvas = reduced(&Bitmap::decode(blob).await?, side, "high")?;
    Ok((canvas.pixels()?, Size::new(canvas.canvas.width(), canvas.canvas.height())))
}

/// The longest side of a thumbnail: twice what is shown, for dense screens.
const THUMBNAIL_PX: u32 = 272;

/// A small picture of `bitmap`; `None` where it is small itself, or where the browser makes none.
pub(super) async fn thumbnail(bitmap: &Bitmap) -> Option<Blob> {
    let Size { width, height } = bitmap.size();
    if width.max(height) <= THUMBNAIL_PX || !draws_truly().unwrap_or(false) {
        return None;
    }
    let canvas = reduced(bitmap, THUMBNAIL_PX, "medium").ok()?;
    canvas.encode(Format::Webp.mime(), 0.8).await.ok()
}

/// A canvas with `bitmap`, at most `side` px wide and high. `quality`: as the browser's canvas names it.
fn reduced(bitmap: &Bitmap, side: u32, quality: &str) -> Result<Canvas, JsValue> {
    let size = bitmap.size();
    let scale = (f64::from(side) / f64::from(size.width.max(size.height))).min(1.0);
    let [width, height] = [size.width, size.height].map(|side| (f64::from(side) * scale).ceil() as u32);
    let canvas = Canvas::new(Size::new(width, height), "#0000")?;
    Reflect::set(&canvas.context, &"imageSmoothingQuality".into(), &quality.into())?;
    canvas.draw(bitmap, Rect::whole(size), Rect::whole(Size::new(width, height)))?;
    Ok(canvas)
}

/// The first frame of an animation, as a picture that stands still.
///
/// # Errors
/// What the browser threw.
pub async fn still(blob: &Blob) -> Result<Blob, JsValue> {
    let bitmap = Bitmap::decode(blob).await?;
    let canvas = Canvas::new(bitmap.size(), "#0000")?;
    canvas.draw(&bitmap, Rect::whole(bitmap.size()), Rect::whole(bitmap.size()))?;
    canvas.encode(Format::Png.mime(), 1.0).await
}

/// Most pixels that are compared at a time.
const STRIP_PX: u32 = 256 * 1024;

/// Whether both decode to the very same pixels.
///
/// # Errors
/// What the browser threw, as where one of them does not decode.
pub(super) async fn same_pixels(one: &Blob, other: &Blob) -> Result<bool, JsValue> {
    let (one, other) = (Bitmap::decode(one).await?, Bitmap::decode(other).await?);
    let size = one.size();
    if other.size() != size {
        return Ok(false);
    }
    let rows = (STRIP_PX / size.width.max(1)).clamp(1, size.height);
    let mut top = 0;
    while top < size.height {
        let strip = Size::new(size.width, rows.min(size.height - top));
        let from = Rect { y: top.into(), ..Rect::whole(strip) };
        let read = |bitmap: &Bitmap| {
            let canvas = Canvas::new(strip, "#0000")?;
            canvas.draw(bitmap, from, Rect::whole(strip))?;
            canvas.pixels()
        };
        if read(&one)? != read(&other)? {
            return Ok(false);
        }
        top += rows;
    }
    Ok(true)
}
