//! What each mode takes, sends and leaves out: interleaved answers, image sets, palettes, thinking, 4K and 2.5.

mod common;

use serde_json::{Value, json};
use wan_edit::core::edit::models::{MAX_IMAGES, PALETTE_COLORS};
use wan_edit::core::edit::{
    Delivery, EditRequest, MODELS, Mode, OutputSize, Palette, PaletteColor, Parameter, Preset, Problem, ProblemKind,
    SourceImage, check, model,
};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::service::{Protocol, plan};

use ProblemKind::{BoxesUnsupported, OutOfRange, ParameterUnsupported, PresetUnavailable};

const PRO: &str = "wan2.7-image-pro";
const SMALL: &str = "wan2.7-image";
const V26: &str = "wan2.6-image";
const V25: &str = "wan2.5-i2i-preview";

fn by_url() -> SourceImage {
    SourceImage::url("https://example.com/a.png")
}

fn new_image(model: &str) -> EditRequest {
    EditRequest::new(model, "Make it blue")
}

fn edit(model: &str) -> EditRequest {
    new_image(model).with_image(by_url())
}

fn set(model: &str) -> EditRequest {
    new_image(model).with_enable_sequential(true)
}

fn interleaved() -> EditRequest {
    new_image(V26).with_enable_interleave(true)
}

fn boxed() -> SourceImage {
    by_url().with_bboxes(vec![BoundingBox { x1: 1, y1: 2, x2: 3, y2: 4 }])
}

fn palette(shares: &[u32]) -> Palette {
    let color = |(grey, share): (u8, &u32)| PaletteColor { rgb: [grey; 3], hundredths: *share };
    Palette::new((0..).zip(shares).map(color).collect())
}

fn thirds() -> Palette {
    palette(&[3334, 3333, 3333])
}

fn k4() -> OutputSize {
    OutputSize::Preset(Preset::K4)
}

fn exact(width: u32, height: u32) -> OutputSize {
    OutputSize::Exact(Size::new(width, height))
}

fn problems(request: EditRequest) -> Vec<Problem> {
    check(request).err().unwrap_or_default()
}

#[track_caller]
fn is_fine(request: EditRequest) {
    assert_eq!(problems(request), []);
}

/// Expects exactly this one problem.
#[track_caller]
fn is_refused(request: EditRequest, path: &str, kind: ProblemKind) {
    assert_eq!(problems(request), [Problem { path: path.into(), kind }]);
}

fn body_for(request: EditRequest, protocol: Protocol, delivery: Delivery) -> Value {
    let images = request.images.len();
    common::json(&plan::body(&check(request).unwrap(), &vec![None; images], protocol, delivery))
}

fn parameters(request: EditRequest) -> Value {
    body_for(request, Protocol::DashScope, Delivery::Task)["parameters"].clone()
}

// Interleaved answers.

#[test]
fn an_interleaved_answer_has_no_size_unless_one_is_chosen_and_n_is_1() {
    assert_eq!(
        parameters(interleaved()),
        json!({ "enable_interleave": true, "n": 1, "max_images": 5, "watermark": false })
    );
    let chosen = interleaved().with_size(exact(1280, 720)).with_max_images(2).with_negative_prompt("blur").with_seed(7);
    assert_eq!(
        parameters(chosen),
        json!({ "enable_interleave": true, "n": 1, "max_images": 2, "size": "1280*720", "watermark": false,
                "negative_prompt": "blur", "seed": 7 })
    );
    is_fine(interleaved().with_n(1));
    for n in [0, 2, 4] {
        is_refused(interleaved().with_n(n), "n", OutOfRange { min: 1, max: 1 });
    }
    for preset in [Preset::K1, Preset::K2, Preset::K4] {
        is_refused(interleaved().with_size(OutputSize::Preset(preset)), "size", PresetUnavailable);
    }
    is_fine(interleaved().with_size(exact(768, 768)));
    is_fine(interleaved().with_size(exact(1280, 1280)));
    let total = ProblemKind::SizeTotal { min: 768 * 768, max: 1280 * 1280 };
    is_refused(interleaved().with_size(exact(1281, 1280)), "size", total.clone());
    is_refused(interleaved().with_size(exact(767, 768)), "size", total);
}

