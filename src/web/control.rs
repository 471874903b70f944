//! The handle on a running edit: cancel it from a button.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Cancels an edit in flight. Clones are the same handle.
#[derive(Clone, Default)]
pub struct Control(Rc<Inner>);

#[derive(Default)]
struct Inner {
    requests: Cell<u32>,
    seen: Cell<u32>,
    leaving: Cell<Leaving>,
    waker: RefCell<Option<Waker>>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Leaving {
    #[default]
    No,
    Asked,
    Handled,
}

impl Inner {
    fn is_cancel_new(&self) -> bool {
        self.seen.get() < self.requests.get()
    }
}

impl Control {
    /// A fresh handle.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks to cancel. The first time a queued task is cancelled at the service and a running one
    /// is waited for; the second time the waiting stops.
    pub fn cancel(&self) {
        self.0.requests.set(self.0.requests.get() + 1);
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }

    /// Stops waiting as soon as the task exists, and leaves it to itself.
    pub fn leave(&self) {
        if self.0.leaving.get() == Leaving::No {
            self.0.leaving.set(Leaving::Asked);
        }
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }

    /// Whether leaving was asked for and not handled yet; handles it.
    pub(super) fn take_leave(&self) -> bool {
        let is_new = self.0.leaving.get() == Leaving::Asked;
        if is_new {
            self.0.leaving.set(Leaving::Handled);
        }
        is_new
    }

    /// How often it was asked.
    pub fn cancels(&self) -> u32 {
        self.0.requests.get()
    }

    /// Whether a cancel came that was not handled yet; handles it.
    pub(super) fn take(&self) -> bool {
        let is_new = self.0.seen.get() < self.0.requests.get();
        if is_new {
            self.0.seen.set(self.0.seen.get() + 1);
        }
        is_new
    }

    /// Runs `future` until it ends or a cancel or a leave comes that was not handled yet (`None`).
    /// The future is left where it was and may be polled again.
    pub async fn unless_canceled<F: Future + Unpin>(&self, future: &mut F) -> Option<F::Output> {
        self.unless(future, |inner| inner.is_cancel_new() || inner.leaving.get() == Leaving::Asked).await
    }

    /// The same, but a leave changes nothing: what is asked for has to come before anything can be left.
    pub(super) async fn unless_only_canceled<F: Future + Unpin>(&self, future: &mut F) -> Option<F::Output> {
        self.unless(future, Inner::is_cancel_new).await
    }

    async fn unless<F: Future + Unpin>(&self, future: &mut F, is_over: fn(&Inner) -> bool) -> Option<F::Output> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            if is_over(&self.0) {
                return Poll::Ready(None);
            }
            self.0.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }
}
