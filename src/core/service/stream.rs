//! An answer that may come as server-sent events: whole, or as its bytes arrive.

use super::sse::{self, SseDecoder, SseEvent};
use super::wire::reply::{Part, WireReply};

/// What a body says: JSON, or events joined to one reply. `None` where it is neither.
pub fn read(body: &str) -> Option<WireReply> {
    if let Some(reply) = WireReply::parse(body) {
        return Some(reply);
    }
    if !sse::is_sse(body) {
        return None;
    }
    let mut reply = None;
    for event in sse::events(body).iter().filter_map(understood) {
        reply.get_or_insert_with(WireReply::default).absorb(event);
    }
    reply
}

/// An event's reply; `None` for `[DONE]` and other marks.
fn understood(event: &SseEvent) -> Option<WireReply> {
    let mut reply = WireReply::parse(&event.data)?;
    let is_error = reply.code.is_some() || reply.message.is_some();
    reply.status = event.status.filter(|status| is_error && *status >= 400);
    Some(reply)
}

/// A stream as it arrives.
#[derive(Debug, Default)]
pub struct Stream {
    decoder: SseDecoder,
    /// All that came so far.
    pub reply: WireReply,
}

impl Stream {
    /// Takes the next bytes, however they are cut, and answers the parts that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Part> {
        let mut parts = Vec::new();
        for event in self.decoder.push(bytes).iter().filter_map(understood) {
            parts.extend_from_slice(&event.parts);
            self.reply.absorb(event);
        }
        parts
    }
}
