//! What a prompt means: names of images and boxes, notes, the compiled text, and what is odd about it.

use proptest::prelude::*;
use serde_json::Value;

use wan_edit::core::edit::{Draft, SourceImage};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::prompt::{
    BoundPrompt, BoxNote, ImageBoxes, Intent, Lint, LintRules, Mend, MentionedBox, Origin, Prompt, SAMPLE_SIZE,
    TEMPLATES, Target, TemplateKind, Wording, compile, differences, intent, lint, mend, mentioned_images, mentions,
};

const RULES: LintRules = LintRules { takes_boxes: true, most_chars: 5000, wording: Wording::English };

/// Images with ids 10, 20, …, of which each has so many boxes: the first image's have the ids 11, 12.
fn images(box_counts: &[usize]) -> Vec<ImageBoxes> {
    let image = |(at, count): (usize, &usize)| {
        let id = (at as u32 + 1) * 10;
        ImageBoxes { id, bboxes: (1..=*count as u32).map(|number| id + number).collect() }
    };
    box_counts.iter().enumerate().map(image).collect()
}

/// The boxes of `images`, side by side, with notes.
fn notes(images: &[ImageBoxes], notes: &[(u32, &str)]) -> Vec<BoxNote> {
    let boxes = images.iter().flat_map(|image| image.bboxes.iter().map(|bbox| (image.id, *bbox)));
    let note = |(at, (image, bbox)): (usize, (u32, u32))| {
        let text = notes.iter().find(|(of, _)| *of == bbox).map_or("", |(_, text)| text);
        let left = at as u32 * 100;
        let bounds = BoundingBox { x1: left, y1: 0, x2: left + 90, y2: 90 };
        BoxNote { image, bbox, bounds, note: Prompt::parse(text, images) }
    };
    boxes.enumerate().map(note).collect()
}

fn lints(prompt: &str, images: &[ImageBoxes], notes: &[BoxNote]) -> Vec<Lint> {
    lint(&Prompt::parse(prompt, images), notes, images, RULES)
}

fn compiled(prompt: &str, images: &[ImageBoxes], said: &[(u32, &str)]) -> String {
    compile(&Prompt::parse(prompt, images), &notes(images, said), images, Wording::Chinese).text()
}

// Names.

#[test]
fn a_prompt_is_searched_for_the_images_it_names() {
    let cases: [(&str, &[u32]); 26] = [
        ("把图1的闹钟放在图2的位置，图1不变", &[1, 2]),
        ("[图3]和[图1]", &[1, 3]),
        ("图片2 与 图 4", &[2, 4]),
        ("Image 2, image1 and IMAGE 3", &[1, 2, 3]),
        ("images of image", &[]),
        ("图", &[]),
        ("图二和图像三", &[2, 3]),
        ("", &[]),
        ("image 99999999999999999999", &[]),
        ("İmage 1 ß图10", &[10]),
        ("image 007", &[7]),
        ("试图一次做完", &[]),
        ("生成组图4张", &[]),
        ("图3张", &[]),
        ("第二张图片", &[2]),
        ("第一张：春天", &[]),
        ("an image 2K wide, image 16:9", &[]),
        ("the second image", &[2]),
        ("preimage 1", &[]),
        ("second images", &[]),
        ("box 1 of image 2", &[2]),
        ("the selected area of the image 2", &[2]),
        ("正视图、侧视图1", &[]),
        ("图1框选的冰块", &[1]),
        ("what is in this image?", &[]),
        ("image 2.", &[2]),
    ];
    for (prompt, wanted) in cases {
        assert_eq!(mentioned_images(prompt), wanted, "{prompt}");
    }
}

