//! What the first bytes of a file say, and what the walk through the rest of it finds.

use wan_edit::core::image::{HeaderError, ImageFacts, ImageLimits, Piece, Survey, Surveyed, fit, header};

use super::behaviour;

const LIMITS: [ImageLimits; 2] = [
    ImageLimits { min_side: 240, max_side: 8000, max_ratio: Some(8), max_bytes: 20_000_000, alpha: false },
    ImageLimits { min_side: 384, max_side: 5000, max_ratio: None, max_bytes: 1000, alpha: true },
];

fn read(head: &[u8], file_bytes: u64) -> Result<ImageFacts, HeaderError> {
    let facts = header::read(head, file_bytes);
    assert_eq!(facts, header::read(head, file_bytes));
    match &facts {
        Ok(facts) => {
            assert!(facts.stored.area() > 0 && facts.upright().area() == facts.stored.area());
            for fit in LIMITS.iter().filter_map(|limits| fit(facts, limits).ok()) {
                assert!(fit.size.area() > 0 && fit.attempts().all(|attempt| attempt.size.area() > 0), "{fit:?}");
            }
        }
        Err(HeaderError::HeadTooShort { wanted_bytes }) => {
            assert!(*wanted_bytes > head.len() as u64 && *wanted_bytes <= file_bytes, "{wanted_bytes}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    facts
}

/// Reads as a browser does: a little, then as much as is wanted.
fn read_in_turns(file: &[u8], first: usize) -> Result<ImageFacts, HeaderError> {
    let mut wanted = first.min(file.len());
    for _ in 0..64 {
        match read(&file[..wanted], file.len() as u64) {
            Err(HeaderError::HeadTooShort { wanted_bytes }) => wanted = wanted_bytes as usize,
            answer => return answer,
        }
    }
    panic!("it wants more for ever");
}

/// Walks through the whole file.
fn survey(facts: ImageFacts, file: &[u8]) -> Result<Surveyed, HeaderError> {
    let mut survey = Survey::new(facts);
    let mut turns = 0;
    while let Some((from, to)) = survey.wants() {
        assert!(from <= to && to <= file.len() as u64, "{from}..{to}");
        survey.give(&file[from as usize..to as usize]);
        turns += 1;
        assert!(turns <= 2 + file.len(), "it walks for ever");
    }
    survey.finish()
}

/// The file that is sent in place of `file`: nothing of what was cut out is left in it, and no doubt.
fn check_pieces(file: &[u8], facts: &ImageFacts, pieces: &[Piece]) {
    let mut sent = Vec::new();
    let mut at = 0;
    for piece in pieces {
        match piece {
            Piece::File { from, to } => {
                assert!(at <= *from && from <= to && *to <= file.len() as u64, "{pieces:?}");
                at = *to;
                sent.extend(&file[*from as usize..*to as usize]);
            }
            Piece::Bytes(bytes) => sent.extend(bytes),
        }
    }
    assert_eq!(sent.len() as u64, facts.bytes);
    let again = header::read(&sent, sent.len() as u64).and_then(|facts| survey(facts, &sent));
    let again = again.unwrap_or_else(|error| panic!("what is sent is no image: {error}"));
    assert_eq!((again.facts.stored, again.facts.extras.is_any()), (facts.stored, false), "{again:?}");
    assert!(!again.facts.must_be_redrawn() && again.pieces.is_none(), "{again:?}");
}

pub fn check(input: &[u8]) -> u64 {
    let length = input.len() as u64;
    let whole = read(input, length);
    assert!(!matches!(whole, Err(HeaderError::HeadTooShort { .. })), "a whole file is enough");
    for first in [32, 1000] {
        // Before the end is seen, damage there is not; size, format and coding are.
        if let (Ok(soon), Ok(facts)) = (read_in_turns(input, first), &whole) {
            assert_eq!((soon.format, soon.stored), (facts.format, facts.stored));
        }
    }
    for more in [1, 1000, u64::MAX - length] {
        let _ = read(input, length + more);
    }
    match whole {
        Ok(facts) => match survey(facts, input) {
            Ok(Surveyed { facts, pieces }) => {
                if let Some(pieces) = &pieces {
                    check_pieces(input, &facts, pieces);
                }
                let ImageFacts {
                    format, orientation, turn_unsure, alpha, animated, unusual, open_ended, extras, ..
                } = facts;
                let extras = (extras.location, extras.metadata, extras.trailer);
                behaviour((format, orientation, turn_unsure, alpha, animated, unusual, open_ended, extras))
            }
            Err(error) => behaviour(error.to_string()),
        },
        Err(error) => behaviour(error.to_string()),
    }
}
