//! What people drop on the page: real files of every kind, and what becomes of each.

use proptest::prelude::*;
use wan_edit::core::geometry::{Orientation, Size};
use wan_edit::core::image::{
    Attempt, Change, Extras, Fit, FitError, Format, HEAD_BYTES, HeaderError, ImageFacts, ImageLimits, Piece, Survey,
    Surveyed, fit, header,
};

const WAN_27: ImageLimits =
    ImageLimits { min_side: 240, max_side: 8000, max_ratio: Some(8), max_bytes: 20_000_000, alpha: false };
const WAN_26: ImageLimits = ImageLimits { max_ratio: None, max_bytes: 10_000_000, ..WAN_27 };

const SHOWN: Size = Size::new(24, 16);
const TURNED: Size = Size::new(16, 24);

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/images/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read(name: &str) -> Result<ImageFacts, HeaderError> {
    let bytes = file(name);
    header::read(&bytes, bytes.len() as u64)
}

/// Reads a file as the browser does: its head, then what the walk through it wants.
fn survey(bytes: &[u8]) -> Result<Surveyed, HeaderError> {
    let facts = header::read(bytes, bytes.len() as u64)?;
    let mut survey = Survey::new(facts);
    while let Some((from, to)) = survey.wants() {
        survey.give(&bytes[from as usize..to as usize]);
    }
    survey.finish()
}

/// The bytes that are sent of a file whose pixels are not touched.
fn cut(bytes: &[u8], pieces: &[Piece]) -> Vec<u8> {
    let part = |piece: &Piece| match piece {
        Piece::File { from, to } => bytes[*from as usize..*to as usize].to_vec(),
        Piece::Bytes(bytes) => bytes.clone(),
    };
    pieces.iter().flat_map(part).collect()
}

fn exif(value: u16) -> Orientation {
    Orientation::from_exif(value).unwrap()
}

fn facts(format: Format, stored: Size, bytes: u64) -> ImageFacts {
    ImageFacts::new(format, stored, bytes)
}

#[test]
fn every_orientation_is_shown_at_the_same_size() {
    for value in 1..=8 {
        let facts = read(&format!("orientation-{value}.jpg")).unwrap();
        assert_eq!(facts.orientation, exif(value));
        assert_eq!(facts.stored, if value < 5 { SHOWN } else { TURNED });
        assert_eq!(facts.upright(), SHOWN);
    }
}

/// Format, stored size, EXIF orientation and transparency of each real file.
#[test]
fn real_files_are_known_by_their_first_bytes() {
    use Format::{Bmp, Jpeg, Png, Webp};
    let expected = [
        ("little-endian.jpg", Jpeg, TURNED, 6, false),
        ("progressive.jpg", Jpeg, SHOWN, 1, false),
        ("grey.jpg", Jpeg, SHOWN, 1, false),
        ("cmyk.jpg", Jpeg, SHOWN, 1, false),
        ("thumbnail.jpg", Jpeg, SHOWN, 8, false),
        ("segments.jpg", Jpeg, TURNED, 6, false),
        ("upright.png", Png, SHOWN, 1, false),
        ("rgb16.png", Png, SHOWN, 1, false),
        ("grey.png", Png, SHOWN, 1, false),
        ("palette.png", Png, SHOWN, 1, false),
        ("interlaced.png", Png, SHOWN, 1, false),
        ("orientation-6.png", Png, TURNED, 6, false),
        ("rgba.png", Png, SHOWN, 1, true),
        ("rgba16.png", Png, SHOWN, 1, true),
        ("grey-alpha.png", Png, SHOWN, 1, true),
        ("palette-transparent.png", Png, SHOWN, 1, true),
        ("pillow-transparent.png", Png, SHOWN, 1, true),
        ("lossy.webp", Webp, SHOWN, 1, false),
        ("lossless.webp", Webp, SHOWN, 1, false),
        ("lossy-alpha.webp", Webp, SHOWN, 1, true),
        ("lossless-alpha.webp", Webp, SHOWN, 1, true),
        ("v3.bmp", Bmp, SHOWN, 1, false),
        ("v4.bmp", Bmp, SHOWN, 1, false),
        ("palette.bmp", Bmp, SHOWN, 1, false),
        ("pillow-32.bmp", Bmp, SHOWN, 1, false),
        ("alpha.bmp", Bmp, SHOWN, 1, true),
    ];
    for (name, format, stored, orientation, alpha) in expected {
        let bytes = file(name).len() as u64;
        let orientation = exif(orientation);
        let expected = ImageFacts { orientation, alpha, ..facts(format, stored, bytes) };
        assert_eq!(read(name), Ok(expected), "{name}");
    }
}

