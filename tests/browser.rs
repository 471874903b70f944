//! What only a browser decides: decoding, turning, encoding, reading files, fetching, cancelling.
//! Runs in Chromium, beside an emulator that lets browsers in.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Object, Reflect, Uint8Array};
use wan_edit::core::edit::{Delivery, EditRequest, ImageSource, SourceImage, check};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::image::{FitError, Format, HeaderError, ImageLimits, fit};
use wan_edit::core::job::{ErrorKind, Progress};
use wan_edit::core::service::{Authorization, Credential, Endpoint, Proxy, Service};
use wan_edit::web::fetch::{BytesError, bytes};
use wan_edit::web::{Control, LocalFile, OpenError, Options, data_uri, encode, run};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Blob;

wasm_bindgen_test_configure!(run_in_browser);

const EMULATOR: &str = match option_env!("WAN_EMULATOR") {
    Some(base_url) => base_url,
    None => "http://127.0.0.1:18787/api/v1",
};

macro_rules! picture {
    ($name:literal) => {
        ($name, include_bytes!(concat!("images/", $name)).as_slice())
    };
}

fn blob(bytes: &[u8]) -> Blob {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)).into()).unwrap()
}

async fn text_of(blob: &Blob) -> String {
    JsFuture::from(blob.text()).await.unwrap().as_string().unwrap()
}

/// The colour of a pixel, as it is decoded and shown.
async fn pixel(blob: &Blob, x: u32, y: u32) -> [u8; 4] {
    let promise: js_sys::Promise = js_sys::Reflect::get(&js_sys::global(), &"createImageBitmap".into())
        .unwrap()
        .unchecked_into::<js_sys::Function>()
        .call1(&JsValue::UNDEFINED, blob)
        .unwrap()
        .unchecked_into();
    let bitmap: web_sys::ImageBitmap = JsFuture::from(promise).await.unwrap().unchecked_into();
    let canvas = web_sys::OffscreenCanvas::new(bitmap.width(), bitmap.height()).unwrap();
    let context: web_sys::OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0).unwrap();
    let data = context.get_image_data(f64::from(x), f64::from(y), 1.0, 1.0).unwrap().data();
    [data[0], data[1], data[2], data[3]]
}

fn is_near(colour: [u8; 4], wanted: [u8; 3]) -> bool {
    colour[..3].iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 40) && colour[3] == 255
}

/// A picture of plain colour that the models take.
fn canvas_picture(width: u32, height: u32) -> impl Future<Output = Blob> {
    let canvas = web_sys::OffscreenCanvas::new(width, height).unwrap();
    let context: web_sys::OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.set_fill_style_str("#6688aa");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let jpeg = web_sys::ImageEncodeOptions::new();
    jpeg.set_type("image/jpeg");
    let promise = canvas.convert_to_blob_with_options(&jpeg).unwrap();
    async move { JsFuture::from(promise).await.unwrap().unchecked_into() }
}

#[wasm_bindgen_test]
async fn what_the_header_says_is_what_the_browser_shows() {
    for (name, bytes) in [
        picture!("alpha.bmp"),
        picture!("cmyk.jpg"),
        picture!("grey-alpha.png"),
        picture!("grey.jpg"),
        picture!("interlaced.png"),
        picture!("little-endian.jpg"),
        picture!("lossless-alpha.webp"),
        picture!("lossy.webp"),
        picture!("orientation-1.jpg"),
        picture!("orientation-2.jpg"),
        picture!("orientation-3.jpg"),
        picture!("orientation-4.jpg"),
        picture!("orientation-5.jpg"),
        picture!("orientation-6.jpg"),
        picture!("orientation-6.png"),
        picture!("orientation-6.webp"),
        picture!("orientation-7.jpg"),
        picture!("orientation-8.jpg"),
        picture!("palette-transparent.png"),
        picture!("pillow-animated.webp"),
        picture!("progressive.jpg"),
        picture!("rgb16.png"),
        picture!("segments.jpg"),
        picture!("thumbnail.jpg"),
        picture!("v3.bmp"),
    ] {
        let file = LocalFile::open(blob(bytes)).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let peeked = LocalFile::peek(blob(bytes), false).await.unwrap();
        let shown = encode::Bitmap::decode(&file.blob).await.unwrap().size();
        assert_eq!(file.size(), shown, "{name}");
        assert_eq!(peeked.size(), shown, "{name}: by its header alone");
    }
}

