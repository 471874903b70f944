//! What the page decides without a browser: what each model's form shows, what may be sent and how, what it costs, and
//! what a reload restores.

mod common;

use common::{KEY, photo};
use leptos::prelude::*;
use serde_json::json;
use wan_edit::core::edit::{
    Delivery, EditRequest, MODELS, Mode, ModeRow, OutputSize, Palette, Parameter, Preset, ProblemKind, SourceImage,
    model,
};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::image::ImageFacts;
use wan_edit::page::keys::{Command, Scope, aria, label};
use wan_edit::page::state::{
    DraftState, EditState, Form, FormState, KeptForm, KeptKey, KeptTask, OutputSketch, ServiceForm, ServiceLack,
    ServiceState, Unused, alive, count_range, is_maximum, predicted_output, readable, size_choices, with_task,
    without_task,
};

const PRO: &str = "wan2.7-image-pro";
const SMALL: &str = "wan2.7-image";
const V26: &str = "wan2.6-image";
const V25: &str = "wan2.5-i2i-preview";

/// An edit at the service of this choice, with a key. The owner has to live as long.
fn edit_at(choice: &str) -> (Owner, EditState) {
    let owner = Owner::new();
    owner.set();
    let service = ServiceForm { choice: choice.into(), ..ServiceForm::default() };
    let key = KeptKey { key: KEY.into(), trusted_origins: Vec::new(), ..KeptKey::default() };
    let service = ServiceState::new(service, key, "https://shop.example".into(), false);
    let trusted = service.key_origins();
    service.trusted_origins.set(trusted);
    let edit =
        EditState { draft: DraftState::new("Make it night".into()), form: FormState(RwSignal::default()), service };
    (owner, edit)
}

fn edit() -> (Owner, EditState) {
    edit_at("beijing")
}

fn add(edit: EditState, facts: ImageFacts) -> u32 {
    edit.draft.add("photo.jpg".into(), SourceImage::local(facts))
}

fn set(edit: EditState, change: impl FnOnce(&mut Form)) {
    edit.form.0.update(change);
}

fn paths(edit: EditState) -> Vec<String> {
    edit.problems().into_iter().map(|problem| problem.path).collect()
}

/// The row of `model` in `mode`, or in the plain mode, with so many source images.
fn row(model: &str, mode: Option<Mode>, images: usize) -> &'static ModeRow {
    Form { model: model.into(), mode, ..Form::default() }.row(images).unwrap()
}

// --- what each model's form shows

/// The fields of a row that not every row has.
fn fields(row: &ModeRow) -> String {
    let known = [
        (Parameter::Watermark, "watermark"),
        (Parameter::ColorPalette, "palette"),
        (Parameter::NegativePrompt, "negative prompt"),
        (Parameter::PromptExtend, "prompt extend"),
        (Parameter::ThinkingMode, "thinking"),
    ];
    let names: Vec<&str> =
        known.into_iter().filter(|(parameter, _)| row.has(*parameter)).map(|(_, name)| name).collect();
    names.join(", ")
}

