//! Events of a stream as the service and the relay write them.

use crate::checks::Order;
use crate::errors::Failure;
use crate::relay;
use crate::stream::Streaming;
use crate::workshop::Part;
use serde_json::{Value, json};

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    DashScope,
    Relay,
}

/// Writes one event after the other and counts what they report.
#[derive(Debug)]
pub struct Frames {
    dialect: Dialect,
    crlf: bool,
    old: bool,
    request_id: String,
    size: (u32, u32),
    id: u32,
    input_tokens: u32,
    output_tokens: u32,
    images: u32,
}

impl Frames {
    /// For the answer to an order.
    pub fn new(dialect: Dialect, words: &Streaming, request_id: &str, order: &Order) -> Self {
        Self {
            dialect,
            crlf: words.crlf,
            old: words.old,
            request_id: request_id.to_owned(),
            size: order.asked.size,
            id: 0,
            input_tokens: order.input_tokens(),
            output_tokens: 0,
            images: 0,
        }
    }

    /// The event with one part of the output.
    pub fn event(&mut self, part: &Part, last: bool) -> String {
        match part {
            Part::Image(_) => {
                self.images += 1;
                self.output_tokens += 125;
            }
            _ if self.id > 0 => self.output_tokens += 1,
            _ => {}
        }
        let data = match self.dialect {
            Dialect::Relay => relay::body(&[std::slice::from_ref(part)], 0, &self.request_id),
            Dialect::DashScope => self.data(part, last),
        };
        self.framed("result", 200, &data)
    }

    fn data(&self, part: &Part, last: bool) -> Value {
        let reason = if last {
            json!("stop")
        } else if self.old {
            Value::Null
        } else {
            json!("null")
        };
        let choice = json!({"finish_reason": reason, "message": {"role": "assistant", "content": [part.in_choice()]}});
        let size = if self.images == 0 { (0, 0) } else { self.size };
        json!({
            "output": {"choices": [choice], "finished": last || self.old},
            "usage": {
                "input_tokens": self.input_tokens,
                "output_tokens": self.output_tokens,
                "total_tokens": self.input_tokens + self.output_tokens,
                "image_count": self.images,
                "size": format!("{}*{}", size.0, size.1),
            },
            "request_id": self.request_id,
        })
    }

    /// The event that ends a stream early.
    pub fn error(&mut self, failure: &Failure) -> String {
        let data = match self.dialect {
            Dialect::Relay => relay::upstream(failure.code(), failure.message, &self.request_id),
            Dialect::DashScope => {
                json!({"code": failure.code(), "message": failure.message, "request_id": self.request_id})
            }
        };
        self.framed("error", failure.status, &data)
    }

    /// What comes behind the last event.
    pub fn end(&mut self) -> String {
        match self.dialect {
            Dialect::Relay => self.lines("data: [DONE]\n\n"),
            Dialect::DashScope if self.old => self.lines("event: done\ndata: [DONE]\n\n"),
            Dialect::DashScope => String::new(),
        }
    }

    /// A comment that keeps the connection alive.
    pub fn heartbeat(&self) -> String {
        self.lines(":heartbeat\n\n")
    }

    fn framed(&mut self, event: &str, status: u16, data: &Value) -> String {
        self.id += 1;
        let id = self.id;
        let text = match self.dialect {
            Dialect::Relay => format!("data: {data}\n\n"),
            Dialect::DashScope if self.old => format!("id: {id}\nevent: {event}\nstatus: {status}\ndata: {data}\n\n"),
            Dialect::DashScope => format!("id:{id}\nevent:{event}\n:HTTP_STATUS/{status}\ndata:{data}\n\n"),
        };
        self.lines(&text)
    }

    fn lines(&self, text: &str) -> String {
        if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() }
    }
}
