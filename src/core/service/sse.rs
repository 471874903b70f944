//! Server-sent events, from bytes that arrive cut anywhere.
//!
//! Framing as digested from the services: no or one space after the colon, a comment `:HTTP_STATUS/400` or an older
//! line `status:400` with the status of the event, other comments as heartbeats, and the end of the connection as the
//! end of the stream.

use std::mem;

/// How much one event may hold, in bytes; a longer one is dropped.
const LONGEST_EVENT: usize = 64 << 20;

/// One event with data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SseEvent {
    /// What `event:` says: `result`, `error`, `done`; `message` where it says nothing.
    pub event: String,
    /// Its data lines, joined by line feeds. `[DONE]` is passed on like any other.
    pub data: String,
    /// The HTTP status that belongs to this event, where it says one.
    pub status: Option<u16>,
}

/// Turns bytes into events, the same ones however the bytes are cut.
///
/// ```
/// use wan_edit::core::service::sse::SseDecoder;
///
/// let mut decoder = SseDecoder::new();
/// assert!(decoder.push(b"event: result\ndata: {\"a\"").is_empty());
/// let events = decoder.push(b":1}\n\n");
/// assert_eq!((&*events[0].event, &*events[0].data), ("result", "{\"a\":1}"));
/// ```
///
/// Lines end with LF, CR LF or CR. A line becomes text when it is whole, so a character may be cut as well; what is not
/// UTF-8 becomes U+FFFD.
#[derive(Debug)]
pub struct SseDecoder {
    limit: usize,
    line: Vec<u8>,
    is_first_line: bool,
    after_cr: bool,
    is_dropped: bool,
    event: String,
    data: Option<String>,
    status: Option<u16>,
}

impl Default for SseDecoder {
    fn default() -> Self {
        Self::with_limit(LONGEST_EVENT)
    }
}

impl SseDecoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, dropping each event with a line of more than `bytes`, or with more in all its data.
    #[must_use]
    pub fn with_limit(bytes: usize) -> Self {
        Self {
            limit: bytes,
            line: Vec::new(),
            is_first_line: true,
            after_cr: false,
            is_dropped: false,
            event: String::new(),
            data: None,
            status: None,
        }
    }

    /// The events that end within `bytes`, the next piece of the stream.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<SseEvent> {
        let mut events = Vec::new();
        while let Some(&first) = bytes.first() {
            if mem::take(&mut self.after_cr) && first == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            self.extend(&bytes[..end.unwrap_or(bytes.len())]);
            let Some(end) = end else { break };
            self.after_cr = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            events.extend(self.end_line());
        }
        events
    }

    /// The event that the end of the stream cut short, where it has data. The decoder is at a start again.
    pub fn finish(&mut self) -> Option<SseEvent> {
        if !self.line.is_empty() {
            self.end_line();
        }
        let last = self.end_event();
        *self = Self::with_limit(self.limit);
        last
    }

    /// How many bytes of an unfinished event are held: never more than a few times the limit.
    #[must_use]
    pub fn held_bytes(&self) -> usize {
        self.line.len() + self.event.len() + self.data.as_ref().map_or(0, String::len)
    }

    fn extend(&mut self, piece: &[u8]) {
        if piece.is_empty() {
            return;
        }
        self.is_dropped |= self.line.len() + piece.len() > self.limit;
        if self.is_dropped {
            // One byte stays, so that the rest of the line is no blank line.
            self.line = vec![b':'];
            self.data = None;
        } else {
            self.line.extend_from_slice(piece);
        }
    }

    fn end_line(&mut self) -> Option<SseEvent> {
        let line = mem::take(&mut self.line);
        let mut text = &*String::from_utf8_lossy(&line);
        if mem::take(&mut self.is_first_line) {
            text = text.strip_prefix('\u{feff}').unwrap_or(text);
        }
        if text.is_empty() {
            return self.end_event();
        }
        if !self.is_dropped {
            self.read_line(text);
        }
        None
    }

    fn read_line(&mut self, line: &str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) if data.len() + value.len() >= self.limit => {
                    self.is_dropped = true;
                    self.data = None;
                }
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.into()),
            },
            "event" => self.event = value.into(),
            "status" => self.status = status(value),
            "" => self.status = value.strip_prefix("HTTP_STATUS/").and_then(status).or(self.status),
            _ => {}
        }
    }

    fn end_event(&mut self) -> Option<SseEvent> {
        self.is_dropped = false;
        let mut event = mem::take(&mut self.event);
        if event.is_empty() {
            event = "message".into();
        }
        let status = self.status.take();
        self.data.take().map(|data| SseEvent { event, data, status })
    }
}

fn status(value: &str) -> Option<u16> {
    value.trim().parse().ok()
}

/// The events of a whole body, white space before it aside.
#[must_use]
pub fn events(body: &str) -> Vec<SseEvent> {
    let body = body.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut decoder = SseDecoder::new();
    let mut events = decoder.push(body.as_bytes());
    events.extend(decoder.finish());
    events
}
