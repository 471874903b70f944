//! Makes a picture fit: upright, opaque, scaled, small enough, by the browser's own codecs.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::Boxed;
use super::file::LocalFile;
use crate::core::geometry::Size;
use crate::core::image::{Fit, Format};
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
    let failed = |thrown: JsValue| {
        Error::image(format!("the browser could not convert the picture: {}", super::message_of(&thrown)))
    };
    let bitmap = Bitmap::decode(blob).await.map_err(failed)?;
    for attempt in fit.attempts() {
        let encoded = draw(&bitmap, attempt.size, attempt.format, attempt.quality, background).await.map_err(failed)?;
        // A browser that cannot write the format writes PNG, with an alpha channel that the models refuse.
        let is_opaque = attempt.format == Format::Jpeg
            || LocalFile::peek(encoded.clone()).await.is_ok_and(|file| !file.facts.alpha);
        if is_opaque && encoded.size() <= fit.max_bytes as f64 {
            return Ok((encoded, attempt.size));
        }
    }
    Err(Error::image("the picture stays above the service's byte limit however it is compressed"))
}

/// Red, green, blue and alpha of a picture's pixels, one after the other, at most `side` px wide and high.
///
/// # Errors
/// What the browser threw.
pub async fn pixels(blob: &Blob, side: u32) -> Result<Vec<u8>, JsValue> {
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
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap.0, 0.0, 0.0, width, height)?;
    let pixels = context.unchecked_into::<Canvas2d>().image_data(0, 0, width as u32, height as u32)?;
    Ok(pixels.data())
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