#[test]
fn a_name_of_a_box_is_read_whole_in_both_languages() {
    let cases = [
        ("图1中框选的第2个区域", 1, Some(2)),
        ("图1的框2", 1, Some(2)),
        ("图1的第2个框", 1, Some(2)),
        ("图1里第二个选框", 1, Some(2)),
        ("图3框选区域1", 3, Some(1)),
        ("图2的框选的位置", 2, None),
        ("图二中框选处", 2, None),
        ("图1框选", 1, None),
        ("box 2 of image 1", 1, Some(2)),
        ("Box 2 in image 1", 1, Some(2)),
        ("selected area 2 of image 1", 1, Some(2)),
        ("the first selected area of image 3", 3, Some(1)),
        ("the selected area of image 2", 2, None),
        ("the box in image 2", 2, None),
        ("image 1, box 2", 1, Some(2)),
        ("image 1 box 2", 1, Some(2)),
        ("image 1's selected area", 1, None),
    ];
    for (name, image, bbox) in cases {
        let text = format!("a {name}, b");
        let found = mentions(&text);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(&text[found[0].range.clone()], name);
        assert_eq!(found[0].image.value, Some(image), "{name}");
        let number = match found[0].bbox.as_ref().unwrap() {
            MentionedBox::Selection => None,
            MentionedBox::Number(number) => number.value,
        };
        assert_eq!(number, bbox, "{name}");
    }
    for other in ["the area of image 1", "图1的区域很大", "image 1 boxes", "image 1, boxing"] {
        assert_eq!(mentions(other)[0].bbox, None, "{other}");
    }
}

#[test]
fn the_documented_prompts_are_understood_and_nothing_is_odd_about_them() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("prompts/documented.json")).unwrap();
    assert!(cases.len() >= 20);
    for case in cases {
        let prompt = case["prompt"].as_str().unwrap();
        let numbers = |key: &str| -> Vec<u32> {
            case[key].as_array().unwrap().iter().map(|number| number.as_u64().unwrap() as u32).collect()
        };
        let counts: Vec<usize> = numbers("boxes").into_iter().map(|count| count as usize).collect();
        let images = images(&counts);
        assert_eq!(mentioned_images(prompt), numbers("images"), "{prompt}");
        let selected = mentions(prompt).into_iter().filter(|mention| mention.bbox.is_some());
        let selected: Vec<u32> = selected.filter_map(|mention| mention.image.value).collect();
        assert_eq!(selected, numbers("selections"), "{prompt}");
        assert_eq!(lints(prompt, &images, &notes(&images, &[])), [], "{prompt}");
        // Without notes it is sent letter by letter.
        assert_eq!(compiled(prompt, &images, &[]), prompt);
    }
}

// References.

#[test]
fn references_follow_their_image_and_come_back_with_it() {
    let before = images(&[0, 2, 0]);
    let prompt = Prompt::parse("把图3的猫放进图2的框2，像图一那样", &before);
    let without_first = [before[2].clone(), before[1].clone()];
    assert_eq!(prompt.text(&without_first), "把图1的猫放进图2的框2，像图?那样");
    // Somebody goes on writing while an image is gone.
    let text = prompt.text(&without_first).replace("猫", "小猫") + "。";
    let edited = prompt.edited(&text, &without_first);
    assert_eq!(edited.text(&before), "把图3的小猫放进图2的框2，像图一那样。");
    // Somebody takes out the name of what is gone.
    let edited = prompt.edited("把图1的猫放进图2的框2", &without_first);
    assert_eq!(edited.text(&before), "把图3的猫放进图2的框2");
}

#[test]
fn pasted_names_become_references_where_they_exist() {
    let one = images(&[0]);
    let pasted = Prompt::parse("put the cat of image 1 into image 2", &one);
    assert_eq!(pasted.targets().collect::<Vec<_>>(), [Target::Image(10)]);
    let two = images(&[0, 0]);
    let bound = pasted.renumbered(&two);
    assert_eq!(bound.targets().collect::<Vec<_>>(), [Target::Image(10), Target::Image(20)]);
    let turned = [two[1].clone(), two[0].clone()];
    assert_eq!(bound.text(&turned), "put the cat of image 2 into image 1");
}

#[test]
fn a_number_keeps_the_way_it_is_written() {
    let two = images(&[0, 0]);
    let turned = [two[1].clone(), two[0].clone()];
    for (before, after) in
        [("图一", "图二"), ("[图1]", "[图2]"), ("the first image", "the second image"), ("第1个图", "第2个图")]
    {
        assert_eq!(Prompt::parse(before, &two).text(&turned), after);
    }
    assert_eq!(Prompt::parse("image 007", &images(&[0; 7])).text(&two), "image 007", "it is no name then");
}

