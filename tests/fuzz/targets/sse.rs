//! Events from bytes that are cut anywhere.

use wan_edit::core::service::sse::{SseDecoder, SseEvent, events};

use super::behaviour;

/// What comes when the bytes arrive in these pieces. No more than twice the limit is held.
fn decoded<'a>(limit: usize, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<SseEvent> {
    let mut decoder = SseDecoder::with_limit(limit);
    let mut events = Vec::new();
    for piece in pieces {
        events.extend(decoder.push(piece));
        // A name in broken UTF-8 grows to three bytes for each.
        assert!(decoder.held_bytes() <= 7 * limit + 1, "{} bytes are held", decoder.held_bytes());
    }
    events.extend(decoder.finish());
    assert_eq!(decoder.held_bytes(), 0);
    assert_eq!(decoder.push(b"\n\xef\xbb\xbfdata:x\n\n"), []);
    decoder.finish();
    assert_eq!(decoder.push(b"\xef\xbb\xbfdata:x\n\n").len(), 1, "it begins again");
    events
}

/// The same stream with LF for every end of a line.
fn with_line_feeds(input: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, byte) in input.iter().enumerate() {
        match byte {
            b'\n' if at > 0 && input[at - 1] == b'\r' => {}
            b'\r' => out.push(b'\n'),
            byte => out.push(*byte),
        }
    }
    out
}

pub fn check(input: &[u8]) -> u64 {
    let whole = decoded(1 << 20, [input]);
    assert_eq!(decoded(1 << 20, [&with_line_feeds(input)[..]]), whole, "all ends of lines are alike");
    for limit in [1 << 20, 100, 9] {
        let expected = decoded(limit, [input]);
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(decoded(limit, input.chunks(size)), expected, "pieces of {size}");
        }
        let (start, end) = input.split_at(behaviour(input) as usize % (input.len() + 1));
        assert_eq!(decoded(limit, [start, end]), expected, "cut at {}", start.len());
        assert!(expected.len() <= whole.len());
        assert!(expected.iter().all(|event| event.data.len() <= 3 * limit + 3));
    }
    for event in &whole {
        assert!(!event.event.is_empty() && !event.event.contains(['\r', '\n']), "{event:?}");
        assert!(!event.data.contains('\r'), "{event:?}");
    }
    let text = String::from_utf8_lossy(input);
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        assert_eq!(events(&text), whole, "a body and its bytes say the same");
    }
    let seen: Vec<_> =
        whole.iter().map(|event| (event.status, event.event.len(), event.data.lines().count())).collect();
    behaviour(&seen[..seen.len().min(5)])
}
