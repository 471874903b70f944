//! What the service refuses, with its status, code and text, and in its order.

mod common;

use common::*;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use serde_json::{Value, json};

const KEY: &str = "sk-emu+delay=0+unlimited";

fn small(image: &[u8]) -> Value {
    body("wan2.7-image", &[data_uri(image)], "a hat", json!({"size": "768*768"}))
}

fn assert_refused(emulator: &Emulator, body: &Value, status: u16, code: &str, message: &str) {
    let answer = emulator.submit(SYNC, KEY, &[], body).refusal();
    assert_eq!((answer.0, answer.1.as_str()), (status, code), "{}", answer.2);
    assert!(answer.2.contains(message), "{} lacks {message}", answer.2);
}

#[test]
fn keys() {
    let emulator = Emulator::start(&[]);
    let none = emulator.call("POST", SYNC, &[], "{}").refusal();
    assert_eq!(none, (401, "InvalidApiKey".into(), "No API-key provided.".into()));
    let wrong = (401, "InvalidApiKey".into(), "Invalid API-key provided.".into());
    for value in ["Bearer pk-1", "sk-emu", "Bearer", "Basic sk-emu"] {
        let answer = emulator.call("POST", SYNC, &[("Authorization", value)], "{}");
        assert_eq!(answer.refusal(), wrong, "{value}");
    }
    assert_eq!(emulator.call("GET", "/api/v1/tasks/x", &[], "").status, 401);
    assert_eq!(emulator.call("GET", "/api/v1/tasks/", &[], "").status, 401);
    assert_eq!(emulator.call("POST", "/api/v1/tasks/x/cancel", &[], "").status, 401);
}

#[test]
fn the_header_that_makes_a_call_asynchronous() {
    let emulator = Emulator::start(&[]);
    let fine = edit(json!({"size": "768*768"}));
    let denied = |answer: Answer| {
        let (status, code, message) = answer.refusal();
        assert_eq!((status, code.as_str()), (403, "AccessDenied"));
        message
    };
    assert_eq!(
        denied(emulator.submit(SYNC, KEY, &[ENABLE], &fine)),
        "current user api does not support asynchronous calls"
    );
    assert_eq!(denied(emulator.submit(ASYNC, KEY, &[], &fine)), "current user api does not support synchronous calls");
    let bearer = format!("Bearer {KEY}");
    let headers = [("Authorization", bearer.as_str()), ENABLE];
    assert_eq!(
        denied(emulator.call("GET", "/api/v1/tasks/x", &headers, "")),
        "current user api does not support asynchronous calls"
    );
}

#[test]
fn structure() {
    let emulator = Emulator::start(&[]);
    let mut body = edit(json!({}));
    body["model"] = "wan9".into();
    assert_refused(&emulator, &body, 404, "ModelNotFound", "wan9");
    body["model"] = "wan2.5-i2i-preview".into();
    assert_refused(&emulator, &body, 400, "InvalidParameter", "url error, please check url！");
    body.as_object_mut().unwrap().remove("model");
    assert_refused(&emulator, &body, 400, "BadRequest.EmptyModel", "model");
    let refuse = |change: &dyn Fn(&mut Value), code: &str, message: &str| {
        let mut body = edit(json!({}));
        change(&mut body);
        assert_refused(&emulator, &body, 400, code, message);
    };
    let bad = "InvalidParameter";
    refuse(&|b| b["input"] = Value::Null, "BadRequest.EmptyInput", "input");
    refuse(&|b| b["input"] = json!({}), bad, "No messages found in input");
    refuse(&|b| b["input"]["messages"] = json!([]), bad, "[] is too short");
    let twice = |b: &mut Value| {
        let message = b["input"]["messages"][0].clone();
        b["input"]["messages"].as_array_mut().unwrap().push(message);
    };
    refuse(&twice, bad, "messages length only support 1");
    refuse(&|b| b["input"]["messages"][0]["role"] = "system".into(), bad, "");
    refuse(&|b| b["input"]["messages"][0]["content"] = json!([]), bad, "[] is too short");
    refuse(&|b| b["input"]["messages"][0]["content"][1]["text"] = " ".into(), bad, "lack of image or text");
    refuse(&|b| b["input"]["messages"][0]["content"][1]["type"] = "text".into(), bad, "");
    refuse(&|b| b["input"]["messages"][0]["content"][0] = json!({"text": "two"}), bad, "");
    refuse(&|b| b["parameters"] = json!([]), bad, "Required body invalid");
    refuse(&|b| *b = json!([1]), bad, "Required body invalid");
    let no_image = common::body("wan2.6-image", &[], "a hat", json!({}));
    assert_refused(&emulator, &no_image, 400, bad, "lack of image or text");
    let headers = [("Authorization", "Bearer sk-emu")];
    let broken = emulator.call("POST", SYNC, &headers, "{\"model\":").refusal();
    assert!(broken.2.starts_with("Required body invalid"), "{}", broken.2);
}