#[test]
fn a_field_follows_typing_moving_and_both_at_once() {
    let two = images(&[0, 0]);
    let turned = [two[1].clone(), two[0].clone()];
    let mut bound = BoundPrompt::default();
    assert_eq!(bound.follow("as in image 2", &two), None);
    assert_eq!(bound.follow("as in image 2, please", &two), None);
    assert_eq!(bound.follow("as in image 2, please", &turned).as_deref(), Some("as in image 1, please"));
    assert_eq!(bound.follow("as in image 1, please", &turned), None);
    // An app sets images and prompt together: the numbers are those of its images.
    assert_eq!(bound.follow("only image 1", &two), None);
    assert_eq!(bound.prompt().targets().collect::<Vec<_>>(), [Target::Image(10)]);
}

// Notes.

#[test]
fn notes_become_sentences_about_their_boxes() {
    let two = images(&[2, 1]);
    let said = [(11, "换成图2中框选的水果"), (12, "去掉。"), (21, " ")];
    let wanted = "保持光线。图1中框选的第1个区域：换成图2中框选的水果。图1中框选的第2个区域：去掉。";
    assert_eq!(compiled("保持光线", &two, &said), wanted);
    let said = [(11, "replace with the fruit of image 2, box 1"), (12, "remove it!")];
    let wanted = "Keep the light. Selected area 1 of image 1: replace with the fruit of image 2, box 1. \
                  Selected area 2 of image 1: remove it!";
    assert_eq!(compiled("Keep the light", &two, &said), wanted);
    assert_eq!(compiled("", &images(&[1]), &[(11, "换成苹果")]), "图1中框选的区域：换成苹果。");
    assert_eq!(compiled("", &images(&[1]), &[(11, "an apple")]), "The selected area of image 1: an apple.");
}

#[test]
fn a_compiled_prompt_says_what_it_was_made_from() {
    let two = images(&[1, 1]);
    let made =
        compile(&Prompt::parse("Keep the rest", &two), &notes(&two, &[(21, "an apple")]), &two, Wording::English);
    let origins: Vec<_> = made.pieces.iter().map(|piece| (piece.text.as_str(), piece.origin)).collect();
    assert_eq!(
        origins,
        [
            ("Keep the rest. ", Origin::Prompt),
            ("The selected area of image 2: an apple.", Origin::Note { image: 20, bbox: 21 }),
        ]
    );
    assert!(made.has_notes());
}

// Lint.

#[test]
fn what_is_odd_is_found_and_one_press_mends_it() {
    struct Case {
        name: &'static str,
        boxes: &'static [usize],
        prompt: &'static str,
        notes: &'static [(u32, &'static str)],
        lint: Lint,
        mended: &'static str,
    }
    let cases = [
        Case {
            name: "an image that is not there",
            boxes: &[0, 0],
            prompt: "put image 1 into image 3",
            notes: &[],
            lint: Lint::ImageMissing(3),
            mended: "put image 1 into image 2",
        },
        Case {
            name: "an image, and none is there",
            boxes: &[],
            prompt: "把图1画成水彩",
            notes: &[],
            lint: Lint::ImageMissing(1),
            mended: "把画成水彩",
        },
        Case {
            name: "a box that is not there",
            boxes: &[1],
            prompt: "把图1的框2换成苹果",
            notes: &[],
            lint: Lint::BoxMissing { image: 1, bbox: 2 },
            mended: "把图1的框1换成苹果",
        },
        Case {
            name: "a box nobody speaks of",
            boxes: &[1],
            prompt: "把猫换成狗",
            notes: &[],
            lint: Lint::BoxUnmentioned(Target::Box { image: 10, bbox: 11 }),
            mended: "在图1中框选的区域，把猫换成狗",
        },
        Case {
            name: "a second box nobody speaks of",
            boxes: &[2],
            prompt: "replace box 1 of image 1 with an apple",
            notes: &[],
            lint: Lint::BoxUnmentioned(Target::Box { image: 10, bbox: 12 }),
            mended: "In selected area 2 of image 1: replace box 1 of image 1 with an apple",
        },
    ];
    for case in cases {
        let images = images(case.boxes);
        let notes = notes(&images, case.notes);
        let found = lints(case.prompt, &images, &notes);
        assert!(found.contains(&case.lint), "{}: {found:?}", case.name);
        let prompt = Prompt::parse(case.prompt, &images);
        let Some(Mend::Prompt(mended)) = mend(&case.lint, &prompt, &notes, &images, RULES) else {
            panic!("{}: nothing mends it", case.name)
        };
        assert_eq!(mended.text(&images), case.mended, "{}", case.name);
        let left = lint(&mended, &notes, &images, RULES);
        assert!(!left.contains(&case.lint), "{}: {left:?} is still there", case.name);
    }
}

