//! Makes a picture fit: upright, opaque, scaled, small enough, by the browser's own codecs.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::file::LocalFile;
use super::{Boxed, fetch};
use crate::core::geometry::Size;
use crate::core::image::{Attempt, Change, Fit, Format};
use crate::core::job::Error;

/// A decoded picture, upright; its memory is freed with it.
pub struct Bitmap(ImageBitmap);

impl Bitmap {
    /// Decodes `blob`, its orientation applied.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn decode(blob: &Blob) -> Boxed<'_, Result<Self, JsValue>> {
        #[wasm_bindgen::prelude::wasm_bindgen]
        extern "C" {
            #[wasm_bindgen(js_name = createImageBitmap, catch)]
            fn create_image_bitmap(blob: &Blob) -> Result<js_sys::Promise, JsValue>;
        }
        Box::pin(async {
            let bitmap = JsFuture::from(create_image_bitmap(blob)?).await?;
            Ok(Self(bitmap.unchecked_into()))
        })
    }

    /// Natural size, upright.
    pub fn size(&self) -> Size {
        Self::bitmap_size(&self.0)
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// `blob` as `fit` demands, with the size it has then. Transparency is laid on `background`, a CSS colour.
///
/// # Errors
/// Where the browser cannot decode or encode it, or no attempt gets below the byte limit.
pub async fn encode(blob: &Blob, fit: &Fit, background: &str) -> Result<(Blob, Size), Error> {
    let failed =
        |thrown: JsValue| Error::image(format!("the picture could not be converted: {}", super::message_of(&thrown)));
    let codec = fetch::hooks().codec;
    if codec.is_none() && !Reflect::has(&js_sys::global(), &"OffscreenCanvas".into()).unwrap_or(false) {
        return Err(Error::image(format!("{}, and there is no canvas here: change it, or give a codec", needs(fit))));
    }
    let bitmap = match codec {
        Some(_) => None,
        None => Some(Bitmap::decode(blob).await.map_err(failed)?),
    };
    for attempt in fit.attempts() {
        let encoded = match (&codec, &bitmap) {
            (Some(codec), _) => convert(codec, blob, &attempt, background).await,
            (_, Some(bitmap)) => draw(bitmap, attempt.size, attempt.format, attempt.quality, background).await,
            _ => break,
        };
        let encoded = encoded.map_err(failed)?;
        let is_sure = codec.is_none() && attempt.format == Format::Jpeg;
        // A browser that cannot write the format writes PNG, with an alpha channel that the models refuse.
        let is_fine = is_sure
            || LocalFile::peek(encoded.clone()).await.is_ok_and(|LocalFile { facts, .. }| {
                facts.format == attempt.format && !facts.alpha && facts.upright() == attempt.size
            });
        if !is_fine && attempt.format == Format::Jpeg {
            return Err(Error::image(
                "the codec did not give an opaque, upright picture of the size and type that it was asked for",
            ));
        }
        if is_fine && encoded.size() <= fit.max_bytes as f64 {
            return Ok((encoded, attempt.size));
        }
    }
    Err(Error::image("the picture stays above the service's byte limit however it is compressed"))
}

/// What has to be changed in a picture, in a few words.
fn needs(fit: &Fit) -> String {
    let words: Vec<_> = fit
        .changes
        .iter()
        .map(|change| match change {
            Change::Uprighted => "turned upright",
            Change::Flattened => "made opaque",
            Change::FirstFrame => "cut to its first frame",
            Change::Scaled { .. } => "scaled down",
            Change::Compressed { .. } => "compressed",
        })
        .collect();
    format!("the picture has to be {}", words.join(" and "))
}

/// The same by an app's own codec: a function of the file and `{ width, height, type, quality, background }`.
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
    #[wasm_bindgen::prelude::wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(extends = js_sys::Object)]
        type Canvas2d;
        type Pixels;
        #[wasm_bindgen(method, js_name = getImageData, catch)]
        fn image_data(this: &Canvas2d, x: u32, y: u32, width: u32, height: u32) -> Result<Pixels, JsValue>;
        #[wasm_bindgen(method, getter)]
        fn data(this: &Pixels) -> Vec<u8>;
    }
    let bitmap = Bitmap::decode(blob).await?;
    let size = bitmap.size();
    let scale = (f64::from(side) / f64::from(size.width.max(size.height))).min(1.0);
    let [width, height] = [size.width, size.height].map(|side| (f64::from(side) * scale).ceil());
    let canvas = OffscreenCanvas::new(width as u32, height as u32)?;
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or_else(|| JsValue::from_str("no 2d canvas"))?.unchecked_into();
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap.0, 0.0, 0.0, width, height)?;
    let pixels = context.unchecked_into::<Canvas2d>().image_data(0, 0, width as u32, height as u32)?;
    Ok((pixels.data(), Size::new(width as u32, height as u32)))
}

async fn draw(bitmap: &Bitmap, size: Size, format: Format, quality: f64, background: &str) -> Result<Blob, JsValue> {
    let canvas = OffscreenCanvas::new(size.width, size.height)?;
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or_else(|| JsValue::from_str("no 2d canvas"))?.unchecked_into();
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    context.set_fill_style_str(background);
    context.fill_rect(0.0, 0.0, width, height);
    context.set_image_smoothing_enabled(true);
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap.0, 0.0, 0.0, width, height)?;
    let options = ImageEncodeOptions::new();
    options.set_type(format.mime());
    options.set_quality(quality);
    let encoded = JsFuture::from(canvas.convert_to_blob_with_options(&options)?).await?;
    Ok(encoded.unchecked_into())
}
