//! A palette always adds up to exactly 100.00 %, whatever a person does to it.

mod common;

use proptest::prelude::*;
use serde_json::{Value, json};
use wan_edit::core::edit::palette::{MAX_COLORS, MIN_COLORS, WHOLE, parse_hex, parse_ratio};
use wan_edit::core::edit::{Palette, PaletteColor};

fn color(rgb: [u8; 3], hundredths: u32) -> PaletteColor {
    PaletteColor { rgb, hundredths }
}

/// A palette with these shares; each colour tells its place.
fn palette(shares: &[u32]) -> Palette {
    Palette::new(shares.iter().enumerate().map(|(at, share)| color([at as u8, 0, 0], *share)).collect())
}

fn shares(palette: &Palette) -> Vec<u32> {
    palette.colors().iter().map(|color| color.hundredths).collect()
}

fn hexes(palette: &Palette) -> Vec<String> {
    palette.colors().iter().map(|color| color.hex()).collect()
}

fn wire(name: &str) -> Value {
    let path = format!("{}/tests/wire/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap()["color_palette"].take()
}

/// As an app writes it.
fn read(colors: Value) -> Result<Palette, String> {
    common::request(json!({ "colorPalette": colors })).map(|request| request.color_palette.unwrap_or_default())
}

/// As it stands in a request.
fn written(palette: &Palette) -> Value {
    palette.colors().iter().map(|color| json!({ "hex": color.hex(), "ratio": color.ratio() })).collect()
}

/// Pixels of these colours, so many of each.
fn pixels(colors: &[([u8; 4], usize)]) -> Vec<u8> {
    colors.iter().flat_map(|(rgba, count)| rgba.repeat(*count)).collect()
}

#[test]
fn documented_palettes_are_read_and_written_as_they_are() {
    for (name, len) in [("wan27_color_palette_fragment.json", 8), ("wan27_color_palette_openapi_fragment.json", 3)] {
        let documented = wire(name);
        let palette = read(documented.clone()).unwrap();
        assert_eq!((palette.len(), palette.sum()), (len, WHOLE), "{name}");
        assert_eq!(written(&palette), documented, "{name}");
        assert_eq!(palette.clone().balanced(), palette, "{name}");
    }
}

#[test]
fn colours_are_read_as_people_write_them() {
    for text in ["#C2D1E6", "c2d1e6", " #c2D1e6 "] {
        assert_eq!(parse_hex(text), Some([0xC2, 0xD1, 0xE6]), "{text}");
    }
    assert_eq!(parse_hex("#1aF"), Some([0x11, 0xAA, 0xFF]));
    for text in ["", "#", "#12", "#12345", "#1234567", "##123", "#12345G", "red", "#１２３", "+12345", "rgb(1,2,3)"]
    {
        assert_eq!(parse_hex(text), None, "{text}");
    }
    assert_eq!(color([0, 10, 255], 1).hex(), "#000AFF");
}

#[test]
fn shares_are_read_as_people_write_them() {
    let cases = [
        ("23.51%", 2351),
        ("23.51", 2351),
        (" 23.5 % ", 2350),
        ("23", 2300),
        ("0.01%", 1),
        ("100.00%", 10_000),
        (".5", 50),
        ("7.", 700),
        ("33.333%", 3333),
        ("66.667", 6667),
        ("0", 0),
        ("8.15", 815),
        ("1.13%", 113),
        ("4.35", 435),
    ];
    for (text, share) in cases {
        assert_eq!(parse_ratio(text), Some(share), "{text}");
    }
    for text in ["", "%", ".", "-1", "+1", "100.01%", "1e1", "inf", "NaN", "1.2.3", "5%%", "1 2", "5x"] {
        assert_eq!(parse_ratio(text), None, "{text}");
    }
    for share in 0..=WHOLE {
        let text = color([0; 3], share).ratio();
        assert_eq!(text, format!("{}.{:02}%", share / 100, share % 100));
        assert_eq!(parse_ratio(&text), Some(share), "{text}");
    }
}

#[test]
fn a_wrong_palette_names_the_place() {
    let read = |value: Value| read(value).map(|palette| shares(&palette));
    assert_eq!(
        read(json!([{ "hex": "#fff", "ratio": 23.51 }, { "ratio": "1", "hex": "000000" }])),
        Ok(vec![2351, 100])
    );
    assert_eq!(read(json!([])), Ok(vec![]));
    for (value, place) in [
        (json!({}), "colorPalette: invalid type: map"),
        (json!(["#fff"]), "colorPalette[0]: invalid type: string"),
        (json!([{ "hex": "#fff", "ratio": "1" }, { "hex": "blue", "ratio": "1" }]), "colorPalette[1].hex: give a"),
        (json!([{ "hex": 1, "ratio": "1" }]), "colorPalette[0].hex: invalid type: integer"),
        (json!([{ "hex": "#fff" }]), "colorPalette[0]: missing field `ratio`"),
        (json!([{ "hex": "#fff", "ratio": -1 }]), "colorPalette[0].ratio: give a share"),
        (json!([{ "hex": "#fff", "ratio": "half" }]), "colorPalette[0].ratio: give a share"),
    ] {
        let error = read(value).unwrap_err();
        assert!(error.starts_with(place), "{error}");
    }
}

#[test]
fn shares_become_exact_by_largest_remainder() {
    let balanced = |shares_in: &[u32]| shares(&palette(shares_in).balanced());
    assert_eq!(balanced(&[1, 1, 1]), [3334, 3333, 3333]);
    assert_eq!(balanced(&[1, 1, 2]), [2500, 2500, 5000]);
    assert_eq!(balanced(&[3333, 3333, 3333]), [3334, 3333, 3333]);
    assert_eq!(balanced(&[1, 2, 4]), [1429, 2857, 5714]);
    assert_eq!(balanced(&[1, 3, 4]), [1250, 3750, 5000]);
    assert_eq!(balanced(&[25, 75, 60]), [1562, 4688, 3750], "of equal remainders the larger colour's counts");
    assert_eq!(balanced(&[0, 0, 0, 0]), [2500; 4]);
    assert_eq!(balanced(&[0, 0, 7]), [1, 1, 9998]);
    assert_eq!(balanced(&[u32::MAX, u32::MAX, 1]), [5000, 4999, 1]);
    assert_eq!(balanced(&[5]), [10_000]);
    assert!(balanced(&[]).is_empty());
    assert_eq!(balanced(&[2351, 2013, 1588, 1327, 1011, 893, 555, 262]), [2351, 2013, 1588, 1327, 1011, 893, 555, 262]);
}

#[test]
fn the_others_make_room_in_proportion() {
    let start = palette(&[5000, 3000, 2000]);
    assert_eq!(shares(&start.clone().with_share(0, 7500)), [7500, 1500, 1000]);
    assert_eq!(shares(&start.clone().with_share(0, 0)), [1, 5999, 4000]);
    assert_eq!(shares(&start.clone().with_share(2, 5000)), [3125, 1875, 5000]);
    assert_eq!(shares(&start.clone().with_share(1, u32::MAX)), [1, 9998, 1]);
    assert_eq!(start.clone().with_share(1, 3000), start);
    assert_eq!(start.clone().with_share(3, 1), start, "there is no fourth colour");
    assert_eq!(shares(&palette(&[1, 2]).with_share(0, 4000)), [4000, 6000], "the sum becomes exact");
    assert_eq!(shares(&palette(&[77]).with_share(0, 1)), [10_000], "one colour is everything");
}

#[test]
fn a_colour_comes_and_goes() {
    let start = palette(&[5000, 3000, 2000]);
    let more = start.clone().with_added([9, 9, 9]);
    assert_eq!(shares(&more), [3750, 2250, 1500, 2500]);
    assert_eq!(more.colors()[3].rgb, [9, 9, 9]);
    assert_eq!(more.clone().without(3), start);
    assert_eq!(shares(&more.clone().without(0)), [3600, 2400, 4000]);
    assert_eq!(more.clone().without(4), more);
    assert_eq!(hexes(&start.clone().with_color(1, [1, 2, 3])), ["#000000", "#010203", "#020000"]);
    let full = (0..20).fold(Palette::default(), |palette, at| palette.with_added([at; 3]));
    assert_eq!((full.len(), full.sum()), (MAX_COLORS, WHOLE));
    assert_eq!(shares(&full), [1000; 10]);
    let none = (0..10).fold(full, |palette, _| palette.without(0));
    assert!(none.is_empty() && none.sum() == 0);
}

#[test]
fn flat_colours_of_a_picture_come_back_exactly() {
    let rgba = pixels(&[
        ([0xC2, 0xD1, 0xE6, 255], 6000),
        ([0x63, 0x65, 0x74, 255], 2500),
        ([0xD4, 0x21, 0x2A, 255], 1000),
        ([0x10, 0x40, 0x20, 255], 499),
        ([0xFF, 0xEE, 0x00, 255], 1),
    ]);
    let made = Palette::from_pixels(&rgba, 8);
    assert_eq!(hexes(&made), ["#C2D1E6", "#636574", "#D4212A", "#104020", "#FFEE00"]);
    assert_eq!(shares(&made), [6000, 2500, 1000, 499, 1]);
    assert_eq!(hexes(&Palette::from_pixels(&rgba, 3)).len(), 3);
}

#[test]
fn a_small_accent_is_not_lost_in_a_gradient() {
    let mut rgba: Vec<u8> =
        (0..128 * 128).flat_map(|at| [(at / 128) as u8 + 60, 90, (at % 128) as u8 + 100, 255]).collect();
    for pixel in rgba.chunks_exact_mut(4).skip(5000).take(400) {
        pixel.copy_from_slice(&[250, 220, 10, 255]);
    }
    let made = Palette::from_pixels(&rgba, 8);
    assert_eq!((made.len(), made.sum()), (8, WHOLE));
    let accent = made.colors().iter().find(|color| color.rgb == [250, 220, 10]).expect("yellow is there");
    assert!((240..=250).contains(&accent.hundredths), "{accent:?}");
}

#[test]
fn similar_colours_are_one() {
    let noise = (0..3000_usize).map(|at| ([200 + (at % 3) as u8, 40 + (at % 5) as u8, 40, 255], 1));
    let others = [([20, 30, 200, 255], 3000), ([20, 160, 60, 255], 2000), ([245, 245, 240, 255], 2000)];
    let made = Palette::from_pixels(&pixels(&noise.chain(others).collect::<Vec<_>>()), 10);
    assert_eq!(shares(&made), [3000, 3000, 2000, 2000]);
    let red = made.colors().iter().find(|color| color.rgb[0] > 150 && color.rgb[1] < 100).unwrap();
    assert_eq!(red.rgb, [201, 42, 40]);
}

#[test]
fn a_colour_that_rules_its_neighbours_is_taken_as_it_is() {
    let around = |[r, g, b]: [u8; 3]| {
        let blurred = (1..=5).map(move |by| ([r - by, g - by, b - 2 * by, 255], 100));
        blurred.chain([([r, g, b, 255], 500)])
    };
    let colors: Vec<_> = [[0xC2, 0xD1, 0xE6], [0x20, 0x60, 0x30]].into_iter().flat_map(around).collect();
    assert_eq!(hexes(&Palette::from_pixels(&pixels(&colors), 8))[..2], ["#C2D1E6", "#206030"]);
}

#[test]
fn plain_pictures_still_make_a_palette() {
    for plain in [[255; 4], [0, 0, 0, 255], [200, 30, 128, 255]] {
        let made = Palette::from_pixels(&pixels(&[(plain, 100)]), 8);
        assert_eq!(shares(&made), [9998, 1, 1], "{plain:?}");
        assert_eq!(made.colors()[0].rgb, plain[..3]);
        let distinct: std::collections::BTreeSet<_> = hexes(&made).into_iter().collect();
        assert_eq!(distinct.len(), 3, "{distinct:?}");
    }
    let two = Palette::from_pixels(&pixels(&[([0, 0, 0, 255], 30), ([255, 255, 255, 255], 70)]), 8);
    assert_eq!((hexes(&two)[..2].join(" "), shares(&two)), ("#FFFFFF #000000".into(), vec![6999, 3000, 1]));
    let near = Palette::from_pixels(&pixels(&[([100, 100, 100, 255], 60), ([108, 108, 108, 255], 40)]), 8);
    assert_eq!((hexes(&near).join(" "), shares(&near)), ("#646464 #6C6C6C #747474".into(), vec![5999, 4000, 1]));
    assert!(Palette::from_pixels(&[], 8).is_empty());
    assert!(Palette::from_pixels(&[1, 2, 3], 8).is_empty());
}

#[test]
fn transparency_is_seen_on_white() {
    let rgba = pixels(&[([0, 0, 0, 0], 5000), ([255, 0, 0, 255], 3000), ([0, 0, 0, 128], 2000)]);
    assert_eq!(hexes(&Palette::from_pixels(&rgba, 8)), ["#FFFFFF", "#FF0000", "#7F7F7F"]);
}

#[test]
fn a_large_picture_is_thinned_out_not_cut_off() {
    let rgba = pixels(&[([255, 0, 0, 255], 600_000), ([0, 255, 0, 255], 300_000), ([0, 0, 255, 255], 100_000)]);
    assert_eq!(
        shares(&Palette::from_pixels(&rgba, 8)).iter().map(|share| share / 100).collect::<Vec<_>>(),
        [60, 30, 10]
    );
}

#[derive(Clone, Debug)]
enum Change {
    Share(usize, u32),
    Add([u8; 3]),
    Remove(usize),
    Color(usize, [u8; 3]),
    Balance,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        (0..11_usize, prop_oneof![0..=WHOLE, any::<u32>()]).prop_map(|(at, share)| Change::Share(at, share)),
        any::<[u8; 3]>().prop_map(Change::Add),
        (0..11_usize).prop_map(Change::Remove),
        (0..11_usize, any::<[u8; 3]>()).prop_map(|(at, rgb)| Change::Color(at, rgb)),
        Just(Change::Balance),
    ];
    prop::collection::vec(change, 0..40)
}

