//! What the first bytes of a file say.

use wan_edit::core::image::{HeaderError, ImageFacts, ImageLimits, fit, header};

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
        Ok(facts) => behaviour((facts.format, facts.orientation, facts.turn_unsure, facts.alpha, facts.animated)),
        Err(error) => behaviour(error.to_string()),
    }
}
