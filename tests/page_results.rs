//! What the page says and shows of results, without a browser.

use leptos::prelude::*;
use wan_edit::core::edit::OutputSize;
use wan_edit::core::geometry::Size;
use wan_edit::core::service::wire::reply::Usage;
use wan_edit::page::state::{
    GroupFacts, LocalDate, PictureZoom, ResultGroup, ResultPart, SizeReason, TimeLeft, file_name, neighbor,
    percent_text,
};

fn words(words: &str) -> ResultPart {
    ResultPart::Words(words.into())
}

fn failed() -> ResultPart {
    ResultPart::Failed { code: "DataInspectionFailed".into(), message: "refused".into() }
}

/// A group of these parts; signals live as long as the owner.
fn group(parts: Vec<ResultPart>) -> (Owner, ResultGroup) {
    let owner = Owner::new();
    owner.set();
    (owner, ResultGroup { id: 1, facts: RwSignal::default(), parts: RwSignal::new(parts) })
}

fn facts(usage: Usage) -> GroupFacts {
    GroupFacts { usage, ..GroupFacts::default() }
}

#[test]
fn a_file_is_named_by_model_day_and_number() {
    let day = LocalDate { year: 2026, month: 3, day: 9 };
    assert_eq!(file_name("wan2.7-image-pro", day, 12, "image/png"), "wan2.7-image-pro-2026-03-09-12.png");
    assert_eq!(file_name("wan2.7-image", day, 1, "image/jpeg"), "wan2.7-image-2026-03-09-1.jpg");
    assert_eq!(file_name("wan2.7-image", day, 1, "image/webp"), "wan2.7-image-2026-03-09-1.webp");
    assert_eq!(file_name("wan2.7-image", day, 1, ""), "wan2.7-image-2026-03-09-1.png", "bytes that are not here");
}

#[test]
fn time_left_is_never_said_to_be_longer_than_a_minute_or_an_hour_more() {
    let now = 1_800_000_000;
    let cases = [
        (0, TimeLeft::None),
        (1, TimeLeft::Minutes(1)),
        (60, TimeLeft::Minutes(1)),
        (61, TimeLeft::Minutes(2)),
        (3599, TimeLeft::Minutes(60)),
        (3600, TimeLeft::Hours(1)),
        (7199, TimeLeft::Hours(1)),
        (86_400, TimeLeft::Hours(24)),
    ];
    for (seconds, left) in cases {
        assert_eq!(TimeLeft::until(now + seconds, now), left, "{seconds} s");
    }
    assert_eq!(TimeLeft::until(now - 1, now), TimeLeft::None, "it died before");
}

#[test]
fn arrows_end_at_the_first_and_the_last_result() {
    let ids = [7, 3, 5];
    assert_eq!(neighbor(&ids, 3, -1), Some(7));
    assert_eq!(neighbor(&ids, 3, 1), Some(5));
    assert_eq!(neighbor(&ids, 7, -1), None);
    assert_eq!(neighbor(&ids, 5, 1), None);
    assert_eq!(neighbor(&ids, 4, 1), None, "a result that is gone");
    assert_eq!(neighbor(&[], 1, 1), None);
}

#[test]
fn words_that_grow_are_the_same_part() {
    let (_owner, group) = group(vec![words("Take"), ResultPart::Image(4)]);
    let draws = StoredValue::new(0);
    let kind = Memo::new(move |_| group.kind_at(0));
    let drawn = Memo::new(move |_| {
        draws.update_value(|draws| *draws += 1);
        kind.get()
    });
    assert_eq!(drawn.get_untracked(), words(""));
    group.parts.update(|parts| {
        parts[0] = words("Take a pan");
        parts.push(words("Then"));
    });
    assert_eq!(drawn.get_untracked(), words(""));
    assert_eq!(draws.get_value(), 1);
    assert_eq!(group.words_at(0), "Take a pan");
    assert_eq!(group.words_at(1), "", "an image has none");
    group.parts.update(|parts| parts[0] = failed());
    assert_eq!(drawn.get_untracked(), failed(), "it turned out otherwise");
    assert_eq!(draws.get_value(), 2);
}

#[test]
fn an_answer_has_words() {
    let (_owner, group) = group(vec![ResultPart::Image(1), failed()]);
    assert!(!group.is_answer());
    group.parts.update(|parts| parts.push(words("And so")));
    assert!(group.is_answer());
}