#[test]
fn a_note_is_enough_said_of_a_box() {
    let one = images(&[1]);
    assert_eq!(lints("", &one, &notes(&one, &[(11, "an apple")])), []);
    assert_eq!(lints("put a cat into the selected area", &one, &notes(&one, &[])), []);
}

#[test]
fn what_is_gone_is_pointed_elsewhere_or_taken_out() {
    let before = images(&[0, 0]);
    let prompt = Prompt::parse("put the cat of image 1 on the sofa of image 2", &before);
    let after = [before[0].clone()];
    let gone = Lint::Gone(Target::Image(20));
    assert_eq!(lint(&prompt, &[], &after, RULES), std::slice::from_ref(&gone));
    let Some(Mend::Prompt(mended)) = mend(&gone, &prompt, &[], &after, RULES) else { panic!() };
    assert_eq!(mended.text(&after), "put the cat of image 1 on the sofa of image 1");
    let Some(Mend::Prompt(mended)) = mend(&gone, &prompt, &[], &[], RULES) else { panic!() };
    assert_eq!(mended.text(&[]), "put the cat of image ? on the sofa of");
}

#[test]
fn words_about_a_box_want_a_box() {
    let two = images(&[0, 0]);
    let named = Lint::NothingSelected(Some(20));
    assert_eq!(lints("把图1的闹钟放在图2的框选的位置", &two, &[]), std::slice::from_ref(&named));
    let prompt = Prompt::parse("把图1的闹钟放在图2的框选的位置", &two);
    assert_eq!(mend(&named, &prompt, &[], &two, RULES), Some(Mend::AddBox(20)));
    assert_eq!(lints("fill the selected area with grass", &two, &[]), [Lint::NothingSelected(None)]);
}

#[test]
fn boxes_are_odd_where_the_mode_takes_none() {
    let one = images(&[1]);
    let rules = LintRules { takes_boxes: false, ..RULES };
    let said = notes(&one, &[(11, "an apple")]);
    assert_eq!(lint(&Prompt::default(), &said, &one, rules), [Lint::BoxesUnused]);
    assert_eq!(mend(&Lint::BoxesUnused, &Prompt::default(), &said, &one, rules), Some(Mend::ClearNotes));
    assert_eq!(lint(&Prompt::parse("draw a cat", &one), &notes(&one, &[]), &one, rules), []);
}