#[test]
fn images() {
    let emulator = Emulator::start(&[]);
    let bad = "InvalidParameter";
    let image = |value: &str| body("wan2.7-image", &[value.into()], "a hat", json!({"size": "768*768"}));
    for address in ["ftp://x/y.png", "file:///y.png", "", "data:image/png,abc", "iVBORw0KGgo="] {
        assert_refused(&emulator, &image(address), 400, bad, "Image must be either a public URL");
    }
    assert_refused(&emulator, &image("oss://a/b"), 400, "invalid_parameter_error", "URL");
    for address in ["https://example.com/a.png", "http://192.0.2.1/a.png", "http://127.0.0.1.example.com/"] {
        assert_refused(&emulator, &image(address), 400, bad, "download image failed");
    }
    let corrupted = "Invalid image format or corrupted file";
    assert_refused(&emulator, &image("data:image/png;base64,@@"), 400, bad, corrupted);
    let whole = png(&sample(300, 240));
    assert_refused(&emulator, &small(&whole[..whole.len() / 2]), 400, bad, corrupted);
    assert_refused(&emulator, &small(b"GIF89a......"), 400, bad, "image format error");
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(300, 300, Rgba([1, 2, 3, 255])));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let bytes = encoded(&clear, format);
        assert_refused(&emulator, &small(&bytes), 400, bad, "image format error");
    }
    let size = "the size of input image is too small or too large.";
    for (width, height) in [(239, 300), (300, 239), (8001, 1001), (240, 1921)] {
        assert_refused(&emulator, &small(&png(&sample(width, height))), 400, bad, size);
    }
    let mut heavy = png(&sample(300, 240));
    heavy.resize(20 * 1024 * 1024 + 1, 0);
    assert_refused(&emulator, &small(&heavy), 400, bad, size);
    let one = data_uri(&png(&sample(300, 240)));
    let ten = body("wan2.7-image", &vec![one.clone(); 10], "a hat", json!({}));
    assert_refused(&emulator, &ten, 400, bad, "Got 10 image items");
    let five = body("wan2.6-image", &vec![one; 5], "a hat", json!({}));
    assert_refused(&emulator, &five, 400, bad, "1~4 image content items. Got 5");
}

#[test]
fn images_that_pass_and_where_they_may_come_from() {
    let emulator = Emulator::start(&[]);
    let picture = DynamicImage::ImageRgb8(sample(300, 240));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP] {
        let answer = emulator.submit(SYNC, KEY, &[], &small(&encoded(&picture, format)));
        assert_eq!(answer.status, 200, "{format:?}: {}", answer.text());
    }
    // A result address is on this machine and can be a source.
    let first = emulator.submit(SYNC, KEY, &[], &edit(json!({"size": "768*768"}))).urls();
    let again = body("wan2.7-image", &first, "a hat", json!({"size": "768*768"}));
    assert_eq!(emulator.submit(SYNC, KEY, &[], &again).status, 200);
    // The same file by a name that is not plainly loopback: refused, though a connection would succeed.
    let disguised = first[0].replacen("127.0.0.1", "[::ffff:127.0.0.1]", 1);
    let disguised = body("wan2.7-image", &[disguised], "a hat", json!({"size": "768*768"}));
    let message = "download image failed";
    assert_refused(&emulator, &disguised, 400, "InvalidParameter", message);
    // wan2.6 states no ratio.
    let long = data_uri(&png(&sample(240, 2160)));
    let long = body("wan2.6-image", &[long], "a hat", json!({"n": 1, "size": "768*768"}));
    assert_eq!(emulator.submit(SYNC, KEY, &[], &long).status, 200);
}