fn is_exact(palette: &Palette) -> bool {
    palette.is_empty() || palette.sum() == WHOLE && palette.colors().iter().all(|color| color.hundredths >= 1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_stays_exact_whatever_is_done(start in prop::collection::vec(any::<u32>(), 0..12), changes in changes()) {
        let mut now = palette(&start).balanced();
        prop_assert!(is_exact(&now), "{now:?}");
        for change in changes {
            now = match change {
                Change::Share(at, share) => now.with_share(at, share),
                Change::Add(rgb) => now.with_added(rgb),
                Change::Remove(at) => now.without(at),
                Change::Color(at, rgb) => now.with_color(at, rgb),
                Change::Balance => {
                    prop_assert_eq!(&now.clone().balanced(), &now);
                    now
                }
            };
            prop_assert!(is_exact(&now), "{now:?}");
            let again = read(written(&now));
            prop_assert_eq!(&again, &Ok(now.clone()));
        }
    }

    #[test]
    fn balancing_keeps_proportions(start in prop::collection::vec(1000..1_000_000_u32, 1..11)) {
        let sum: f64 = start.iter().map(|share| f64::from(*share)).sum();
        for (before, after) in start.iter().zip(shares(&palette(&start).balanced())) {
            let exact = f64::from(*before) / sum * f64::from(WHOLE);
            prop_assert!((f64::from(after) - exact).abs() < 2.0, "{before} of {sum} became {after}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_picture_makes_a_palette_that_can_be_sent(
        colors in prop::collection::vec((any::<[u8; 4]>(), 1..300_usize), 1..40),
        most in 0..14_usize,
    ) {
        let rgba = pixels(&colors);
        let made = Palette::from_pixels(&rgba, most);
        prop_assert!(is_exact(&made) && !made.is_empty(), "{made:?}");
        prop_assert!((MIN_COLORS..=most.clamp(MIN_COLORS, MAX_COLORS)).contains(&made.len()), "{made:?}");
        prop_assert!(shares(&made).is_sorted_by(|a, b| a >= b), "{made:?}");
        prop_assert_eq!(&made, &Palette::from_pixels(&rgba, most));
    }
}
