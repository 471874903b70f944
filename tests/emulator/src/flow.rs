//! A body that is written while it is sent, in network chunks of a chosen size, and that can break off.

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::sync::mpsc;

#[derive(Debug)]
enum Step {
    Bytes(Bytes),
    Cut,
}

/// The writing end. The body ends when it is dropped.
#[derive(Debug)]
pub struct Tap(mpsc::Sender<Step>);

/// The client is gone.
#[derive(Debug)]
pub struct Gone;

impl Tap {
    /// Sends text.
    ///
    /// # Errors
    ///
    /// When nobody reads any more.
    pub async fn send(&self, text: impl Into<Bytes>) -> Result<(), Gone> {
        self.0.send(Step::Bytes(text.into())).await.map_err(|_| Gone)
    }

    /// Breaks the connection behind what was sent.
    pub async fn cut(self) {
        self.0.send(Step::Cut).await.ok();
    }

    /// Waits until the client goes.
    pub async fn closed(&self) {
        self.0.closed().await;
    }
}

struct Flow {
    steps: mpsc::Receiver<Step>,
    rest: Bytes,
    chunk: usize,
    sent: bool,
}

/// A body and the end to write it from. Each chunk of at most `chunk` bytes goes to the network by itself.
pub fn open(chunk: usize) -> (Tap, Body) {
    let (tap, steps) = mpsc::channel(1);
    (Tap(tap), Body::new(Flow { steps, rest: Bytes::new(), chunk: chunk.max(1), sent: false }))
}

impl HttpBody for Flow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        // The server writes out what it has when a body is not ready.
        if std::mem::take(&mut self.sent) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.rest.is_empty() {
            match ready!(self.steps.poll_recv(cx)) {
                None => return Poll::Ready(None),
                Some(Step::Cut) => return Poll::Ready(Some(Err(io::Error::other("cut")))),
                Some(Step::Bytes(bytes)) => self.rest = bytes,
            }
        }
        let length = self.rest.len().min(self.chunk);
        self.sent = true;
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }
}