#[test]
fn notes_on_one_place_may_not_contradict() {
    let one = images(&[2]);
    let over = |mut notes: Vec<BoxNote>| {
        notes[1].bounds = notes[0].bounds;
        notes
    };
    let target = |bbox| Target::Box { image: 10, bbox };
    let found = |first, second| {
        let notes = over(notes(&one, &[(11, first), (12, second)]));
        lint(&Prompt::default(), &notes, &one, RULES)
    };
    let contradiction = Lint::Contradiction { first: target(11), second: target(12) };
    for (first, second) in
        [("去掉", "换成苹果"), ("keep it", "Remove it"), ("换成苹果", "换成梨"), ("replace it by a", "replace it by b")]
    {
        assert_eq!(found(first, second), std::slice::from_ref(&contradiction), "{first}, {second}");
    }
    for (first, second) in [("make it red", "put a leaf on it"), ("去掉", "去掉")] {
        assert_eq!(found(first, second), [], "{first}, {second}");
    }
    let notes = over(notes(&one, &[(11, "去掉"), (12, "换成苹果")]));
    let wanted = Mend::Note { image: 10, bbox: 12, note: Prompt::default() };
    assert_eq!(mend(&contradiction, &Prompt::default(), &notes, &one, RULES), Some(wanted));
    // Side by side they may differ.
    let apart = self::notes(&one, &[(11, "去掉"), (12, "换成苹果")]);
    assert_eq!(lint(&Prompt::default(), &apart, &one, RULES), []);
    assert_eq!(intent("Leave it"), Some(Intent::Keep));
    assert_eq!(intent(" "), None);
}

#[test]
fn what_would_be_cut_is_said_and_shortened_at_a_sentence() {
    let rules = LintRules { most_chars: 24, ..RULES };
    let prompt = Prompt::parse("把背景换成海边。再加一只白色的猫，放在图中间的桌子上", &[]);
    let found = lint(&prompt, &[], &[], rules);
    assert_eq!(found, [Lint::TooLong(2)]);
    let Some(Mend::Prompt(mended)) = mend(&found[0], &prompt, &[], &[], rules) else { panic!() };
    assert_eq!(mended.text(&[]), "把背景换成海边。再加一只白色的猫");
    assert_eq!(lint(&mended, &[], &[], rules), []);
}

#[test]
fn a_language_that_is_not_listed_is_named() {
    for prompt in ["Сделай фон синим", "背景を青にして", "배경을 파랗게"] {
        assert_eq!(lints(prompt, &[], &[]), [Lint::Language], "{prompt}");
    }
    for prompt in ["Fond bleu, s'il vous plaît", "把背景变蓝"] {
        assert_eq!(lints(prompt, &[], &[]), [], "{prompt}");
    }
}

// What the service made of it.