#[test]
fn a_webp_file_that_asks_to_be_turned_is_sent_as_it_is_shown() {
    let found = read("orientation-6.webp").unwrap();
    assert!(found.turn_unsure);
    assert_eq!(fit(&found, &loose()).unwrap().changes, [Change::Uprighted]);

    let mut upright = file("orientation-6.webp");
    let tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0];
    let at = upright.windows(9).position(|bytes| bytes == tag).unwrap();
    upright[at + 9] = 1;
    assert!(!header::read(&upright, upright.len() as u64).unwrap().turn_unsure);
}

#[test]
fn a_png_file_that_asks_to_be_turned_too_late_is_sent_as_it_is_shown() {
    let early = file("orientation-6.png");
    let at = early.windows(4).position(|tag| tag == b"eXIf").unwrap() - 4;
    let length = 12 + usize::from(early[at + 3]);
    let data = early.len() - 12;
    let late = [&early[..at], &early[at + length..data], &early[at..at + length], &early[data..]].concat();
    let found = header::read(&late, late.len() as u64).unwrap();
    assert_eq!((found.upright(), found.turn_unsure), (TURNED, true));
}

#[test]
fn a_webp_file_whose_exif_was_not_read_is_sent_as_it_is_shown() {
    let bytes = file("orientation-6.webp");
    assert!(header::read(&bytes[..100], bytes.len() as u64).unwrap().turn_unsure);
}

#[test]
fn of_an_animation_the_first_frame_is_sent() {
    let found = read("pillow-animated.webp").unwrap();
    assert!(found.animated);
    assert_eq!(fit(&found, &loose()).unwrap().changes, [Change::FirstFrame]);
}

#[test]
fn a_file_that_cannot_be_sent_is_named_for_what_it_is() {
    let expected = [
        ("animation.gif", HeaderError::Unsupported("GIF")),
        ("phone.heic", HeaderError::Unsupported("HEIC")),
        ("web.avif", HeaderError::Unsupported("AVIF")),
        ("scan.tiff", HeaderError::Unsupported("TIFF")),
        ("drawing.svg", HeaderError::Unsupported("SVG")),
        ("page.pdf", HeaderError::Unsupported("PDF")),
        ("layers.psd", HeaderError::Unsupported("PSD")),
        ("favicon.ico", HeaderError::Unsupported("ICO")),
        ("text.jpg", HeaderError::Text),
        ("empty.png", HeaderError::Empty),
        ("truncated.png", HeaderError::Truncated(Format::Png)),
        ("truncated.jpg", HeaderError::Truncated(Format::Jpeg)),
    ];
    for (name, error) in expected {
        assert_eq!(survey(&file(name)), Err(error), "{name}");
    }
    let unknown = [("BM, a text", HeaderError::Text), ("\0\u{1}\u{2}\u{3}", HeaderError::Unknown)];
    for (bytes, error) in unknown {
        assert_eq!(header::read(bytes.as_bytes(), 1000), Err(error));
    }
    let message = read("phone.heic").unwrap_err().to_string();
    assert_eq!(message, "HEIC is not accepted: use JPEG, PNG, BMP or WEBP");
}