#[test]
fn max_images_is_from_1_to_5_and_for_interleaved_answers_only() {
    assert_eq!((MAX_IMAGES.value.min, MAX_IMAGES.value.max, MAX_IMAGES.value.service_default), (1, 5, 5));
    for most in 1..=5 {
        is_fine(interleaved().with_max_images(most));
        assert_eq!(interleaved().with_max_images(most).asked(), (most, true));
    }
    for most in [0, 6] {
        is_refused(interleaved().with_max_images(most), "max_images", OutOfRange { min: 1, max: 5 });
    }
    for request in [edit(V26), edit(PRO), new_image(PRO), set(PRO), edit(V25)] {
        is_refused(request.with_max_images(3), "max_images", ParameterUnsupported);
    }
    assert_eq!(interleaved().asked(), (5, true));
    assert_eq!(check(interleaved().with_max_images(2)).unwrap().price_cny(), 0.4);
}

#[test]
fn an_interleaved_answer_takes_at_most_one_image_and_nothing_of_the_other_modes() {
    is_fine(interleaved());
    is_fine(interleaved().with_image(by_url()));
    is_refused(
        interleaved().with_image(by_url()).with_image(by_url()),
        "images",
        ProblemKind::TooManyImages { count: 2, max: 1 },
    );
    is_refused(interleaved().with_image(boxed()), "images[0].bboxes", BoxesUnsupported);
    is_refused(interleaved().with_prompt_extend(true), "prompt_extend", ParameterUnsupported);
    is_refused(interleaved().with_thinking_mode(true), "thinking_mode", ParameterUnsupported);
    is_refused(interleaved().with_color_palette(thirds()), "color_palette", ParameterUnsupported);
    is_refused(interleaved().with_enable_sequential(true), "enable_sequential", ParameterUnsupported);
    for id in [PRO, SMALL, V25] {
        let kind = ProblemKind::ModeUnavailable(Mode::Interleave);
        is_refused(edit(id).with_enable_interleave(true), "model", kind);
    }
}

#[test]
fn a_stream_is_asked_for_where_each_service_wants_it() {
    let stream = |protocol, delivery| {
        let body = body_for(interleaved(), protocol, delivery);
        (body["parameters"].get("stream").cloned(), body.get("stream").cloned())
    };
    let on = Some(json!(true));
    assert_eq!(stream(Protocol::DashScope, Delivery::Stream), (on.clone(), None));
    assert_eq!(stream(Protocol::DashScope, Delivery::Task), (None, None));
    assert_eq!(stream(Protocol::Dmxapi, Delivery::Stream), (None, on));
    let sync = body_for(edit(V26), Protocol::Dmxapi, Delivery::Sync);
    assert_eq!((sync["parameters"].get("stream"), sync.get("stream")), (None, None));
    assert_eq!(sync["parameters"]["enable_interleave"], false, "the switch is always said, since it changes the mode");
}

// Image sets, palettes, thinking, 4K.

#[test]
fn an_image_set_excludes_palette_thinking_boxes_and_4k() {
    for id in [PRO, SMALL] {
        is_fine(set(id).with_n(12));
        is_refused(set(id).with_n(13), "n", OutOfRange { min: 1, max: 12 });
        is_refused(set(id).with_color_palette(thirds()), "color_palette", ParameterUnsupported);
        is_refused(set(id).with_thinking_mode(true), "thinking_mode", ParameterUnsupported);
        is_refused(set(id).with_image(boxed()), "images[0].bboxes", BoxesUnsupported);
        is_refused(set(id).with_size(k4()), "size", PresetUnavailable);
        is_refused(set(id).with_image(by_url()).with_size(k4()), "size", PresetUnavailable);
        assert_eq!(set(id).with_n(12).asked(), (12, true));
    }
    let all = set(PRO).with_color_palette(thirds()).with_thinking_mode(true).with_image(boxed()).with_size(k4());
    let paths: Vec<String> = problems(all).into_iter().map(|problem| problem.path).collect();
    assert_eq!(paths, ["images[0].bboxes", "size", "thinking_mode", "color_palette"], "each is told, not dropped");
}