#[test]
fn what_a_rewritten_prompt_adds_is_marked() {
    let marked = |before: &str, after: &str| {
        let mark = |piece: &wan_edit::core::prompt::Difference| {
            if piece.is_new { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        differences(before, after).iter().map(mark).collect::<String>()
    };
    assert_eq!(marked("a cat", "a cat"), "a cat");
    assert_eq!(marked("", "a cat"), "[a cat]");
    assert_eq!(marked("a cat", ""), "");
    assert_eq!(marked("一只猫", "一只可爱的猫，窗边"), "一只[可爱的]猫[，窗边]");
    assert_eq!(marked("the cat on a sofa", "one cat sits on the sofa"), "[one] cat [sits ]on [the] sofa");
    let long = "word ".repeat(3000);
    assert_eq!(marked(&long, &format!("{long}end")), format!("{long}[end]"));
}

// Templates.

#[test]
fn templates_can_be_sent_as_they_are_in_both_languages() {
    for template in &TEMPLATES {
        let counts: Vec<usize> = template.samples.iter().map(|sample| usize::from(sample.bbox.is_some())).collect();
        for sample in template.samples {
            assert!(std::path::Path::new("www/samples").join(sample.file).is_file(), "{}", sample.file);
            assert!(sample.bbox.is_none_or(|bbox| bbox.is_valid(SAMPLE_SIZE)));
        }
        let images = images(&counts);
        for wording in [Wording::Chinese, Wording::English] {
            for noun in ["", "大象 elephant"] {
                let text = template.prompt(wording, noun);
                assert!(
                    !text.contains("{}")
                        && (noun.is_empty() || template.noun(wording).is_none() || text.contains(noun))
                );
                let rules = LintRules { takes_boxes: template.kind == TemplateKind::Edit, ..RULES };
                let prompt = Prompt::parse(&text, &images);
                assert_eq!(lint(&prompt, &notes(&images, &[]), &images, rules), [], "{text}");
            }
        }
    }
}

// Any sequence of changes.

#[derive(Clone, Debug)]
enum Change {
    AddImage,
    RemoveImage(usize),
    ReorderImage(usize, usize),
    ReplaceImage(usize),
    AddBox(usize),
    RemoveBox(usize, usize),
    ReorderBox(usize, usize, usize),
    MoveBox(usize, usize),
    Undo,
    Redo,
    Write(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..6_usize;
    prop_oneof![
        Just(Change::AddImage),
        at.clone().prop_map(Change::RemoveImage),
        (at.clone(), at.clone()).prop_map(|(from, to)| Change::ReorderImage(from, to)),
        at.clone().prop_map(Change::ReplaceImage),
        at.clone().prop_map(Change::AddBox),
        (at.clone(), 0..3_usize).prop_map(|(image, bbox)| Change::RemoveBox(image, bbox)),
        (at.clone(), 0..3_usize, 0..3_usize).prop_map(|(image, from, to)| Change::ReorderBox(image, from, to)),
        (at.clone(), 0..3_usize).prop_map(|(image, bbox)| Change::MoveBox(image, bbox)),
        Just(Change::Undo),
        Just(Change::Redo),
        at.prop_map(Change::Write),
    ]
}

fn url(width: u32) -> SourceImage {
    let mut image = SourceImage::url("https://example.com/a.png");
    if let wan_edit::core::edit::ImageSource::Url { size, .. } = &mut image.source {
        *size = Some(Size::new(width, 300));
    }
    image
}

fn apply(draft: &mut Draft, change: &Change) {
    let id = |draft: &Draft, at: usize| {
        let images = draft.images();
        images.get(at % images.len().max(1)).map(|image| image.id)
    };
    let place = BoundingBox { x1: 10, y1: 10, x2: 60, y2: 60 };
    match change {
        Change::AddImage if draft.images().len() < 9 => {
            draft.add("a.png", url(400));
        }
        Change::Undo => draft.undo(),
        Change::Redo => draft.redo(),
        Change::RemoveImage(at) => {
            if let Some(id) = id(draft, *at) {
                draft.remove(id);
            }
        }
        Change::ReorderImage(from, to) => {
            if let Some(id) = id(draft, *from) {
                draft.reorder(id, *to);
            }
        }
        Change::ReplaceImage(at) => {
            if let Some(id) = id(draft, *at) {
                draft.replace(id, "b.png", url(800));
            }
        }
        Change::AddBox(at) => {
            if let Some(id) = id(draft, *at) {
                draft.add_bbox(id, place, Prompt::default());
            }
        }
        Change::RemoveBox(at, index) => {
            if let Some(id) = id(draft, *at) {
                draft.remove_bbox(id, *index);
            }
        }
        Change::ReorderBox(at, from, to) => {
            if let Some(id) = id(draft, *at) {
                draft.reorder_bbox(id, *from, *to);
            }
        }
        Change::MoveBox(at, index) => {
            if let Some(id) = id(draft, *at) {
                draft.set_bboxes(id, {
                    let mut boxes = draft.image(id).unwrap().image.bboxes.clone();
                    let count = boxes.len().max(1);
                    if let Some(bbox) = boxes.get_mut(index % count) {
                        *bbox = bbox.moved(7, 3, Size::new(400, 300));
                    }
                    boxes
                });
            }
        }
        Change::AddImage | Change::Write(_) => {}
    }
}

/// The numbers that stand in `text` where the prompt's references are; `None` for what is gone.
fn shown(prompt: &Prompt, images: &[ImageBoxes]) -> Vec<(Target, Option<u32>)> {
    let text = prompt.text(images);
    let number = |at: usize| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    };
    prompt.places(images).into_iter().map(|(at, target)| (target, number(at))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_reference_points_at_its_image_or_says_it_is_gone(
        is_chinese: bool,
        changes in prop::collection::vec(change(), 1..40),
    ) {
        let mut draft = Draft::default();
        for _ in 0..3 {
            let id = draft.add("a.png", url(400));
            draft.add_bbox(id, BoundingBox { x1: 0, y1: 0, x2: 50, y2: 50 }, Prompt::default());
            draft.add_bbox(id, BoundingBox { x1: 90, y1: 0, x2: 150, y2: 50 }, Prompt::default());
        }
        let text = if is_chinese { "把图1的猫放进图3的框2，像图2那样" } else { "put image 1 into box 2 of image 3, as in image 2" };
        let mut images = draft.numbering();
        let mut prompt = Prompt::parse(text, &images);
        let mut wanted: Vec<Target> = prompt.targets().collect();
        prop_assert_eq!(wanted.len(), 4);
        for change in &changes {
            apply(&mut draft, change);
            let after = draft.numbering();
            prompt = prompt.renumbered(&after);
            images = after;
            if let Change::Write(at) = change {
                // Somebody types in the middle of words, never inside a name.
                let text = prompt.text(&images) + if is_chinese { "，好" } else { " now" };
                prompt = prompt.edited(&format!("{} {text}", "x".repeat(*at)), &images);
            }
            prop_assert_eq!(prompt.targets().collect::<Vec<_>>(), wanted.clone());
            for (target, number) in shown(&prompt, &images) {
                prop_assert_eq!(number, target.number(&images), "{:?} in {}", target, prompt.text(&images));
            }
            let gone = lint(&prompt, &draft.notes(), &images, RULES);
            for target in &wanted {
                prop_assert_eq!(gone.contains(&Lint::Gone(*target)), target.number(&images).is_none());
            }
        }
        wanted.clear();
        while draft.can_undo() {
            draft.undo();
        }
        while draft.can_redo() {
            draft.redo();
        }
    }

    #[test]
    fn a_note_stays_with_its_box(changes in prop::collection::vec(change(), 1..40)) {
        let mut draft = Draft::default();
        let id = draft.add("a.png", url(400));
        draft.add_bbox(id, BoundingBox { x1: 0, y1: 0, x2: 50, y2: 50 }, Prompt::default());
        let of = draft.notes()[0].bbox;
        draft.set_note(id, of, Prompt::parse("an apple", &[]));
        draft.forget_steps();
        for change in &changes {
            apply(&mut draft, change);
            for image in draft.images() {
                prop_assert_eq!(image.notes.len(), image.image.bboxes.len());
            }
            let said: Vec<u32> = draft.notes().into_iter().filter(|note| !note.note.is_blank()).map(|note| note.bbox).collect();
            prop_assert!(said.is_empty() || said == [of], "{said:?}");
        }
        let mut ids: Vec<u32> = draft.numbering().into_iter().flat_map(|image| image.bboxes).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
    }

    #[test]
    fn compiling_what_was_compiled_changes_nothing(
        prompt in "[a-z图一1-3 ，。.?框选的第个区域of image box]{0,40}",
        first in "[a-z图1-3 ，。.?]{0,20}",
        second in "[ 去掉图image 1-3.!]{0,20}",
    ) {
        let images = images(&[2, 1]);
        let notes = notes(&images, &[(11, &first), (21, &second)]);
        let parsed = Prompt::parse(&prompt, &images);
        prop_assert_eq!(parsed.text(&images), prompt);
        let text = compile(&parsed, &notes, &images, Wording::English).text();
        let again = Prompt::parse(&text, &images);
        prop_assert_eq!(compile(&again, &[], &images, Wording::English).text(), text.clone());
        prop_assert_eq!(again.renumbered(&images), again);
    }

    #[test]
    fn nothing_that_is_typed_or_mended_panics(
        text in "\\PC{0,40}",
        next in "[图1-3?框选的第二个区域 image box of]{0,30}",
        counts in prop::collection::vec(0..3_usize, 0..3),
    ) {
        let images = images(&counts);
        let notes = notes(&images, &[(11, &next)]);
        let prompt = Prompt::parse(&text, &images).edited(&next, &images);
        prop_assert_eq!(prompt.text(&images), next);
        for rules in [RULES, LintRules { most_chars: 7, ..RULES }] {
            for found in lint(&prompt, &notes, &images, rules) {
                let _ = mend(&found, &prompt, &notes, &images, rules);
            }
        }
    }
}