#[test]
fn parameters() {
    let emulator = Emulator::start(&[]);
    let bad = "InvalidParameter";
    let refuse = |parameters: Value, message: &str| {
        assert_refused(&emulator, &edit(parameters), 400, bad, message);
    };
    refuse(json!({"n": 0}), "Range of n should be [1, 4]");
    refuse(json!({"n": 5}), "Range of n should be [1, 4]");
    refuse(json!({"n": "1"}), "Range of n should be [1, 4]");
    refuse(json!({"n": 13, "enable_sequential": true}), "Range of n should be [1, 12]");
    refuse(json!({"seed": -1}), "Range of seed");
    refuse(json!({"seed": 2_147_483_648_u64}), "Range of seed");
    refuse(json!({"watermark": "no"}), "");
    for size in ["4K", "3K", "1024x1024", "700*700", "2049*2048", "3000*300"] {
        refuse(json!({"size": size}), "size");
    }
    let one = |list: Value| json!({"bbox_list": list});
    refuse(one(json!([])), "bbox_list has 0 entries for 1 images");
    refuse(one(json!([[], []])), "bbox_list has 2 entries for 1 images");
    refuse(one(json!([[[0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9]]])), "more than 2 boxes");
    for corners in [
        json!([9, 0, 9, 9]),
        json!([0, 9, 9, 8]),
        json!([0, 0, 301, 9]),
        json!([0, 0, 9, 241]),
        json!([-1, 0, 9, 9]),
        json!([0.5, 0, 9, 9]),
        json!([0, 0, 9]),
    ] {
        refuse(one(json!([[corners]])), "invalid box");
    }
    refuse(json!({"color_palette": [{"hex": "#000000", "ratio": "100.00%"}]}), "3 to 10");
    let pro = body("wan2.7-image-pro", &[], "a hat", json!({"size": "4K", "enable_sequential": true}));
    assert_refused(&emulator, &pro, 400, bad, "4K");
    let interleaved = |n: u32| {
        let image = data_uri(&png(&sample(300, 240)));
        body("wan2.6-image", &[image], "a hat", json!({"enable_interleave": true, "n": n}))
    };
    assert_refused(&emulator, &interleaved(2), 400, bad, "num_images_per_prompt must be 1");
}

#[test]
fn the_order_of_checks() {
    let emulator = Emulator::start(&[]);
    // Everything is wrong here; mending one thing uncovers the next.
    let image = data_uri(&png(&sample(100, 100)));
    let mut body = json!({"model": "nothing", "parameters": {"n": 9, "size": "9*9", "seed": -1}});
    let refusal = |headers: &[(&str, &str)], body: &Value| {
        let (status, code, message) = emulator.submit(SYNC, KEY, headers, body).refusal();
        format!("{status} {code} {message}")
    };
    assert!(refusal(&[ENABLE], &body).starts_with("404"));
    body["model"] = "wan2.6-image".into();
    assert!(refusal(&[ENABLE], &body).starts_with("403"));
    assert!(refusal(&[], &body).contains("BadRequest.EmptyInput"));
    let content = json!([{"image": image}, {"image": "nowhere"}, {"text": "a hat"}]);
    body["input"] = json!({"messages": [{"role": "user", "content": content}]});
    assert!(refusal(&[], &body).contains("Image must be either"));
    let content = &mut body["input"]["messages"][0]["content"];
    content[1] = json!({"image": "data:image/png;base64,"});
    assert!(refusal(&[], &body).contains("image format error"));
    let content = &mut body["input"]["messages"][0]["content"];
    content[1] = content[0].clone();
    assert!(refusal(&[], &body).contains("too small or too large"));
    let image = data_uri(&png(&sample(300, 300)));
    let content = &mut body["input"]["messages"][0]["content"];
    content[0] = json!({"image": image});
    content[1] = content[0].clone();
    assert!(refusal(&[], &body).contains("Range of n"));
    body["parameters"]["n"] = 1.into();
    assert!(refusal(&[], &body).contains("Range of seed"));
    body["parameters"]["seed"] = 1.into();
    assert!(refusal(&[], &body).contains("size must have"));
    body["parameters"]["size"] = "768*768".into();
    assert_eq!(emulator.submit(SYNC, KEY, &[], &body).status, 200);
}