/// The sizes that can be chosen by name, the default in brackets.
fn sizes(row: &ModeRow) -> String {
    let choices = size_choices(row).into_iter();
    let names = choices.map(|choice| if choice.is_default { format!("[{}]", choice.name) } else { choice.name.into() });
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn each_models_form_has_the_fields_of_its_mode() {
    let rows = [
        (PRO, None, 1, Mode::Edit, "watermark, palette", "1K [2K]", "1 to 4"),
        (PRO, None, 0, Mode::TextToImage, "watermark, palette, thinking", "1K [2K] 4K", "1 to 4"),
        (PRO, Some(Mode::ImageSet), 1, Mode::ImageSet, "watermark", "1K [2K]", "up to 12"),
        (SMALL, None, 1, Mode::Edit, "watermark, palette", "1K [2K]", "1 to 4"),
        (SMALL, None, 0, Mode::TextToImage, "watermark, palette, thinking", "1K [2K]", "1 to 4"),
        (SMALL, Some(Mode::ImageSet), 0, Mode::ImageSet, "watermark", "1K [2K]", "up to 12"),
        (V26, None, 1, Mode::Edit, "watermark, negative prompt, prompt extend", "[1K] 2K", "1 to 4"),
        (V26, None, 0, Mode::Interleave, "watermark, negative prompt", "[]", "up to 5"),
        (V26, Some(Mode::Interleave), 1, Mode::Interleave, "watermark, negative prompt", "[]", "up to 5"),
        (V25, None, 1, Mode::Edit, "watermark, negative prompt, prompt extend", "[]", "1 to 4"),
        (V25, None, 0, Mode::Edit, "watermark, negative prompt, prompt extend", "[]", "1 to 4"),
    ];
    for (model, mode, images, is, shown, named, counts) in rows {
        let case = format!("{model}, {mode:?}, {images} images");
        let row = row(model, mode, images);
        assert_eq!(row.mode, is, "{case}");
        assert_eq!(fields(row), shown, "{case}");
        assert_eq!(sizes(row), named, "{case}");
        let (min, max) = count_range(row);
        let count = if is_maximum(row) { format!("up to {max}") } else { format!("{min} to {max}") };
        assert_eq!(count, counts, "{case}");
    }
}

#[test]
fn a_form_of_an_unknown_model_shows_no_fields() {
    assert!(model(&Form::default().model).is_some());
    assert!(Form { model: "wan9".into(), ..Form::default() }.row(1).is_none());
}

#[test]
fn a_second_mode_is_offered_where_the_model_has_both() {
    let (_owner, edit) = edit();
    assert_eq!(edit.other_mode(), Some(Mode::ImageSet));
    set(edit, |form| form.model = V26.into());
    assert_eq!(edit.other_mode(), None, "without a source image it only answers in words and images");
    add(edit, photo(1000, 1000));
    assert_eq!(edit.other_mode(), Some(Mode::Interleave));
    set(edit, |form| form.model = V25.into());
    assert_eq!(edit.other_mode(), None);
}

#[test]
fn a_mode_that_the_model_has_not_is_kept_and_the_plain_one_shown() {
    let (_owner, edit) = edit();
    add(edit, photo(1000, 1000));
    set(edit, |form| form.mode = Some(Mode::ImageSet));
    assert_eq!(edit.row().unwrap().mode, Mode::ImageSet);
    set(edit, |form| form.model = V26.into());
    assert_eq!(edit.row().unwrap().mode, Mode::Edit);
    set(edit, |form| form.model = SMALL.into());
    assert_eq!(edit.row().unwrap().mode, Mode::ImageSet);
}

#[test]
fn one_size_is_chosen_whatever_the_form_holds() {
    for model in MODELS {
        for row in model.modes {
            for size in ["", "1K", "2K", "4K"] {
                let form = Form { size: size.into(), ..Form::default() };
                let chosen = size_choices(row).into_iter().filter(|choice| form.is_size(row, *choice)).count();
                assert_eq!(chosen, 1, "{} {:?} {size:?}", model.id, row.mode);
            }
            let exact = Form { size: "1280*720".into(), ..Form::default() };
            assert!(exact.is_exact() && size_choices(row).into_iter().all(|choice| !exact.is_size(row, choice)));
        }
    }
}

#[test]
fn width_and_height_are_typed_apart() {
    let mut form = Form { size: "1280*720".into(), ..Form::default() };
    assert_eq!(form.sides(), ("1280", "720"));
    form.set_width("640");
    form.set_height("");
    assert_eq!((form.size.as_str(), form.is_exact()), ("640*", true));
    form.set_height("4*8");
    assert_eq!(form.size, "640*48", "the sign between them cannot be typed");
    form.set_height("４８０");
    assert_eq!(OutputSize::parse(&form.size), Some(OutputSize::Exact(Size::new(640, 480))));
}

#[test]
fn a_pasted_size_is_width_and_height() {
    for pasted in ["1280×720", "1280 x 720", " 1280*720\n", "１２８０×７２０"] {
        let mut form = Form { size: "64*48".into(), ..Form::default() };
        assert!(form.paste_size(pasted), "{pasted}");
        assert_eq!(form.sides(), ("1280", "720"));
    }
    let mut form = Form { size: "64*48".into(), ..Form::default() };
    assert!(!form.paste_size("1280") && !form.paste_size("2K") && form.sides() == ("64", "48"));
}

#[test]
fn a_seed_may_have_digits_of_full_width() {
    let form = Form { seed: " ４２".into(), ..Form::default() };
    assert!(!form.is_seed_wrong());
    let mut request = EditRequest::new(PRO, "x");
    form.write(row(PRO, None, 0), &mut request);
    assert_eq!(request.seed, Some(42));
}

#[test]
fn a_count_is_brought_into_the_rows_range() {
    let form = Form { n: 9, max_images: 9, ..Form::default() };
    assert_eq!(form.count_in(row(PRO, None, 1)), 4);
    assert_eq!(form.count_in(row(PRO, Some(Mode::ImageSet), 1)), 9);
    assert_eq!(form.count_in(row(V26, None, 0)), 5);
}

#[test]
fn a_background_is_asked_for_where_there_is_transparency() {
    let (_owner, edit) = edit();
    add(edit, photo(1000, 1000));
    assert!(!edit.has_transparency());
    let id = add(edit, ImageFacts { alpha: true, ..photo(1000, 1000) });
    assert!(edit.has_transparency());
    edit.draft.draft.update(|draft| draft.remove(id));
    assert!(!edit.has_transparency());
}

#[test]
fn what_is_set_and_not_used_is_named() {
    let (_owner, edit) = edit();
    assert_eq!(edit.unused(), []);
    set(edit, |form| {
        form.size = "4K".into();
        form.thinking_mode = false;
        form.has_palette = true;
        form.negative_prompt = "rain".into();
        form.prompt_extend = false;
    });
    assert_eq!(edit.unused(), [Unused::NegativePrompt, Unused::PromptExtend], "words alone, wan2.7-image-pro");
    let id = add(edit, photo(1000, 1000));
    let expected = [Unused::Size, Unused::ThinkingMode, Unused::NegativePrompt, Unused::PromptExtend];
    assert_eq!(edit.unused(), expected, "an edit");
    edit.draft.draft.update(|draft| draft.set_bboxes(id, vec![BoundingBox { x1: 1, y1: 2, x2: 300, y2: 400 }]));
    set(edit, |form| form.mode = Some(Mode::ImageSet));
    let expected = [
        Unused::Boxes,
        Unused::Palette,
        Unused::Size,
        Unused::ThinkingMode,
        Unused::NegativePrompt,
        Unused::PromptExtend,
    ];
    assert_eq!(edit.unused(), expected, "an image set");
    assert!(edit.request().images[0].bboxes.is_empty());
    set(edit, |form| *form = Form { model: V26.into(), negative_prompt: "rain".into(), ..Form::default() });
    assert_eq!(edit.unused(), [], "boxes stand in the way there, and are not left out");
}

// --- what may be sent

#[test]
fn a_whole_draft_may_be_sent() {
    let (_owner, edit) = edit();
    assert_eq!(edit.problems(), [], "words alone");
    add(edit, photo(1000, 1000));
    assert_eq!(edit.problems(), []);
    assert_eq!(edit.shown_lack(), None);
}

#[test]
fn a_fresh_page_is_not_reproached() {
    let (_owner, edit) = edit();
    edit.draft.prompt.set(String::new());
    edit.service.key.set(String::new());
    set(edit, |form| form.model = V25.into());
    assert_eq!(paths(edit), ["prompt", "images"]);
    assert_eq!((edit.shown_problems(), edit.shown_lack()), (Vec::new(), None));
    edit.draft.is_edit_pressed.set(true);
    assert_eq!(edit.shown_problems().len(), 2);
    assert_eq!(edit.shown_lack(), Some(ServiceLack::Key));
}

#[test]
fn what_is_wrong_with_the_service_is_shown_at_once() {
    let (_owner, edit) = edit();
    edit.service.form.update(|form| form.proxy = "http://elsewhere.example".into());
    assert!(matches!(edit.shown_lack(), Some(ServiceLack::Proxy(_))));
    edit.service.form.update(|form| *form = ServiceForm { choice: "custom".into(), ..ServiceForm::default() });
    assert!(matches!(edit.shown_lack(), Some(ServiceLack::Endpoint(_))));
    edit.service.form.set(ServiceForm::default());
    edit.service.key.set("sk-ü".into());
    assert_eq!(edit.shown_lack(), Some(ServiceLack::KeyBad));
}

#[test]
fn a_key_goes_nowhere_that_nobody_trusts() {
    let (_owner, edit) = edit();
    edit.service.form.update(|form| form.choice = "dmxapi".into());
    assert_eq!(edit.shown_lack(), None, "asked once Edit was pressed");
    edit.draft.is_edit_pressed.set(true);
    assert_eq!(edit.shown_lack(), Some(ServiceLack::Trust));
}

#[test]
fn what_cannot_be_read_stands_in_the_way() {
    let (_owner, edit) = edit();
    for size in ["*", "640*", "wide*high", "640*480*2"] {
        set(edit, |form| form.size = size.into());
        assert!(edit.is_wrong("size"), "{size}");
        assert_eq!(paths(edit), ["size"], "{size}");
        assert_eq!(edit.output(), None, "{size}");
    }
    set(edit, |form| *form = Form { seed: "seven".into(), ..Form::default() });
    assert_eq!(paths(edit), ["seed"]);
    set(edit, |form| form.seed = "2147483648".into());
    assert_eq!(paths(edit), ["seed"]);
    set(edit, |form| form.seed = " 7 ".into());
    assert_eq!(edit.problems(), []);
}

#[test]
fn a_seed_is_wrong_where_it_would_not_be_taken() {
    let is_wrong = |seed: &str| Form { seed: seed.into(), ..Form::default() }.is_seed_wrong();
    assert!(["-1", "2147483648", "1.5", "seven"].into_iter().all(is_wrong));
    assert!(!["", " ", "0", " 7 ", "2147483647"].into_iter().any(is_wrong));
}

#[test]
fn a_palette_without_colours_stands_in_the_way() {
    let (_owner, edit) = edit();
    set(edit, |form| form.has_palette = true);
    let kinds: Vec<_> = edit.problems().into_iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::PaletteColors { count: 0, min: 3, max: 10 }]);
    let colors = [[38, 70, 83], [233, 196, 106], [244, 241, 234]];
    let palette = colors.iter().fold(Palette::default(), |palette, rgb| palette.with_added(*rgb));
    set(edit, |form| form.palette = palette.clone());
    assert_eq!(edit.problems(), []);
    assert_eq!(edit.request().color_palette, Some(palette));
    assert_eq!(edit.form.0.with(|form| form.palette_color(1).rgb), colors[1]);
    assert_eq!(edit.form.0.with(|form| (form.palette_color(3).rgb, form.palette_color(3).hundredths)), ([255; 3], 0));
}