#[wasm_bindgen_test]
async fn pictures_that_no_model_can_take_are_refused_with_their_reason() {
    let refused = async |bytes: &[u8]| LocalFile::open(blob(bytes)).await.unwrap_err();
    assert_eq!(refused(include_bytes!("images/text.jpg")).await, OpenError::Header(HeaderError::Text));
    assert_eq!(refused(include_bytes!("images/empty.png")).await, OpenError::Header(HeaderError::Empty));
    assert_eq!(refused(include_bytes!("images/phone.heic")).await, OpenError::Header(HeaderError::Unsupported("HEIC")));
    for cut in [include_bytes!("images/truncated.png").as_slice(), include_bytes!("images/truncated.jpg").as_slice()] {
        let error = refused(cut).await;
        assert!(matches!(error, OpenError::Header(HeaderError::Truncated(_)) | OpenError::Damaged), "{error:?}");
    }
}

#[wasm_bindgen_test]
async fn every_orientation_is_sent_upright() {
    let limits = ImageLimits { min_side: 1, max_side: 8000, max_ratio: None, max_bytes: 1_000_000, alpha: false };
    for (name, bytes) in [
        picture!("orientation-2.jpg"),
        picture!("orientation-3.jpg"),
        picture!("orientation-4.jpg"),
        picture!("orientation-5.jpg"),
        picture!("orientation-6.jpg"),
        picture!("orientation-6.png"),
        picture!("orientation-7.jpg"),
        picture!("orientation-8.jpg"),
    ] {
        let file = LocalFile::open(blob(bytes)).await.unwrap();
        let fit = fit(&file.facts, &limits).unwrap();
        assert!(!fit.is_identity(), "{name}");
        let (sent, size) = encode::encode(&file.blob, &fit, "#ffffff").await.unwrap();
        assert_eq!(size, Size::new(24, 16), "{name}");
        let again = LocalFile::open(sent.clone()).await.unwrap();
        assert!(again.facts.orientation.is_upright(), "{name}");
        for (x, y, wanted) in [(3, 3, [255, 0, 0]), (20, 3, [0, 255, 0]), (3, 12, [0, 0, 255]), (20, 12, [255, 255, 0])]
        {
            let colour = pixel(&sent, x, y).await;
            assert!(is_near(colour, wanted), "{name} at {x}, {y}: {colour:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn transparency_is_laid_on_the_chosen_colour() {
    let file = LocalFile::open(blob(include_bytes!("images/rgba.png"))).await.unwrap();
    let limits = ImageLimits { min_side: 1, max_side: 8000, max_ratio: None, max_bytes: 1_000_000, alpha: false };
    let fit = fit(&file.facts, &limits).unwrap();
    let (sent, _) = encode::encode(&file.blob, &fit, "#336699").await.unwrap();
    assert!(is_near(pixel(&sent, 3, 3).await, [0x33, 0x66, 0x99]));
    assert_eq!(pixel(&sent, 20, 3).await, [0, 255, 0, 255]);
    let sent = LocalFile::open(sent).await.unwrap();
    assert!(!sent.facts.alpha);
    assert_eq!(sent.facts.format, Format::Webp, "nothing has to be lost");
}

#[wasm_bindgen_test]
async fn a_data_uri_is_the_file_whatever_its_length() {
    data_uris_are_files().await;
    // As in a browser that does not know it yet.
    let prototype = Object::get_prototype_of(&Uint8Array::new_with_length(0));
    let to_base64 = Reflect::get(&prototype, &"toBase64".into()).unwrap();
    assert!(to_base64.is_function());
    assert!(Reflect::delete_property(&prototype, &"toBase64".into()).unwrap());
    data_uris_are_files().await;
    assert!(Reflect::set(&prototype, &"toBase64".into(), &to_base64).unwrap());
}

async fn data_uris_are_files() {
    const SLICE: usize = 3 * 384 * 1024;
    for length in [1, 2, 3, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE + 2] {
        let bytes: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
        let uri = data_uri::data_uri(&blob(&bytes), "image/png").await.unwrap();
        let uri = text_of(&uri).await;
        let base64 = uri.strip_prefix("data:image/png;base64,").unwrap();
        assert_eq!(base64.len(), length.div_ceil(3) * 4, "{length}");
        let response: web_sys::Response =
            JsFuture::from(web_sys::window().unwrap().fetch_with_str(&uri)).await.unwrap().unchecked_into();
        let buffer = JsFuture::from(response.array_buffer().unwrap()).await.unwrap();
        assert!(Uint8Array::new(&buffer).to_vec() == bytes, "{length}");
    }
}

fn service(key: &str) -> Service {
    Service {
        endpoint: Endpoint::parse(EMULATOR).unwrap(),
        proxy: Proxy::Direct,
        credential: Credential::new(key),
        authorization: Authorization::default(),
    }
}

async fn edit_of(picture: &Blob) -> (wan_edit::core::edit::CheckedEdit, Vec<Option<Blob>>) {
    let file = LocalFile::open(picture.clone()).await.unwrap();
    let bbox = BoundingBox { x1: 20, y1: 40, x2: 200, y2: 220 };
    let source = SourceImage { source: ImageSource::Local(file.facts), bboxes: vec![bbox] };
    let request = EditRequest::new("wan2.7-image", "paint it red").with_image(source).with_seed(7);
    (check(request).unwrap(), vec![Some(file.blob)])
}

fn options(delivery: Delivery) -> Options {
    Options { delivery, ..Options::default() }
}

#[wasm_bindgen_test]
async fn an_edit_ends_in_a_picture_by_task_and_on_an_open_connection() {
    let picture = canvas_picture(400, 300).await;
    for delivery in [Delivery::Task, Delivery::Sync] {
        let (edit, files) = edit_of(&picture).await;
        let seen = Rc::new(RefCell::new(Vec::new()));
        let watch = Rc::clone(&seen);
        let outcome =
            run(&edit, &files, service("sk-browser+delay=50"), &options(delivery), &Control::new(), move |p| {
                watch.borrow_mut().push(p);
            })
            .await
            .unwrap();
        assert_eq!(outcome.images.len(), 1);
        assert_eq!(outcome.missing(), 0);
        let has_task = seen.borrow().iter().any(|progress| matches!(progress, Progress::TaskCreated { .. }));
        assert_eq!(has_task, delivery == Delivery::Task);
        let result = bytes(&outcome.images[0].url, &Proxy::Direct).await.unwrap();
        let size = encode::Bitmap::decode(&result).await.unwrap().size();
        assert_eq!(Some(format!("{}*{}", size.width, size.height)), outcome.usage.size);
    }
}

#[wasm_bindgen_test]
async fn a_cancel_ends_a_queued_task_at_the_service() {
    let (edit, files) = edit_of(&canvas_picture(400, 300).await).await;
    let control = Control::new();
    let cancel = control.clone();
    let error =
        run(&edit, &files, service("sk-browser+pending=60000"), &options(Delivery::Task), &control, move |progress| {
            if matches!(progress, Progress::TaskCreated { .. }) {
                cancel.cancel();
            }
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Canceled);
    assert!(!error.may_be_billed());
}

#[wasm_bindgen_test]
async fn a_cut_connection_may_have_been_billed_and_is_not_repeated() {
    let (edit, files) = edit_of(&canvas_picture(400, 300).await).await;
    let error = run(&edit, &files, service("sk-browser+cut=after"), &options(Delivery::Sync), &Control::new(), |_| {})
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network);
    assert!(error.may_be_billed());
    assert!(!error.is_retryable());
}

#[wasm_bindgen_test]
async fn an_expired_result_is_called_expired() {
    let (edit, files) = edit_of(&canvas_picture(400, 300).await).await;
    let outcome =
        run(&edit, &files, service("sk-browser+delay=50+expired"), &options(Delivery::Sync), &Control::new(), |_| {})
            .await
            .unwrap();
    assert_eq!(bytes(&outcome.images[0].url, &Proxy::Direct).await.unwrap_err(), BytesError::Expired);
}

#[wasm_bindgen_test]
async fn a_picture_too_small_is_refused_before_anything_is_sent() {
    let file = LocalFile::open(canvas_picture(200, 200).await).await.unwrap();
    let source = SourceImage::local(file.facts);
    let problems = check(EditRequest::new("wan2.7-image", "x").with_image(source)).unwrap_err();
    let too_small = FitError::TooSmall { size: Size::new(200, 200), min_side: 240 };
    assert_eq!(problems[0].kind, wan_edit::core::edit::ProblemKind::ImageUnfit(too_small));
}

#[wasm_bindgen_test]
async fn a_deadline_leaves_the_task_to_be_asked_for_again() {
    let (edit, files) = edit_of(&canvas_picture(400, 300).await).await;
    let options = Options { deadline: Duration::from_millis(500), ..Options::default() };
    let error =
        run(&edit, &files, service("sk-browser+delay=60000"), &options, &Control::new(), |_| {}).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Deadline);
    assert!(error.task_id.is_some() && error.may_be_billed());
}
