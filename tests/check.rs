//! What can be sent and what cannot, with every reason; and the draft an edit grows in.

mod common;

use std::collections::BTreeSet;

use wan_edit::core::edit::models::{CountRule, SEED_MAX};
use wan_edit::core::edit::price::{PriceRegion, predicted_size, price_cny};
use wan_edit::core::edit::{
    CheckedEdit, Delivery, Draft, EditRequest, MODELS, Mode, ModeRow, Model, OutputSize, Palette, PaletteColor,
    Parameter, Preset, Problem, ProblemKind, Region, SourceImage, check, model,
};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::image::{FitError, ImageFacts};
use wan_edit::core::service::{Credential, Endpoint, Protocol, Service, pairing};

use common::{KEY, photo, service};

const PRO: &str = "wan2.7-image-pro";
const SMALL: &str = "wan2.7-image";
const V26: &str = "wan2.6-image";
const V25: &str = "wan2.5-i2i-preview";

fn bbox(x1: u32, y1: u32, x2: u32, y2: u32) -> BoundingBox {
    BoundingBox { x1, y1, x2, y2 }
}

fn by_url() -> SourceImage {
    SourceImage::url("https://example.com/a.png")
}

fn edit(model: &str) -> EditRequest {
    EditRequest::new(model, "Make it blue").with_image(by_url())
}

fn with_images(mut request: EditRequest, count: usize) -> EditRequest {
    request.images = vec![by_url(); count];
    request
}

fn saying(mut request: EditRequest, prompt: &str) -> EditRequest {
    request.prompt = prompt.into();
    request
}

fn problems(request: EditRequest) -> Vec<Problem> {
    check(request).err().unwrap_or_default()
}

fn is_fine(request: EditRequest) -> bool {
    problems(request).is_empty()
}

fn at(path: &str, kind: ProblemKind) -> Vec<Problem> {
    vec![Problem { path: path.into(), kind }]
}

/// Every mode that can be asked for, with a request that is fine.
fn every_mode() -> Vec<(&'static Model, &'static ModeRow, EditRequest)> {
    let mut all = Vec::new();
    for model in MODELS {
        for row in model.modes {
            let request = EditRequest::new(model.id, "Make it blue");
            let request = match row.mode {
                Mode::ImageSet => request.with_enable_sequential(true),
                Mode::Interleave => request.with_enable_interleave(true),
                Mode::Edit => request.with_image(by_url()),
                Mode::TextToImage => request,
            };
            assert_eq!(request.mode(), row.mode);
            all.push((model, row, request));
        }
    }
    all
}

// Reasons.

#[test]
fn every_mode_of_the_table_can_be_asked_for() {
    assert_eq!(every_mode().len(), 9);
    for (model, row, request) in every_mode() {
        let edit = check(request).unwrap();
        assert_eq!((edit.model().id, edit.row().mode, edit.n()), (model.id, row.mode, 1));
    }
}