#[test]
fn what_the_mode_has_not_is_not_sent() {
    let (_owner, edit) = edit();
    set(edit, |form| {
        form.model = SMALL.into();
        form.negative_prompt = "rain".into();
        form.thinking_mode = false;
        form.size = "4K".into();
    });
    let request = edit.request();
    assert_eq!(edit.problems(), []);
    assert_eq!((request.negative_prompt, request.prompt_extend, request.size), (None, None, None));
    assert_eq!(request.thinking_mode, Some(false));
    add(edit, photo(1000, 1000));
    assert_eq!(edit.request().thinking_mode, None);
}

#[test]
fn a_model_that_is_not_there_stands_in_the_way() {
    let (_owner, edit) = edit_at("virginia");
    assert!(matches!(edit.problems()[0].kind, ProblemKind::ModelElsewhere { .. }));
    add(edit, photo(1000, 1000));
    set(edit, |form| form.model = V26.into());
    assert_eq!(edit.problems(), []);
}

// --- how the answer is awaited

#[test]
fn the_ways_to_await_an_answer_are_those_of_model_mode_and_service() {
    let ways = |choice: &str, model: &str, images: u32| {
        let (_owner, edit) = edit_at(choice);
        set(edit, |form| form.model = model.into());
        for _ in 0..images {
            add(edit, photo(1000, 1000));
        }
        edit.deliveries()
    };
    assert_eq!(ways("beijing", PRO, 1), [Delivery::Task, Delivery::Sync]);
    assert_eq!(ways("beijing", V26, 0), [Delivery::Task, Delivery::Stream]);
    assert_eq!(ways("beijing", V25, 1), [Delivery::Task]);
    assert_eq!(ways("dmxapi", PRO, 1), [Delivery::Sync], "the relay has no tasks");
    assert_eq!(ways("dmxapi", V26, 0), [Delivery::Stream]);
    assert_eq!(ways("emulator", PRO, 1), [Delivery::Task, Delivery::Sync]);
    assert_eq!(ways("virginia", PRO, 1), [Delivery::Task, Delivery::Sync], "where it does not run, those of the model");
}