#[test]
fn a_palette_goes_with_new_images_and_edits_and_boxes_of_2_7() {
    for id in [PRO, SMALL] {
        is_fine(new_image(id).with_color_palette(thirds()).with_thinking_mode(true));
        is_fine(new_image(id).with_image(boxed()).with_color_palette(thirds()));
    }
    is_fine(new_image(PRO).with_color_palette(thirds()).with_size(k4()));
    for request in [edit(V26), edit(V25)] {
        is_refused(request.clone().with_color_palette(thirds()), "color_palette", ParameterUnsupported);
        is_fine(request.with_color_palette(Palette::default()));
    }
    let sent = &parameters(edit(PRO).with_color_palette(palette(&[2351, 7648, 1])))["color_palette"];
    let color = |hex: &str, ratio: &str| json!({ "hex": hex, "ratio": ratio });
    assert_eq!(*sent, json!([color("#000000", "23.51%"), color("#010101", "76.48%"), color("#020202", "0.01%")]));
    assert_eq!(parameters(edit(PRO).with_color_palette(Palette::default())).get("color_palette"), None);
}

#[test]
fn a_palette_has_3_to_10_colours_that_make_100_percent() {
    let (min, max) = PALETTE_COLORS.value;
    assert_eq!((min, max), (3, 10));
    let of = |count: u32| {
        let shares: Vec<u32> = (0..count).map(|at| if at == 0 { 10_000 - 100 * (count - 1) } else { 100 }).collect();
        edit(PRO).with_color_palette(palette(&shares))
    };
    for count in 1..=12 {
        if (min..=max).contains(&count) {
            is_fine(of(count));
        } else {
            is_refused(of(count), "color_palette", ProblemKind::PaletteColors { count, min, max });
        }
    }
    for (shares, hundredths) in [([3333, 3333, 3333], 9999), ([5000, 5000, 1], 10_001), ([0, 0, 0], 0)] {
        let request = edit(PRO).with_color_palette(palette(&shares));
        is_refused(request, "color_palette", ProblemKind::PaletteSum { hundredths });
    }
    let huge = edit(PRO).with_color_palette(palette(&[u32::MAX, u32::MAX, 1]));
    is_refused(huge, "color_palette", ProblemKind::PaletteSum { hundredths: u32::MAX });
}

#[test]
fn four_k_is_for_new_images_of_the_pro_model_only() {
    is_fine(new_image(PRO).with_size(k4()));
    is_fine(new_image(PRO).with_size(exact(4096, 4096)));
    for request in [edit(PRO), set(PRO), new_image(SMALL), edit(SMALL), set(SMALL), edit(V26), edit(V25), interleaved()]
    {
        is_refused(request.clone().with_size(k4()), "size", PresetUnavailable);
        let found = problems(request.with_size(exact(4096, 4096)));
        assert!(matches!(found[..], [Problem { kind: ProblemKind::SizeTotal { .. }, .. }]), "{found:?}");
    }
}

#[test]
fn thinking_is_said_only_where_it_acts() {
    for id in [PRO, SMALL] {
        assert_eq!(parameters(new_image(id).with_thinking_mode(true))["thinking_mode"], true);
        assert_eq!(parameters(new_image(id).with_thinking_mode(false))["thinking_mode"], false, "its default is on");
        assert_eq!(parameters(new_image(id)).get("thinking_mode"), None);
        is_refused(edit(id).with_thinking_mode(true), "thinking_mode", ParameterUnsupported);
        assert_eq!(parameters(edit(id).with_thinking_mode(false)).get("thinking_mode"), None);
    }
    for request in [edit(V26), edit(V25)] {
        is_refused(request.with_thinking_mode(true), "thinking_mode", ParameterUnsupported);
    }
}

// 2.5