/// What becomes of each odd image, as far as its bytes decide; `tests/odd-images/make.js` makes them and the table.
#[test]
fn odd_images_are_changed_or_refused_as_the_table_says() {
    let folder = format!("{}/tests/odd-images", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(format!("{folder}/table.json")).unwrap();
    let table: Vec<serde_json::Value> = serde_json::from_str(&table).unwrap();
    assert!(table.len() > 60);
    let mut wrong = Vec::new();
    for row in &table {
        let name = row["name"].as_str().unwrap();
        let bytes = std::fs::read(format!("{folder}/files/{name}")).unwrap();
        let surveyed = survey(&bytes);
        let changes = |facts: &ImageFacts| -> Vec<&str> {
            fit(facts, &loose()).unwrap().changes.iter().map(|change| change.code()).collect()
        };
        let wanted: Option<Vec<&str>> =
            row["changes"].as_array().map(|codes| codes.iter().map(|code| code.as_str().unwrap()).collect());
        let is_right = match (&surveyed, &wanted) {
            // Of these the browser's decoder tells the size.
            (Err(HeaderError::Unsupported(name)), Some(wanted)) => {
                changes(&header::decoded(name, &bytes, SHOWN, bytes.len() as u64)) == *wanted
            }
            (Err(_), None) => row["refused"] == "header",
            (Ok(found), None) => row["refused"] == "decoder" && found.facts.must_be_redrawn(),
            (Ok(found), Some(wanted)) => changes(&found.facts) == *wanted,
            (Err(_), Some(_)) => false,
        };
        if !is_right {
            wrong.push(format!("{name}: {surveyed:?}, not {row}"));
        }
        let Ok(Surveyed { facts, pieces: Some(pieces) }) = surveyed else { continue };
        let sent = cut(&bytes, &pieces);
        assert!(sent.len() as u64 == facts.bytes && sent.len() < bytes.len(), "{name}");
        let again = survey(&sent).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            again,
            Surveyed { facts: ImageFacts { extras: Extras::default(), extra_bytes: 0, ..facts }, pieces: None },
            "{name}"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_cut_anywhere_is_never_a_whole_image() {
    let whole = ["progressive.jpg", "rgba.png", "lossy.webp", "lossy-alpha.webp", "v4.bmp", "palette.bmp"];
    for name in whole {
        let bytes = file(name);
        for length in 0..bytes.len() {
            let cut = survey(&bytes[..length]);
            // Whether the last scan of a JPEG is complete, only a decoder can say.
            assert!(cut.as_ref().map_or(true, |cut| cut.facts.open_ended), "{name} cut to {length} bytes: {cut:?}");
        }
    }
}

#[test]
fn a_large_file_is_known_by_its_head_alone() {
    for name in ["segments.jpg", "rgba.png", "alpha.bmp"] {
        let mut bytes = file(name);
        let alone = header::read(&bytes, bytes.len() as u64).unwrap();
        bytes.resize(4 * HEAD_BYTES, 0x20);
        let large = header::read(&bytes[..HEAD_BYTES], bytes.len() as u64).unwrap();
        assert_eq!(large, ImageFacts { bytes: bytes.len() as u64, ..alone }, "{name}");
    }
}

#[test]
fn a_header_behind_megabytes_of_metadata_is_asked_for_until_it_is_there() {
    let small = file("orientation-6.jpg");
    let mut bytes = small[..2].to_vec();
    while bytes.len() < 3_000_000 {
        bytes.extend([0xFF, 0xE1, 0xFF, 0xFF]);
        bytes.resize(bytes.len() + 0xFFFD, b'x');
    }
    bytes.extend(&small[2..]);

    let mut given = HEAD_BYTES;
    let mut readings = 1;
    let found = loop {
        match header::read(&bytes[..given], bytes.len() as u64) {
            Err(HeaderError::HeadTooShort { wanted_bytes }) => {
                assert!(wanted_bytes > given as u64 && wanted_bytes <= bytes.len() as u64);
                given = wanted_bytes as usize;
                readings += 1;
            }
            known => break known.unwrap(),
        }
    };
    assert_eq!((found.orientation, found.upright()), (exif(6), SHOWN));
    assert!(readings <= 5, "{readings} readings");
}

#[test]
fn the_browser_has_the_last_word_on_the_size() {
    let found = read("orientation-6.jpg").unwrap();
    assert_eq!(found.shown_at(SHOWN), found);
    assert_eq!(found.shown_at(TURNED).upright(), TURNED);
}

/// Limits that no test picture breaks.
fn loose() -> ImageLimits {
    ImageLimits { min_side: 1, max_ratio: None, alpha: true, ..WAN_27 }
}

fn fitted(format: Format, width: u32, height: u32, bytes: u64, limits: &ImageLimits) -> Result<Fit, FitError> {
    fit(&facts(format, Size::new(width, height), bytes), limits)
}

#[test]
fn a_file_that_fits_is_sent_byte_for_byte() {
    for (format, width, height) in
        [(Format::Jpeg, 240, 240), (Format::Png, 8000, 8000), (Format::Webp, 8000, 1000), (Format::Bmp, 300, 2400)]
    {
        let fit = fitted(format, width, height, WAN_27.max_bytes, &WAN_27).unwrap();
        assert!(fit.is_identity());
        assert_eq!((fit.size, fit.changes.len(), fit.format), (Size::new(width, height), 0, None));
        assert_eq!(fit.attempts().count(), 0);
    }
}

#[test]
fn a_transparent_png_is_flattened_without_loss_where_that_fits() {
    let image = ImageFacts { alpha: true, ..facts(Format::Png, Size::new(1000, 800), 2_000_000) };
    let flat = fit(&image, &WAN_27).unwrap();
    assert_eq!(flat.changes, [Change::Flattened]);
    let formats: Vec<Format> = flat.attempts().take(2).map(|attempt| attempt.format).collect();
    assert_eq!(formats, [Format::Webp, Format::Jpeg]);
    assert!(fit(&image, &ImageLimits { alpha: true, ..WAN_27 }).unwrap().is_identity());
}

#[test]
fn a_turned_photograph_is_sent_upright() {
    let image = ImageFacts { orientation: exif(6), ..facts(Format::Jpeg, Size::new(4032, 3024), 4_000_000) };
    let upright = fit(&image, &WAN_27).unwrap();
    assert_eq!(upright.changes, [Change::Uprighted]);
    assert_eq!((upright.size, upright.format), (Size::new(3024, 4032), Some(Format::Jpeg)));
}

#[test]
fn a_file_too_long_loses_quality_first_and_then_size() {
    let bytes = 25_000_000;
    let fit = fitted(Format::Jpeg, 8000, 1000, bytes, &WAN_27).unwrap();
    assert_eq!(fit.changes, [Change::Compressed { bytes, max_bytes: WAN_27.max_bytes }]);
    let attempts: Vec<Attempt> = fit.attempts().collect();
    let steps: Vec<(u32, u32, f64)> =
        attempts.iter().map(|attempt| (attempt.size.width, attempt.size.height, attempt.quality)).collect();
    assert_eq!(
        steps[..6],
        [
            (8000, 1000, 0.95),
            (8000, 1000, 0.92),
            (8000, 1000, 0.88),
            (8000, 1000, 0.82),
            (6800, 850, 0.88),
            (5780, 723, 0.88),
        ]
    );
    assert!(attempts.iter().all(|attempt| attempt.format == Format::Jpeg && attempt.size.height >= 240));
    assert!(attempts.last().unwrap().size.height < 300);
}

#[test]
fn a_long_png_becomes_a_jpeg() {
    let fit = fitted(Format::Png, 3000, 3000, 25_000_000, &WAN_27).unwrap();
    assert_eq!(fit.format, Some(Format::Jpeg));
    assert!(fit.attempts().all(|attempt| attempt.format == Format::Jpeg));
}

#[test]
fn an_image_too_large_is_scaled_down() {
    let (from, to) = (Size::new(6000, 9000), Size::new(5333, 8000));
    let fit = fitted(Format::Jpeg, 6000, 9000, 5_000_000, &WAN_27).unwrap();
    assert_eq!((fit.size, &fit.changes[..]), (to, &[Change::Scaled { from, to }][..]));
}

#[test]
fn an_image_too_small_is_refused_and_not_enlarged() {
    let size = Size::new(200, 3000);
    let error = fitted(Format::Png, 200, 3000, 1000, &WAN_26).unwrap_err();
    assert_eq!(error, FitError::TooSmall { size, min_side: 240 });
    assert_eq!(error.to_string(), "the image has 200 × 3000 px; each side needs at least 240: use a larger one");
}

#[test]
fn a_ratio_is_refused_only_where_the_model_limits_it() {
    let size = Size::new(8000, 900);
    let error = fitted(Format::Jpeg, 8000, 900, 1000, &WAN_27).unwrap_err();
    assert_eq!(error, FitError::RatioTooWide { size, max_ratio: 8 });
    assert!(fitted(Format::Jpeg, 8000, 900, 1000, &WAN_26).unwrap().is_identity());
}

#[test]
fn a_strip_that_no_scale_makes_fit_is_refused() {
    let size = Size::new(250, 9000);
    let error = fitted(Format::Jpeg, 250, 9000, 1000, &WAN_26).unwrap_err();
    assert_eq!(error, FitError::TooNarrow { size, min_side: 240, max_side: 8000 });
}

/// Sides that matter: any, and those around limits and ratios.
fn sides() -> impl Strategy<Value = u32> {
    prop_oneof![1u32..20_000, 230u32..320, 7_990u32..8_010, 1u32..=u32::MAX]
}

fn limits() -> impl Strategy<Value = ImageLimits> {
    let ratio = prop_oneof![Just(None), (1u32..10).prop_map(Some)];
    (0u32..400, 500u32..9000, ratio, any::<bool>()).prop_map(|(min_side, max_side, max_ratio, alpha)| ImageLimits {
        min_side,
        max_side,
        max_ratio,
        max_bytes: 10_000_000,
        alpha,
    })
}

fn is_allowed(size: Size, limits: &ImageLimits) -> bool {
    let (short, long) = (size.width.min(size.height), size.width.max(size.height));
    short >= limits.min_side.max(1)
        && long <= limits.max_side
        && limits.max_ratio.is_none_or(|times| u64::from(long) <= u64::from(short) * u64::from(times))
}

fn heads() -> impl Strategy<Value = Vec<u8>> {
    let names: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/images"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "segments.jpg")
        .collect();
    prop::sample::select(names).prop_map(|name| file(&name))
}

fn settled(head: &[u8], file_bytes: u64) -> Result<(), TestCaseError> {
    match header::read(head, file_bytes) {
        Ok(facts) => {
            prop_assert!(facts.stored.area() > 0);
            let _ = fit(&facts, &WAN_27);
        }
        Err(HeaderError::HeadTooShort { wanted_bytes }) => {
            prop_assert!(wanted_bytes > head.len() as u64 && wanted_bytes <= file_bytes);
        }
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_is_within_the_limits(
        width in sides(), height in sides(), orientation in 1u16..=8, bytes in 0u64..20_000_000, alpha: bool, limits in limits(),
        format in prop::sample::select(vec![Format::Jpeg, Format::Png, Format::Bmp, Format::Webp]),
    ) {
        let image = ImageFacts { orientation: exif(orientation), alpha, ..facts(format, Size::new(width, height), bytes) };
        match fit(&image, &limits) {
            Err(error) => {
                prop_assert!(!is_allowed(image.upright(), &limits));
                prop_assert!(!error.to_string().is_empty());
            }
            Ok(fit) => {
                prop_assert!(is_allowed(fit.size, &limits));
                prop_assert_eq!(fit.is_identity(), fit.changes.is_empty());
                prop_assert_eq!(fit.is_encoded(), fit.attempts().next().is_some());
                prop_assert!(!fit.is_encoded() || !fit.is_identity());
                if let Some(smaller) = fit.within(1_000_000) {
                    prop_assert!(smaller.size.area() <= 1_000_000 && is_allowed(smaller.size, &limits));
                }
                if fit.is_identity() {
                    prop_assert!(bytes <= limits.max_bytes && orientation == 1 && fit.size == image.stored);
                }
                for attempt in fit.attempts() {
                    prop_assert!(is_allowed(attempt.size, &limits), "{:?}", attempt);
                }
            }
        }
    }

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..2000), more: u64) {
        settled(&bytes, (bytes.len() as u64).saturating_add(more))?;
    }

    #[test]
    fn damaged_files_do_no_harm(
        mut bytes in heads(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![any::<u8>(), Just(0), Just(0xFF), Just(0x7F)]), 1..12),
        cut in any::<prop::sample::Index>(), more in prop_oneof![Just(0), 0u64..10_000, any::<u64>()],
    ) {
        if bytes.is_empty() {
            return settled(&bytes, more);
        }
        for (index, byte) in damage {
            // Headers are short: most damage goes there.
            let within = bytes.len().min(if byte & 1 == 0 { 200 } else { usize::MAX });
            bytes[index.index(within)] = byte;
        }
        settled(&bytes, (bytes.len() as u64).saturating_add(more))?;
        let head = &bytes[..cut.index(bytes.len())];
        settled(head, (bytes.len() as u64).saturating_add(more))?;
    }
}