#[test]
fn the_way_is_the_chosen_one_where_that_exists() {
    let (_owner, edit) = edit();
    assert_eq!(edit.delivery(), Delivery::Task);
    set(edit, |form| form.delivery = Some(Delivery::Sync));
    assert_eq!(edit.delivery(), Delivery::Sync);
    set(edit, |form| form.model = V26.into());
    assert_eq!(edit.delivery(), Delivery::Task, "text and images come by task or by stream");
    edit.service.form.update(|form| form.choice = "dmxapi".into());
    assert_eq!(edit.delivery(), Delivery::Stream);
    set(edit, |form| form.model = PRO.into());
    edit.service.form.set(ServiceForm::default());
    assert_eq!(edit.delivery(), Delivery::Sync, "the choice was kept");
}

#[test]
fn files_can_be_uploaded_first_where_the_service_takes_them() {
    let (_owner, edit) = edit();
    assert!(!edit.can_upload(), "there is nothing to upload in this mode");
    add(edit, photo(1000, 1000));
    assert!(edit.can_upload());
    edit.service.form.update(|form| form.choice = "dmxapi".into());
    assert!(!edit.can_upload());
}

// --- the size of the output

#[test]
fn the_size_of_the_output_is_predicted() {
    let exact = |width, height| Some(OutputSize::Exact(Size::new(width, height)));
    let preset = |preset| Some(OutputSize::Preset(preset));
    let wide = Some(Size::new(2000, 1000));
    let cases = [
        (row(PRO, None, 0), None, None, Size::new(2048, 2048)),
        (row(PRO, None, 0), preset(Preset::K4), None, Size::new(4096, 4096)),
        (row(PRO, None, 1), None, wide, Size::new(2896, 1448)),
        (row(PRO, None, 1), exact(1001, 999), wide, Size::new(1001, 999)),
        (row(V26, None, 1), exact(1001, 999), wide, Size::new(1008, 992)),
        // Without a preset and without a size: as the last image.
        (row(V25, None, 1), None, wide, Size::new(1810, 905)),
        (row(V25, None, 1), None, Some(Size::new(400, 400)), Size::new(1280, 1280)),
        (row(V25, None, 1), None, None, Size::new(1280, 1280)),
        // Interleaved images are made smaller, not larger.
        (row(V26, None, 0), None, Some(Size::new(400, 400)), Size::new(400, 400)),
        (row(V26, None, 0), None, Some(Size::new(2560, 2560)), Size::new(1280, 1280)),
    ];
    for (row, size, last, expected) in cases {
        assert_eq!(predicted_output(row, size, last), Some(expected), "{:?} {size:?} {last:?}", row.mode);
    }
}