#[test]
fn words_are_copied_alone_and_saved_with_the_names_of_images() {
    let (_owner, group) = group(vec![words("Take a pan"), ResultPart::Image(4), words(""), failed(), words("Serve")]);
    assert_eq!(group.text(|_| None), "Take a pan\n\nServe");
    assert_eq!(group.text(|id| Some(format!("![]({id}.png)"))), "Take a pan\n\n![](4.png)\n\nServe");
}

#[test]
fn the_first_image_says_how_many_are_missing() {
    let (_owner, group) = group(vec![words("Look"), ResultPart::Image(4), ResultPart::Image(5)]);
    assert_eq!(group.missing_at(4), None, "none is");
    group.facts.update(|facts| facts.missing = 2);
    assert_eq!(group.missing_at(4), Some(2));
    assert_eq!(group.missing_at(5), None);
}

#[test]
fn a_size_is_known_where_the_service_counted_one() {
    let size = |size: &str| facts(Usage { size: Some(size.into()), ..Usage::default() }).size();
    assert_eq!(size("1488*704"), Some(Size::new(1488, 704)));
    assert_eq!(size("0*0"), None, "an answer in words");
    assert_eq!(size("large"), None);
    assert_eq!(size("1488*"), None);
    assert_eq!(GroupFacts::default().size(), None);
}

#[test]
fn another_size_than_the_one_asked_for_has_a_reason() {
    let reason = |model: &str, asked: &str, came: Size| {
        let asked_size = OutputSize::parse(asked);
        GroupFacts { model: model.into(), asked_size, ..GroupFacts::default() }.size_reason(came)
    };
    let came = Size::new(1254, 836);
    assert_eq!(reason("wan2.7-image-pro", "1K", came), Some(SizeReason::Pixels { side: 1024 }));
    assert_eq!(reason("wan2.7-image-pro", "4K", came), Some(SizeReason::Pixels { side: 4096 }));
    assert_eq!(reason("wan2.6-image", "1K", came), Some(SizeReason::Pixels { side: 1280 }));
    assert_eq!(reason("wan2.6-image", "1250*830", came), Some(SizeReason::Multiple(16)));
    assert_eq!(reason("wan2.7-image", "1250*830", came), Some(SizeReason::Nearly));
    assert_eq!(reason("wan2.7-image", "1254*836", came), None, "the very size");
    assert_eq!(reason("wan2.7-image", "", came), None, "not known");
    assert_eq!(reason("unheard-of", "1K", came), None);
}

#[test]
fn tokens_are_known_where_any_were_counted() {
    let tokens =
        |input_tokens, output_tokens| facts(Usage { input_tokens, output_tokens, ..Usage::default() }).tokens();
    assert_eq!(tokens(Some(12), Some(3)), Some((12, 3)));
    assert_eq!(tokens(Some(12), None), Some((12, 0)));
    assert_eq!(tokens(Some(0), Some(0)), None);
    assert_eq!(tokens(None, None), None);
}

// The part of a picture that is seen.

#[test]
fn a_picture_is_enlarged_about_a_point_and_never_leaves_a_band_empty() {
    let whole = PictureZoom::default();
    let zoomed = whole.zoomed(2.0, 0.25, 0.75);
    assert_eq!(zoomed, PictureZoom { scale: 2.0, left: 0.25, top: 0.75 });
    assert_eq!(zoomed.zoomed(0.5, 0.25, 0.75), whole);
    assert_eq!(zoomed.panned(5.0, -5.0), PictureZoom { scale: 2.0, left: 0.0, top: 1.0 });
    assert_eq!(whole.panned(0.3, 0.3), whole, "all of it is seen already");
    assert!(whole.zoomed(0.1, 0.5, 0.5).is_whole());
    assert_eq!(whole.zoomed(1000.0, 0.5, 0.5).scale, 16.0);
    assert_eq!(zoomed.css(), "translate(-25.000%, -75.000%) scale(2.0000)");
}

#[test]
fn a_share_is_said_in_percent() {
    for (share, text) in [(0.0, "0 %"), (0.001, "<1 %"), (0.005, "1 %"), (0.4567, "46 %"), (1.0, "100 %")] {
        assert_eq!(percent_text(share), text);
    }
}