#[test]
fn the_oldest_model_has_a_body_of_its_own() {
    let request = edit(V25).with_image(by_url()).with_negative_prompt("blur").with_prompt_extend(true).with_seed(7);
    let wanted = json!({
        "model": V25,
        "input": {
            "prompt": "Make it blue",
            "negative_prompt": "blur",
            "images": ["https://example.com/a.png", "https://example.com/a.png"],
        },
        "parameters": { "n": 1, "prompt_extend": true, "watermark": false, "seed": 7 },
    });
    assert_eq!(body_for(request, Protocol::DashScope, Delivery::Task), wanted);
    let local = new_image(V25).with_image(SourceImage::local(common::photo(640, 480)));
    let body = body_for(local, Protocol::DashScope, Delivery::Task);
    assert_eq!(body["input"]["images"], json!(["<image 0>"]));
    assert_eq!(parameters(edit(V25).with_size(exact(1280, 720)))["size"], "1280*720");
}

#[test]
fn the_oldest_model_takes_1_to_3_images_and_no_presets() {
    let with = |count| (0..count).fold(new_image(V25), |request, _| request.with_image(by_url()));
    is_refused(with(0), "images", ProblemKind::TooFewImages { count: 0, min: 1 });
    (1..=3).for_each(|count| is_fine(with(count)));
    is_refused(with(4), "images", ProblemKind::TooManyImages { count: 4, max: 3 });
    for preset in [Preset::K1, Preset::K2] {
        is_refused(edit(V25).with_size(OutputSize::Preset(preset)), "size", PresetUnavailable);
    }
    is_refused(edit(V25).with_size(exact(2560, 600)), "size", ProblemKind::SizeRatio { max: 4 });
    let limits = model(V25).unwrap().image.value;
    assert_eq!((limits.min_side, limits.max_side, limits.max_ratio), (384, 5000, Some(4)));
    let sizes = model(V25).unwrap().modes[0].size.value.recommended;
    assert!(sizes.contains(&Size::new(1024, 1024)) && sizes.len() == 9);
}

// From JSON, and the table as a whole.

#[test]
fn the_new_parameters_are_read_from_json() {
    let json = json!({
        "model": V26, "prompt": "x", "enableInterleave": true, "maxImages": 3,
        "colorPalette": [{ "hex": "#000", "ratio": "33.34%" }, { "hex": "010101", "ratio": 33.33 },
                         { "hex": "#020202", "ratio": "33.33" }],
    });
    let wanted =
        EditRequest::new(V26, "x").with_enable_interleave(true).with_max_images(3).with_color_palette(thirds());
    assert_eq!(common::request(json), Ok(wanted));
    for (json, word) in [
        (json!({ "maxImages": 1.5 }), "maxImages: "),
        (json!({ "enableInterleave": 1 }), "enableInterleave: "),
        (json!({ "colorPalette": {} }), "colorPalette: "),
        (json!({ "colorPalette": [{ "hex": "red", "ratio": "1%" }] }), "colorPalette[0].hex: give a colour"),
        (json!({ "colorPalette": [{ "hex": "#000", "ratio": "all" }] }), "colorPalette[0].ratio: give a share"),
        (json!({ "stream": true }), "stream: unknown field `stream`"),
    ] {
        let error = common::request(json).unwrap_err();
        assert!(error.starts_with(word), "{error}");
    }
}

#[test]
fn no_mode_sends_what_it_does_not_know() {
    let switches = ["enable_interleave", "enable_sequential", "stream"];
    for model in MODELS {
        for row in model.modes {
            let mut request = EditRequest::new(model.id, "x").with_n(1).with_seed(1).with_watermark(true);
            request.images = vec![by_url(); row.images.value.0.max(u32::from(row.mode == Mode::ImageSet)) as usize];
            request.enable_sequential = Some(row.mode == Mode::ImageSet);
            request.enable_interleave = Some(row.mode == Mode::Interleave);
            let sent = parameters(request);
            for key in sent.as_object().unwrap().keys().filter(|key| !switches.contains(&key.as_str())) {
                assert!(row.parameters.iter().any(|known| known.name() == key), "{} {:?}: {key}", model.id, row.mode);
            }
            assert_eq!(sent.get("enable_sequential").is_some(), row.has(Parameter::EnableSequential), "{}", model.id);
            assert_eq!(sent.get("enable_interleave").is_some(), model.id == V26);
            assert!(sent["n"] == 1 && sent["watermark"] == true, "always said: {sent}");
        }
    }
}