#[test]
fn the_output_follows_the_last_of_several_images() {
    let (_owner, edit) = edit();
    assert_eq!(edit.output(), Some(OutputSketch { size: Size::new(2048, 2048), follows: None }));
    add(edit, photo(1000, 1000));
    assert_eq!(edit.output(), Some(OutputSketch { size: Size::new(2048, 2048), follows: None }));
    add(edit, photo(2000, 1000));
    assert_eq!(edit.output(), Some(OutputSketch { size: Size::new(2896, 1448), follows: Some(1) }));
    set(edit, |form| form.size = "1280*720".into());
    assert_eq!(edit.output(), Some(OutputSketch { size: Size::new(1280, 720), follows: None }));
    set(edit, |form| form.size = "9000*9000".into());
    assert_eq!((edit.output(), edit.predicted_size()), (None, Some(Size::new(9000, 9000))));
}

// --- what it costs

#[test]
fn the_price_is_about_that_of_the_region() {
    let price = |choice: &str, change: fn(&mut Form)| {
        let (_owner, edit) = edit_at(choice);
        set(edit, change);
        edit.cost().map(|cost| (cost.count, cost.is_maximum, cost.yuan()))
    };
    assert_eq!(price("beijing", |_| {}), Some((1, false, "0.50".into())));
    assert_eq!(price("singapore", |form| form.n = 3), Some((3, false, "1.69".into())));
    assert_eq!(price("dmxapi", |form| form.mode = Some(Mode::ImageSet)), Some((4, true, "2.00".into())));
    assert_eq!(price("beijing", |form| form.model = "wan9".into()), None);
    assert_eq!(price("custom", |_| {}), None);
}

#[test]
fn files_are_uploaded_and_addresses_are_not() {
    let (_owner, edit) = edit();
    assert_eq!(edit.upload_bytes(), 0);
    add(edit, photo(1000, 1000));
    add(edit, photo(500, 500));
    edit.draft.add("b.png".into(), SourceImage::url("https://example.com/b.png"));
    assert_eq!(edit.upload_bytes(), 2_000_000);
}

// --- what a reload restores

