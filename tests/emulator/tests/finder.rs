//! Boxes from words: a coloured shape is really found, and written in every documented form.

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

const INSTRUCTIONS: &str =
    "请根据以上描述,返回对应区域的坐标。\n最多返回2个区域。\n只返回JSON列表,不要返回其他任何内容。";

fn ask_for(image: String, words: &str) -> Value {
    let text = format!("{words}\n{INSTRUCTIONS}");
    body("qwen3.6-plus", &[image], &text, json!({"enable_thinking": false}))
}

fn still_life() -> String {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/samples/still-life.jpg")).unwrap();
    format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes))
}

/// Grey, with a blue rectangle at [300, 100, 700, 350] of 1200 × 500.
fn blue_box() -> RgbImage {
    RgbImage::from_fn(1200, 500, |x, y| {
        let inside = (300..700).contains(&x) && (100..350).contains(&y);
        if inside { Rgb([30, 60, 200]) } else { Rgb([170, 170, 170]) }
    })
}

fn content(emulator: &Emulator, words: &str, body: &Value) -> Value {
    let answer = emulator.submit(SYNC, &format!("sk-emu+delay=0+unlimited+{words}"), &[], body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["output"]["choices"][0]["message"]["content"].clone()
}

fn text(emulator: &Emulator, words: &str, body: &Value) -> String {
    content(emulator, words, body)[0]["text"].as_str().unwrap().to_owned()
}

/// How much two boxes have in common, 0 to 1.
fn overlap(a: [f64; 4], b: [f64; 4]) -> f64 {
    let area = |[x1, y1, x2, y2]: [f64; 4]| (x2 - x1).max(0.0) * (y2 - y1).max(0.0);
    let common = area([a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])]);
    common / (area(a) + area(b) - common)
}

#[test]
fn shapes_of_the_sample_picture() {
    let emulator = Emulator::start(&[]);
    let sample = still_life();
    for (words, wanted) in [
        ("蓝色的花瓶", &[[244.0, 412.0, 406.0, 744.0]][..]),
        ("the yellow lemon", &[[480.0, 700.0, 595.0, 828.0]]),
        ("黑色的闹钟", &[[625.0, 380.0, 845.0, 762.0]]),
        ("the white clock face", &[[644.0, 430.0, 826.0, 722.0]]),
        ("红色的花", &[[210.0, 94.0, 310.0, 270.0], [416.0, 208.0, 502.0, 360.0]]),
        ("棕色的桌子", &[[0.0, 656.0, 999.0, 999.0]]),
        ("the orange flower", &[[330.0, 36.0, 438.0, 228.0]]),
    ] {
        let found: Vec<[f64; 4]> = serde_json::from_str(&text(&emulator, "", &ask_for(sample.clone(), words))).unwrap();
        assert_eq!(found.len(), wanted.len(), "{words}: {found:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!(found.iter().all(|at| (0.0..=999.0).contains(at)));
            let overlap = overlap(*found, *wanted);
            assert!(overlap > 0.85, "{words}: {found:?}, {overlap}");
        }
    }
    assert_eq!(text(&emulator, "", &ask_for(sample.clone(), "purple shoes")), "[]");
    assert_eq!(text(&emulator, "", &ask_for(sample, "咖啡杯")), "[]");
}

#[test]
fn forms_of_the_answer() {
    let emulator = Emulator::start(&[]);
    let body = ask_for(data_uri(&png(&blue_box())), "蓝色的方块");
    let form = |word: &str| text(&emulator, &format!("answer={word}"), &body);
    let plain = text(&emulator, "", &body);
    let corners: Vec<[i64; 4]> = serde_json::from_str(&plain).unwrap();
    let close = |found: [i64; 4], wanted: [i64; 4]| {
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() <= 4), "{found:?} {wanted:?}");
    };
    close(corners[0], [250, 200, 583, 700]);
    let [x1, y1, x2, y2] = corners[0];
    assert_eq!(form("fenced"), format!("```json\n{plain}\n```"));
    let json = |word: &str| serde_json::from_str::<Value>(&form(word)).unwrap();
    assert_eq!(json("bbox_2d"), json!([{"bbox_2d": corners[0], "label": "蓝色的方块"}]));
    assert_eq!(json("bbox"), json!({"bbox": corners[0]}));
    assert_eq!(json("flat"), json!(corners[0]));
    assert!(json("floats")[0][0].is_f64());
    assert_eq!(json("strings"), json!([corners[0].map(|at| at.to_string())]));
    assert_eq!(json("swapped"), json!([[x2, y2, x1, y1]]));
    let pixels: Vec<[i64; 4]> = serde_json::from_value(json("pixels")).unwrap();
    close(pixels[0], [300, 100, 700, 350]);
    assert_eq!(content(&emulator, "answer=plain", &body), json!(plain));
    let chatty = form("chatty");
    assert!(chatty.contains(&plain) && chatty.starts_with("目标"));
    assert_eq!(form("none"), "[]");
    assert!(!form("words").contains('['));
}

#[test]
fn what_it_costs_and_what_it_refuses() {
    let emulator = Emulator::start(&[]);
    let image = || data_uri(&png(&blue_box()));
    let fine = ask_for(image(), "the blue box");
    let answer = emulator.submit(SYNC, "sk-emu+delay=0", &[], &fine).json();
    let usage = |name: &str| answer["usage"][name].as_u64().unwrap();
    assert!(usage("image_tokens") > 100);
    assert_eq!(usage("total_tokens"), usage("input_tokens") + usage("output_tokens"));
    assert_eq!((&emulator.log()[0]["billed"], &emulator.log()[0]["unsupported"]), (&json!(0), &json!([])));
    let refuse = |path: &str, headers: &[(&str, &str)], body: &Value| {
        let (status, code, message) = emulator.submit(path, "sk-emu+delay=0", headers, body).refusal();
        format!("{status} {code} {message}")
    };
    let mut thinking = fine.clone();
    for value in [json!(true), Value::Null] {
        thinking["parameters"]["enable_thinking"] = value;
        let wanted = "400 InvalidParameter parameter.enable_thinking must be set to false for non-streaming calls";
        assert_eq!(refuse(SYNC, &[], &thinking), wanted);
    }
    assert!(refuse(SYNC, &[ENABLE], &fine).starts_with("403 AccessDenied"));
    assert!(refuse(ASYNC, &[ENABLE], &fine).contains("url error"));
    let mut silent = fine.clone();
    silent["input"]["messages"][0]["content"].as_array_mut().unwrap().remove(0);
    assert!(refuse(SYNC, &[], &silent).contains("lack of image or text"));
    let thin = ask_for(data_uri(&png(&sample(9, 300))), "red");
    assert!(refuse(SYNC, &[], &thin).contains("InvalidImageResolution"));
    let mut heavy = png(&blue_box());
    heavy.resize(8 * 1024 * 1024, 0);
    assert!(refuse(SYNC, &[], &ask_for(data_uri(&heavy), "red")).contains("max bytes per data-uri item"));
    let clear = encoded(&DynamicImage::ImageRgb8(blue_box()).into_rgba8().into(), ImageFormat::Png);
    assert_eq!(emulator.submit(SYNC, "sk-emu+delay=0", &[], &ask_for(data_uri(&clear), "blue")).status, 200);
    let failed = emulator.submit(SYNC, "sk-emu+delay=0+fail=Throttling", &[], &fine);
    assert_eq!(failed.refusal().1, "Throttling");
}