#[test]
fn every_reason_has_a_case_with_its_path() {
    let photo_image = |facts: ImageFacts| SourceImage::local(facts);
    let small = Size::new(200, 900);
    let cases: Vec<(EditRequest, Vec<Problem>)> = vec![
        (edit("wan9"), at("model", ProblemKind::UnknownModel)),
        (edit(""), at("model", ProblemKind::UnknownModel)),
        (edit(V26).with_enable_sequential(true), at("model", ProblemKind::ModeUnavailable(Mode::ImageSet))),
        (edit(V25).with_enable_sequential(true), at("model", ProblemKind::ModeUnavailable(Mode::ImageSet))),
        (saying(edit(PRO), " \n　"), at("prompt", ProblemKind::PromptEmpty)),
        (saying(edit(PRO), &"字".repeat(5001)), at("prompt", ProblemKind::TextTooLong { chars: 5001, max: 5000 })),
        (
            edit(V26).with_negative_prompt("x".repeat(501)),
            at("negative_prompt", ProblemKind::TextTooLong { chars: 501, max: 500 }),
        ),
        (with_images(edit(V26), 0), at("images", ProblemKind::TooFewImages { count: 0, min: 1 })),
        (with_images(edit(PRO), 10), at("images", ProblemKind::TooManyImages { count: 10, max: 9 })),
        (with_images(edit(V26), 5), at("images", ProblemKind::TooManyImages { count: 5, max: 4 })),
        (
            edit(PRO).with_image(photo_image(photo(200, 900))),
            at("images[1]", ProblemKind::ImageUnfit(FitError::TooSmall { size: small, min_side: 240 })),
        ),
        (edit(PRO).with_image(SourceImage::url("ftp://example.com/a.png")), at("images[1]", ProblemKind::UrlInvalid)),
        (
            edit(V26).with_image(by_url().with_bboxes(vec![bbox(0, 0, 9, 9)])),
            at("images[1].bboxes", ProblemKind::BoxesUnsupported),
        ),
        (
            edit(PRO).with_enable_sequential(true).with_image(by_url().with_bboxes(vec![bbox(0, 0, 9, 9)])),
            at("images[1].bboxes", ProblemKind::BoxesUnsupported),
        ),
        (
            edit(PRO).with_image(by_url().with_bboxes(vec![bbox(0, 0, 9, 9); 3])),
            at("images[1].bboxes", ProblemKind::TooManyBoxes { count: 3, max: 2 }),
        ),
        (
            edit(PRO)
                .with_image(photo_image(photo(640, 480)).with_bboxes(vec![bbox(0, 0, 640, 480), bbox(0, 0, 641, 480)])),
            at("images[1].bboxes[1]", ProblemKind::BoxInvalid { image: Some(Size::new(640, 480)) }),
        ),
        (
            edit(PRO).with_image(by_url().with_bboxes(vec![bbox(5, 5, 5, 9)])),
            at("images[1].bboxes[0]", ProblemKind::BoxInvalid { image: None }),
        ),
        (edit(PRO).with_size(OutputSize::Preset(Preset::K4)), at("size", ProblemKind::PresetUnavailable)),
        (edit(PRO).with_size(exact(767, 768)), at("size", ProblemKind::SizeTotal { min: 589_824, max: 4_194_304 })),
        (edit(PRO).with_size(exact(3600, 400)), at("size", ProblemKind::SizeRatio { max: 8 })),
        (edit(PRO).with_n(5), at("n", ProblemKind::OutOfRange { min: 1, max: 4 })),
        (edit(PRO).with_seed(SEED_MAX + 1), at("seed", ProblemKind::OutOfRange { min: 0, max: SEED_MAX })),
        (edit(PRO).with_negative_prompt("blur"), at("negative_prompt", ProblemKind::ParameterUnsupported)),
        (edit(PRO).with_prompt_extend(true), at("prompt_extend", ProblemKind::ParameterUnsupported)),
        (edit(PRO).with_thinking_mode(true), at("thinking_mode", ProblemKind::ParameterUnsupported)),
        (edit(V26).with_thinking_mode(true), at("thinking_mode", ProblemKind::ParameterUnsupported)),
        (
            edit(PRO).with_color_palette(palette(&[5000, 5000])),
            at("color_palette", ProblemKind::PaletteColors { count: 2, min: 3, max: 10 }),
        ),
        (
            edit(PRO).with_color_palette(palette(&[5000, 3000, 1999])),
            at("color_palette", ProblemKind::PaletteSum { hundredths: 9999 }),
        ),
    ];
    let with_images = cases.into_iter().map(|(request, wanted)| (format!("{request:?}"), problems(request), wanted));
    let paired = pairings().into_iter().map(|(service, request, delivery, wanted)| {
        let found = pairing::check(&request, &service, delivery);
        (format!("{:?} {delivery:?} {request:?}", service.endpoint), found, wanted)
    });
    let mut seen = BTreeSet::new();
    for (shown, found, wanted) in with_images.chain(paired) {
        assert_eq!(found, wanted, "{shown}");
        seen.insert(found[0].kind.code());
        let sentence = found[0].to_string();
        assert!(sentence.starts_with(&format!("{}: ", found[0].path)) && sentence.len() > 20, "{sentence}");
    }
    // The list of codes in the source is the list of reasons: each of them needs a case above.
    let source = include_str!("../src/core/edit/check.rs");
    let codes: BTreeSet<&str> = source.split("=> \"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(codes.len() >= 16);
    assert_eq!(seen, codes);
}

/// What does not go together: where, what, how, and why not.
fn pairings() -> Vec<(Service, EditRequest, Option<Delivery>, Vec<Problem>)> {
    use Region::{Beijing, Singapore};
    let uploaded = edit(PRO).with_image(SourceImage::url("oss://dashscope-instant/a/b.png"));
    let at_home = edit(PRO).with_image(SourceImage::url("http://192.168.1.20/a.jpg"));
    vec![
        (
            at_host("https://dashscope-us.aliyuncs.com", KEY),
            edit(V25),
            None,
            at("service", ProblemKind::ModelElsewhere { regions: vec![Beijing, Singapore] }),
        ),
        (
            service(),
            edit(V25),
            Some(Delivery::Sync),
            at("delivery", ProblemKind::DeliveryUnavailable { deliveries: vec![Delivery::Task] }),
        ),
        (service_with("sk-sp-0123secret"), edit(PRO), None, at("credential", ProblemKind::KeyOfPlan)),
        (at_host(TOKEN_PLAN, KEY), edit(PRO), None, at("credential", ProblemKind::KeyNotOfPlan)),
        (at_host("https://www.dmxapi.cn/v1", KEY), uploaded, None, at("images[1]", ProblemKind::OssUnsupported)),
        (service(), at_home, None, at("images[1]", ProblemKind::AddressPrivate)),
    ]
}

const TOKEN_PLAN: &str = "https://token-plan.cn-beijing.maas.aliyuncs.com/api/v1";

fn at_host(base_url: &str, key: &str) -> Service {
    Service { endpoint: Endpoint::parse(base_url).unwrap(), ..service_with(key) }
}

fn service_with(key: &str) -> Service {
    Service { credential: Credential::new(key), ..service() }
}

/// Grey colours with these shares, in hundredths of a percent.
fn palette(shares: &[u32]) -> Palette {
    let color = |(grey, share): (u8, &u32)| PaletteColor { rgb: [grey; 3], hundredths: *share };
    Palette::new((0..).zip(shares).map(color).collect())
}

#[test]
fn all_reasons_come_at_once_in_the_order_of_the_form() {
    let mut request =
        with_images(edit(PRO), 10).with_n(0).with_size(OutputSize::Preset(Preset::K4)).with_seed(u32::MAX);
    request.prompt = String::new();
    request.images[1] = SourceImage::url("x").with_bboxes(vec![bbox(9, 9, 1, 1)]);
    let paths: Vec<String> = problems(request).into_iter().map(|problem| problem.path).collect();
    assert_eq!(paths, ["prompt", "images", "images[1]", "images[1].bboxes[0]", "size", "n", "seed"]);
}

#[test]
fn the_off_state_of_what_a_model_does_not_have_is_no_problem_and_is_not_sent() {
    let request = edit(PRO)
        .with_prompt_extend(false)
        .with_thinking_mode(false)
        .with_enable_sequential(false)
        .with_negative_prompt("  ");
    let body = body(&check(request).unwrap());
    assert_eq!(body["parameters"], serde_json::json!({ "size": "2K", "n": 1, "watermark": false }));
}

fn body(edit: &CheckedEdit) -> serde_json::Value {
    common::json(&wan_edit::core::service::plan::body(edit, &[], Protocol::DashScope, Delivery::Task))
}

// Limits, at both edges, from the table.

#[test]
fn prompts_are_counted_in_unicode_characters_not_bytes() {
    for (model, _, request) in every_mode() {
        for sign in ["a", "字", "é", "🌷"] {
            let of = |count: u32| saying(request.clone(), &sign.repeat(count as usize));
            let max = model.prompt_chars.value;
            assert!(is_fine(of(1)) && is_fine(of(max)), "{} {sign}", model.id);
            assert_eq!(problems(of(max + 1)), at("prompt", ProblemKind::TextTooLong { chars: max + 1, max }));
        }
    }
    assert!(is_fine(edit(V26).with_negative_prompt("字".repeat(500))));
}

#[test]
fn as_many_images_as_the_table_says_and_not_one_more() {
    for (model, row, request) in every_mode() {
        let (min, max) = row.images.value;
        // Text to image with an image is an edit, and the other way round.
        let counts = |count: u32| problems(with_images(request.clone(), count as usize));
        if row.mode != Mode::TextToImage {
            assert!(counts(min).is_empty() && counts(max).is_empty(), "{} {:?}", model.id, row.mode);
            assert_eq!(counts(max + 1), at("images", ProblemKind::TooManyImages { count: max + 1, max }));
        }
    }
    assert_eq!(with_images(edit(PRO), 0).mode(), Mode::TextToImage);
    assert_eq!(with_images(edit(V26), 0).mode(), Mode::Edit, "2.6 has no text to image of its own");
}

#[test]
fn n_and_seed_at_both_edges() {
    for (model, row, request) in every_mode() {
        let CountRule { min, max, .. } = row.n.value;
        for (n, fine) in [(min, true), (max, true), (min - 1, false), (max + 1, false)] {
            assert_eq!(is_fine(request.clone().with_n(n)), fine, "{} {:?} n {n}", model.id, row.mode);
        }
        for (seed, fine) in [(0, true), (SEED_MAX, true), (SEED_MAX + 1, false), (u32::MAX, false)] {
            assert_eq!(is_fine(request.clone().with_seed(seed)), fine, "{} seed {seed}", model.id);
        }
    }
}

fn exact(width: u32, height: u32) -> OutputSize {
    OutputSize::Exact(Size::new(width, height))
}

#[test]
fn sizes_at_both_edges_of_total_and_ratio() {
    for (model, row, request) in every_mode() {
        let rule = &row.size.value;
        let (least, most) = (rule.min_total.isqrt() as u32, rule.max_total.isqrt() as u32);
        let ratio = rule.max_ratio;
        let long = 400 * ratio;
        let cases = [
            (exact(least, least), true),
            (exact(least - 1, least), false),
            (exact(most, most), true),
            (exact(most, most + 1), false),
            (exact(long, 400), true),
            (exact(400, long), true),
            (exact(long + 1, 400), false),
            (exact(400, long + 1), false),
            (exact(0, 0), false),
            (exact(u32::MAX, u32::MAX), false),
            (exact(1, 1), false),
        ];
        for (size, fine) in cases {
            assert_eq!(is_fine(request.clone().with_size(size)), fine, "{} {:?} {}", model.id, row.mode, size.wire());
        }
        for preset in [Preset::K1, Preset::K2, Preset::K4] {
            let fine = rule.presets.iter().any(|(known, _)| *known == preset);
            assert_eq!(is_fine(request.clone().with_size(OutputSize::Preset(preset))), fine, "{} {preset:?}", model.id);
        }
        for size in rule.recommended {
            assert!(is_fine(request.clone().with_size(exact(size.width, size.height))), "{} {size:?}", model.id);
        }
        assert!(rule.default.is_none_or(|default| rule.presets.iter().any(|(known, _)| *known == default)));
    }
}

#[test]
fn the_table_says_what_the_references_say() {
    let row = |id, mode| model(id).unwrap().mode(mode).unwrap();
    let count = |id, mode| {
        let rule = row(id, mode).n.value;
        (rule.min, rule.max, rule.service_default)
    };
    for id in [PRO, SMALL] {
        let table = model(id).unwrap();
        assert_eq!((table.prompt_chars.value, table.boxes_per_image.value), (5000, 2));
        assert_eq!(row(id, Mode::Edit).images.value, (1, 9));
        assert_eq!(row(id, Mode::ImageSet).images.value, (0, 9));
        assert_eq!(count(id, Mode::Edit), (1, 4, 1));
        assert_eq!(count(id, Mode::ImageSet), (1, 12, 12));
        let limits = table.image.value;
        assert_eq!((limits.min_side, limits.max_side, limits.max_ratio), (240, 8000, Some(8)));
        assert!(!row(id, Mode::Edit).has(Parameter::ThinkingMode) && !row(id, Mode::ImageSet).has(Parameter::BboxList));
    }
    let has_4k = |id, mode| row(id, mode).size.value.presets.iter().any(|(preset, _)| *preset == Preset::K4);
    assert!(has_4k(PRO, Mode::TextToImage));
    assert!(!has_4k(PRO, Mode::Edit) && !has_4k(PRO, Mode::ImageSet) && !has_4k(SMALL, Mode::TextToImage));
    let table = model(V26).unwrap();
    assert_eq!((table.prompt_chars.value, table.negative_prompt_chars.as_ref().unwrap().value), (2000, 500));
    assert_eq!(row(V26, Mode::Edit).images.value, (1, 4));
    assert_eq!(count(V26, Mode::Edit), (1, 4, 4));
    let limits = table.image.value;
    assert_eq!((limits.min_side, limits.max_side, limits.max_ratio), (240, 8000, None));
    for table in MODELS {
        assert!(!table.price.source.page.is_empty() && table.price.source.read.len() == 7, "{}", table.id);
        assert!(table.price.value.beijing_cny > 0.0);
    }
}

// Images and boxes.

#[test]
fn a_url_must_be_one_that_the_service_can_fetch() {
    let fine = ["https://a/b.png", "http://a/b", "https://a/b?x=1&y=%20", "data:image/png;base64,iVBORw0KGgo="];
    let wrong = [
        "",
        " ",
        "a.png",
        "https://",
        "https:///b.png",
        "http:// a/b.png",
        "https://a/b c.png",
        "file:///a.png",
        "blob:https://a/b",
        "javascript:alert(1)",
        "data:text/html;base64,PGI+",
        "data:image/png,abc",
        "data:image/png;base64,",
        "oss://",
    ];
    for url in fine {
        assert!(is_fine(edit(PRO).with_image(SourceImage::url(url))), "{url}");
    }
    for url in wrong {
        let found = problems(edit(PRO).with_image(SourceImage::url(url)));
        assert_eq!(found, at("images[1]", ProblemKind::UrlInvalid), "{url:?}");
    }
}

#[test]
fn boxes_must_have_a_pixel_and_lie_inside() {
    let picture = SourceImage::local(photo(640, 480));
    for (one, fine) in [
        (bbox(0, 0, 640, 480), true),
        (bbox(0, 0, 1, 1), true),
        (bbox(639, 479, 640, 480), true),
        (bbox(0, 0, 640, 481), false),
        (bbox(640, 0, 641, 1), false),
        (bbox(10, 10, 10, 20), false),
        (bbox(20, 10, 10, 20), false),
        (bbox(0, 0, u32::MAX, u32::MAX), false),
    ] {
        let request = edit(PRO).with_image(picture.clone().with_bboxes(vec![one]));
        assert_eq!(is_fine(request), fine, "{one:?}");
    }
    let unknown = edit(PRO).with_image(by_url().with_bboxes(vec![bbox(0, 0, u32::MAX, 1), bbox(3, 3, 4, 4)]));
    assert!(is_fine(unknown), "of a URL that was not looked up nobody knows the size");
}

#[test]
fn boxes_leave_as_one_list_per_image_or_not_at_all() {
    let boxed = edit(PRO).with_image(by_url().with_bboxes(vec![bbox(1, 2, 3, 4)])).with_image(by_url());
    let list = &body(&check(boxed).unwrap())["parameters"]["bbox_list"];
    assert_eq!(*list, serde_json::json!([[], [[1, 2, 3, 4]], []]));
    let without = body(&check(with_images(edit(PRO), 3)).unwrap());
    assert!(without["parameters"].get("bbox_list").is_none());
}

#[test]
fn prompts_and_urls_cannot_break_out_of_the_body() {
    let nasty = "\"}],\"x\":[{\"\\ \u{0} \u{2028} 字🌷\r\n";
    let url = "https://a/\"},{\"text\":\"x";
    let mut request = EditRequest::new(PRO, nasty);
    request.images = vec![SourceImage::url(url), SourceImage::local(photo(640, 480))];
    let body = body(&check(request).unwrap());
    assert_eq!(
        body["input"]["messages"][0]["content"],
        serde_json::json!([{ "image": url }, { "image": "<image 1>" }, { "text": nasty }])
    );
}

// Size words.

#[test]
fn sizes_are_read_as_people_write_them() {
    let fine = [
        ("1K", "1K"),
        (" 2k ", "2K"),
        ("4K", "4K"),
        ("1280*720", "1280*720"),
        ("1280x720", "1280*720"),
        ("1280X720", "1280*720"),
        ("１２８０＊７２０", "1280*720"),
        ("1280 × 720", "1280*720"),
        ("0*0", "0*0"),
    ];
    for (text, wire) in fine {
        assert_eq!(OutputSize::parse(text).unwrap().wire(), wire, "{text}");
    }
    for text in
        ["", "3K", "K", "1280", "*", "1280*", "*720", "-1*5", "1.5*2", "1*2*3", "4294967296*1", "1280，720", "字*字"]
    {
        assert_eq!(OutputSize::parse(text), None, "{text}");
    }
}

#[test]
fn the_predicted_size_is_about_what_the_samples_show() {
    let row = |id, mode| model(id).unwrap().mode(mode).unwrap();
    let about = |found: Option<Size>, width: u32, height: u32| {
        let found = found.unwrap();
        let near = |a: u32, b: u32| a.abs_diff(b) * 100 <= b;
        assert!(near(found.width, width) && near(found.height, height), "{found:?} for {width}*{height}");
    };
    let (edit27, text27) = (row(PRO, Mode::Edit), row(PRO, Mode::TextToImage));
    let preset = |preset| Some(OutputSize::Preset(preset));
    // Samples of the references: 2K in the shape of a picture, and squares without one.
    about(predicted_size(edit27, preset(Preset::K2), Some(Size::new(2985, 1405))), 2985, 1405);
    about(predicted_size(edit27, None, Some(Size::new(2976, 1408))), 2976, 1408);
    about(predicted_size(edit27, preset(Preset::K1), Some(Size::new(1488, 704))), 1488, 704);
    about(predicted_size(text27, None, None), 2048, 2048);
    about(predicted_size(row(PRO, Mode::ImageSet), None, None), 2048, 2048);
    about(predicted_size(text27, preset(Preset::K4), None), 4096, 4096);
    let edit26 = row(V26, Mode::Edit);
    assert_eq!(predicted_size(edit26, None, Some(Size::new(1000, 1000))), Some(Size::new(1280, 1280)));
    let wide = predicted_size(edit26, preset(Preset::K2), Some(Size::new(1696, 960))).unwrap();
    assert_eq!((wide.width % 16, wide.height % 16), (0, 0));
    assert_eq!(predicted_size(edit26, Some(exact(1283, 905)), None), Some(Size::new(1280, 912)));
    assert_eq!(predicted_size(edit27, Some(exact(1283, 905)), None), Some(Size::new(1283, 905)));
    assert_eq!(predicted_size(edit27, preset(Preset::K4), None), None);
    // Nothing breaks on a picture without an extent.
    for size in [Size::new(0, 0), Size::new(1, 0), Size::new(0, 1), Size::new(u32::MAX, 1)] {
        let _ = predicted_size(edit27, None, Some(size));
    }
}

#[test]
fn the_price_is_that_of_all_images() {
    let pro = model(PRO).unwrap();
    assert_eq!(price_cny(pro, 4, PriceRegion::Beijing), 2.0);
    assert_eq!(price_cny(pro, 1, PriceRegion::Singapore), 0.562_065);
    assert_eq!(check(edit(PRO).with_n(3)).unwrap().price_cny(), 1.5);
    assert_eq!(check(edit(PRO)).unwrap().price_cny(), 0.5);
}

// Requests from JSON.

#[test]
fn a_request_from_json_takes_the_services_names_in_camel_case() {
    let json = serde_json::json!({
        "model": PRO, "prompt": "x", "size": "1280*720", "n": 2, "seed": 7, "watermark": true,
        "negativePrompt": "a", "promptExtend": true, "thinkingMode": false, "enableSequential": true,
    });
    let wanted = EditRequest::new(PRO, "x")
        .with_size(exact(1280, 720))
        .with_n(2)
        .with_seed(7)
        .with_watermark(true)
        .with_negative_prompt("a")
        .with_prompt_extend(true)
        .with_thinking_mode(false)
        .with_enable_sequential(true);
    assert_eq!(common::request(json), Ok(wanted));
}

#[test]
fn a_wrong_key_or_value_is_named() {
    let wrong = [
        (serde_json::json!("a cat"), ": give an object"),
        (serde_json::json!({ "negative_prompt": "a" }), "negative_prompt: unknown field"),
        (serde_json::json!({ "mask": "a" }), "mask: unknown field"),
        (serde_json::json!({ "n": 1.5 }), "n: invalid type: floating point `1.5`"),
        (serde_json::json!({ "n": -1 }), "n: invalid value: integer `-1`"),
        (serde_json::json!({ "n": "2" }), "n: invalid type: string"),
        (serde_json::json!({ "seed": 4_294_967_296_u64 }), "seed: invalid value"),
        (serde_json::json!({ "size": "huge" }), "size: give "),
        (serde_json::json!({ "watermark": "no" }), "watermark: invalid type"),
    ];
    for (json, word) in wrong {
        let error = common::request(json).unwrap_err();
        assert!(error.starts_with(word), "{error}");
    }
}

// The draft.

fn ids(draft: &Draft) -> Vec<u32> {
    draft.images().iter().map(|image| image.id).collect()
}

fn three() -> (Draft, [u32; 3]) {
    let mut draft = Draft::default();
    let ids = ["a", "b", "c"].map(|name| draft.add(name, by_url()));
    (draft, ids)
}

#[test]
fn every_step_of_a_draft_is_undone_and_redone_one_by_one() {
    let (mut draft, [a, b, c]) = three();
    draft.set_bboxes(b, vec![bbox(1, 1, 2, 2)]);
    draft.reorder(c, 0);
    draft.remove(b);
    assert_eq!(ids(&draft), [c, a]);
    let mut back = Vec::new();
    while draft.can_undo() {
        draft.undo();
        back.push(ids(&draft));
    }
    let all: [&[u32]; 6] = [&[c, a, b], &[a, b, c], &[a, b, c], &[a, b], &[a], &[]];
    assert_eq!(back, all);
    while draft.can_redo() {
        draft.redo();
    }
    assert_eq!(ids(&draft), [c, a]);
    draft.undo();
    assert_eq!(draft.image(b).unwrap().image.bboxes, [bbox(1, 1, 2, 2)], "it comes back with its boxes");
}

#[test]
fn a_new_step_forgets_what_was_undone() {
    let (mut draft, [a, ..]) = three();
    draft.undo();
    draft.set_bboxes(a, vec![bbox(1, 1, 2, 2)]);
    assert!(!draft.can_redo());
    draft.redo();
    assert_eq!(draft.images().len(), 2);
}

#[test]
fn what_changes_nothing_is_no_step() {
    let (mut draft, [a, ..]) = three();
    draft.set_bboxes(a, vec![]);
    draft.reorder(a, 0);
    draft.remove(99);
    draft.reorder(99, 0);
    draft.set_bboxes(99, vec![bbox(1, 1, 2, 2)]);
    draft.undo();
    assert_eq!(draft.images().len(), 2, "the last step was the adding of the third");
    let mut empty = Draft::default();
    empty.undo();
    empty.redo();
    assert!(empty.images().is_empty());
}

#[test]
fn images_move_to_any_place() {
    let (mut draft, [a, b, c]) = three();
    draft.reorder(a, 2);
    assert_eq!(ids(&draft), [b, c, a]);
    draft.reorder(a, 1);
    assert_eq!(ids(&draft), [b, a, c]);
    draft.reorder(b, usize::MAX);
    assert_eq!(ids(&draft), [a, c, b], "behind the end is the end");
    assert_eq!((draft.position(b), draft.position(99)), (Some(2), None));
}

#[test]
fn an_id_is_never_given_twice() {
    let (mut draft, [.., c]) = three();
    draft.remove(c);
    let d = draft.add("d", by_url());
    draft.undo();
    draft.undo();
    let e = draft.add("e", by_url());
    assert_eq!(ids(&draft).iter().collect::<BTreeSet<_>>().len(), 4);
    assert!(e != c && e != d);
}

#[test]
fn two_hundred_steps_can_be_undone() {
    let mut draft = Draft::default();
    let a = draft.add("a", by_url());
    for step in 1..=300 {
        draft.set_bboxes(a, vec![bbox(0, 0, step, 1)]);
    }
    let mut count = 0;
    while draft.can_undo() {
        draft.undo();
        count += 1;
    }
    assert_eq!(count, 200);
    assert_eq!(draft.image(a).unwrap().image.bboxes, [bbox(0, 0, 100, 1)]);
}