#[test]
fn a_reload_restores_the_form_without_what_belongs_to_one_edit() {
    let form = Form {
        model: V26.into(),
        mode: Some(Mode::Interleave),
        size: "1280*720".into(),
        n: 3,
        max_images: 2,
        seed: "7".into(),
        watermark: true,
        prompt_extend: false,
        negative_prompt: "rain".into(),
        thinking_mode: false,
        has_palette: true,
        palette: Palette::default().with_added([1, 2, 3]),
        delivery: Some(Delivery::Stream),
        is_uploading: true,
        background: "#204060".into(),
        keeps_metadata: true,
    };
    let text = serde_json::to_string(&form.kept()).unwrap();
    let restored = Form::restored(serde_json::from_str(&text).unwrap());
    let expected = Form {
        model: form.model,
        size: form.size,
        watermark: true,
        prompt_extend: false,
        thinking_mode: false,
        delivery: Some(Delivery::Stream),
        is_uploading: true,
        background: "#204060".into(),
        ..Form::default()
    };
    assert_eq!(restored, expected);
}

#[test]
fn a_kept_form_that_makes_no_sense_is_a_fresh_one() {
    let restored = |value| Form::restored(serde_json::from_value::<KeptForm>(value).unwrap());
    assert_eq!(restored(json!({})), Form::default(), "what is missing is as in a fresh form");
    assert_eq!(restored(json!({ "model": "wan9", "watermark": true })), Form::default());
    let form = restored(json!({ "model": V25, "delivery": "pigeon", "background": "red", "new": 1 }));
    assert_eq!(form, Form { model: V25.into(), ..Form::default() });
}

#[test]
fn a_reload_restores_the_service() {
    let form = ServiceForm {
        choice: "workspace".into(),
        custom: "https://example.com/api/v1".into(),
        workspace: "ws-1".into(),
        workspace_region: "eu-central-1".into(),
        is_bearer: true,
        proxy: String::new(),
    };
    let text = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<ServiceForm>(&text).unwrap(), form);
    assert!(!text.contains("key"), "never the key");
    assert_eq!(serde_json::from_str::<ServiceForm>("{}").unwrap(), ServiceForm::default());
}

fn task(task_id: &str, began_millis: f64) -> KeptTask {
    KeptTask {
        task_id: task_id.into(),
        base_url: "https://dashscope.aliyuncs.com/api/v1".into(),
        asked: Some(2),
        prompt: "Make it night".into(),
        model: PRO.into(),
        seed: Some(7),
        began_millis,
    }
}

#[test]
fn a_reload_restores_what_was_paid_for() {
    let text = r#"[
        {"taskId":"a","baseUrl":"https://dashscope.aliyuncs.com/api/v1","n":2,"prompt":"Make it night",
         "model":"wan2.7-image-pro","seed":7,"began":1700000000000},
        {"taskId":"b","baseUrl":"https://dashscope.aliyuncs.com/api/v1","n":null,"seed":null,"began":1700000000001},
        {"baseUrl":"no id"}, 7
    ]"#;
    let tasks = readable(serde_json::from_str(text).unwrap());
    let bare = KeptTask {
        asked: None,
        prompt: String::new(),
        model: String::new(),
        seed: None,
        ..task("b", 1_700_000_000_001.0)
    };
    assert_eq!(tasks, [task("a", 1_700_000_000_000.0), bare], "what cannot be read does not take the others with it");
    let written = serde_json::to_value(&tasks).unwrap();
    let names: Vec<&String> = written[0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["baseUrl", "began", "model", "n", "prompt", "seed", "taskId"]);
    assert_eq!(readable(serde_json::from_value(written).unwrap()), tasks);
}

#[test]
fn a_task_lives_for_a_day() {
    let day = 24.0 * 3600.0 * 1000.0;
    let tasks = vec![task("old", 0.0), task("young", 1.0), task("", day)];
    assert_eq!(alive(tasks, day), [task("young", 1.0)]);
}

#[test]
fn a_task_is_kept_once() {
    let tasks = with_task(vec![task("a", 1.0), task("b", 2.0)], task("a", 3.0));
    assert_eq!(tasks, [task("b", 2.0), task("a", 3.0)]);
    assert_eq!(without_task(tasks, "b"), [task("a", 3.0)]);
}

// --- the shortcut on the button

#[test]
fn the_button_names_its_shortcut() {
    let is_edit = |command| command == Command::Edit;
    assert_eq!(aria(Scope::Everywhere, is_edit), "Control+Enter Meta+Enter");
    assert_eq!(label(Scope::Everywhere, is_edit, false), "Ctrl + Enter");
    assert_eq!(label(Scope::Everywhere, is_edit, true), "⌘ + Enter");
}
