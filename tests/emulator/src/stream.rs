//! Interleaved output as a stream of events, and everything that can happen to one.

use crate::app::{App, Call, Owner};
use crate::checks::Order;
use crate::errors::{Failure, Refusal, Said};
use crate::flow::{self, Gone, Tap};
use crate::frames::{Dialect, Frames};
use crate::story;
use crate::words::{Words, with_failure};
use crate::workshop::{self, Made, Part};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// The silence before a connection breaks. With the break a browser drops what it has received and no script has read.
const LULL: Duration = Duration::from_secs(1);

/// What a stream does instead of running to its end.
#[derive(Debug, Clone, Copy)]
pub enum Twist {
    /// One error event in an answer of 200.
    Error(&'static Failure),
    /// The same as the body of the failure's own status, labelled JSON.
    Framed(&'static Failure),
    /// An error event behind the first text and the first image.
    Midway(&'static Failure),
    /// Nothing comes behind so many events, until the client goes.
    Stall(usize),
    /// After a silence the connection breaks inside the event behind so many.
    Cut(usize),
    /// An answer of 200 without a byte.
    Empty,
}

/// How a key wants its streams.
#[derive(Debug, Clone)]
pub struct Streaming {
    /// The largest network chunk in bytes.
    pub chunk: usize,
    /// Between two events.
    pub gap: Duration,
    pub heartbeat: bool,
    pub crlf: bool,
    /// The framing of older hosts.
    pub old: bool,
    pub twist: Option<Twist>,
}

impl Streaming {
    /// Reads the words that concern streams.
    pub fn of(words: &Words) -> Self {
        Self {
            chunk: words.number("chunk").map_or(usize::MAX, |bytes| bytes as usize),
            gap: words.millis("gap", 10),
            heartbeat: words.has("heartbeat"),
            crlf: words.has("sse-crlf"),
            old: words.has("sse-old"),
            twist: words.value("sse").and_then(twist),
        }
    }
}

fn twist(word: &str) -> Option<Twist> {
    let (name, more) = word.split_once(':').unwrap_or((word, ""));
    let failure = |usual| with_failure(word, usual).map(|(_, failure)| failure);
    let after = || if more.is_empty() { Some(3) } else { more.parse().ok() };
    Some(match name {
        "error" => Twist::Error(failure("DataInspectionFailed")?),
        "framed" => Twist::Framed(failure("DataInspectionFailed")?),
        "midway" => Twist::Midway(failure("InternalError")?),
        "stall" => Twist::Stall(after()?),
        "cut" => Twist::Cut(after()?),
        "empty" => Twist::Empty,
        _ => return None,
    })
}

/// The answer to a streamed order. What it costs is counted while its images go out.
pub fn answer(app: &Arc<App>, call: Call, order: Order, owner: &Arc<Owner>, count: u32, dialect: Dialect) -> Response {
    let words = &owner.behaviour.stream;
    let frames = Frames::new(dialect, words, &call.request_id, &order);
    match words.twist {
        Some(Twist::Empty) => events(StatusCode::OK, "", Body::empty()),
        Some(Twist::Error(failure)) => refused(StatusCode::OK, true, failure, frames),
        Some(Twist::Framed(failure)) => {
            let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::BAD_REQUEST);
            refused(status, false, failure, frames)
        }
        _ => {
            let (tap, body) = flow::open(words.chunk);
            let run = Run { app: app.clone(), call, owner: owner.clone(), count, frames };
            tokio::spawn(run.run(order, tap));
            events(StatusCode::OK, if dialect == Dialect::Relay { "" } else { "false" }, body)
        }
    }
}

fn events(status: StatusCode, finished: &'static str, body: Body) -> Response {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream;charset=UTF-8"));
    if !finished.is_empty() {
        headers.insert("x-dashscope-finished", HeaderValue::from_static(finished));
    }
    answer
}

fn refused(status: StatusCode, labelled: bool, failure: &'static Failure, mut frames: Frames) -> Response {
    let mut answer = events(status, "true", Body::from(frames.error(failure)));
    if !labelled {
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    let reason = Some("inside a stream".to_owned());
    answer.extensions_mut().insert(Said { reason, ..Said::from(&Refusal::from(failure)) });
    answer
}

/// One stream on its way.
struct Run {
    app: Arc<App>,
    call: Call,
    owner: Arc<Owner>,
    count: u32,
    frames: Frames,
}

impl Run {
    async fn run(mut self, order: Order, tap: Tap) {
        let (app, entry) = (self.app.clone(), self.call.entry);
        if self.tell(order, tap).await.is_err() {
            app.log.set(entry, "reason", "the client left before the end of the stream");
        }
    }

    async fn tell(&mut self, order: Order, tap: Tap) -> Result<(), Gone> {
        let behaviour = self.owner.behaviour.clone();
        let seed = order.asked.seed;
        let name = self.call.request_id.clone();
        let work = workshop::make(self.app.clone(), order, self.owner.clone(), name, self.count);
        // Drawn at once, sent one by one.
        let Ok(made) = tokio::spawn(work).await else { return Ok(()) };
        let pieces = pieces(&made, seed);
        let mut images = 0;
        for (index, piece) in pieces.iter().enumerate() {
            let pictured = matches!(piece, Part::Image(_));
            if pictured {
                tokio::time::sleep(behaviour.delay / self.count).await;
                images += 1;
                self.app.log.set(self.call.entry, "billed", images);
            } else {
                tokio::time::sleep(behaviour.stream.gap).await;
            }
            if behaviour.stream.heartbeat {
                tap.send(self.frames.heartbeat()).await?;
            }
            let event = self.frames.event(piece, index + 1 == pieces.len());
            match behaviour.stream.twist {
                Some(Twist::Stall(after)) if after == index => {
                    tap.closed().await;
                    return Err(Gone);
                }
                Some(Twist::Cut(after)) if after == index => {
                    tap.send(event.as_bytes()[..event.len() / 2].to_vec()).await?;
                    tokio::time::sleep(LULL).await;
                    tap.cut().await;
                    return Ok(());
                }
                _ => tap.send(event).await?,
            }
            if let (true, Some(Twist::Midway(failure))) = (pictured, behaviour.stream.twist) {
                self.app.log.set(self.call.entry, "code", failure.code());
                return tap.send(self.frames.error(failure)).await;
            }
        }
        tap.send(self.frames.end()).await
    }
}

/// What each event carries.
fn pieces(made: &Made, seed: u64) -> Vec<Part> {
    let cut = |part: &Part| match part {
        Part::Text(text) => story::fragments(text, seed).into_iter().map(Part::Text).collect(),
        part => vec![part.clone()],
    };
    made.parts.iter().flat_map(cut).collect()
}

/// The whole stream at once, for answers that break in other ways.
pub fn whole(made: &Made, mut frames: Frames, seed: u64) -> String {
    let pieces = pieces(made, seed);
    let events = pieces.iter().enumerate();
    let text: String = events.map(|(index, piece)| frames.event(piece, index + 1 == pieces.len())).collect();
    text + &frames.end()
}
