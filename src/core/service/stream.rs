//! An answer that may come as server-sent events: whole, or as its bytes arrive.

use super::sse::{SseDecoder, SseEvent, events};
use super::wire::reply::{Part, WireReply};

/// What a body says: JSON, or events joined to one reply. `None` where it is neither.
pub fn read(body: &str) -> Option<WireReply> {
    if let Some(reply) = WireReply::parse(body) {
        return Some(WireReply { is_whole: None, ..reply });
    }
    let mut reply = None;
    for event in events(body).iter().filter_map(understood) {
        reply.get_or_insert_with(WireReply::default).absorb(event);
    }
    reply
}

/// An event's reply; `None` where it is none.
fn understood(event: &SseEvent) -> Option<WireReply> {
    if event.data.trim() == "[DONE]" {
        return Some(WireReply { is_whole: Some(true), ..WireReply::default() });
    }
    let is_named_error = event.event == "error";
    let in_words = || WireReply { message: Some(event.data.clone()), ..WireReply::default() };
    let is_in_words = is_named_error && !event.data.starts_with('{');
    let mut reply = WireReply::parse(&event.data).or_else(|| is_in_words.then(in_words))?;
    reply.status = event.status.filter(|status| *status >= 400);
    let says_why = reply.code.is_some() || (reply.message.is_some() && reply.parts.is_empty());
    reply.is_error_event = is_named_error || says_why || reply.status.is_some();
    Some(reply)
}

/// A stream as it arrives.
#[derive(Debug, Default)]
pub struct Stream {
    decoder: SseDecoder,
    bytes: Vec<u8>,
    reply: WireReply,
}

impl Stream {
    /// Takes the next bytes, however they are cut, and answers the parts that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Part> {
        self.bytes.extend_from_slice(bytes);
        let mut parts = Vec::new();
        for event in self.decoder.push(bytes).iter().filter_map(understood) {
            parts.extend_from_slice(&event.parts);
            self.reply.absorb(event);
        }
        parts
    }

    /// All that came until the stream broke, and its text; an event that lacks only its end counts.
    pub fn broken(mut self) -> (WireReply, String) {
        if let Some(event) = self.decoder.finish().as_ref().and_then(understood) {
            self.reply.absorb(event);
        }
        (self.reply, String::from_utf8_lossy(&self.bytes).into_owned())
    }
}
