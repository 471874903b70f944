//! What follows signals, and what ends with a reactive owner.

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::prelude::*;

use super::Signal;

/// Runs `run` now and whenever what it read has changed, until the owner is cleaned up.
pub fn watch(run: impl FnMut() + 'static) {
    watch_boxed(Box::new(run));
}

#[inline(never)]
fn watch_boxed(mut run: Box<dyn Ask<()>>) {
    keep(RenderEffect::new(move |_: Option<()>| run.ask()));
}

/// A signal that follows what `read` reads, and tells of changes only.
pub fn settled<T: Clone + PartialEq + 'static>(mut read: impl FnMut() -> T + 'static) -> Signal<T> {
    let signal = Signal::new(untrack(&mut read));
    watch(move || {
        let now = read();
        if signal.get_untracked() != now {
            signal.set(now);
        }
    });
    signal
}

/// Keeps a value until the owner is cleaned up.
pub fn keep<T: 'static>(value: T) {
    keep_boxed(Box::new(value));
}

#[inline(never)]
fn keep_boxed(value: Box<dyn Kept>) {
    let value = SendWrapper::new(value);
    on_cleanup(move || drop(value));
}

/// A closure to be asked again and again. `dyn FnMut` would bring along, for each closure, code that consumes it, which
/// nothing calls.
pub trait Ask<T> {
    /// Asks.
    fn ask(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Ask<T> for F {
    fn ask(&mut self) -> T {
        self()
    }
}

/// The same of something.
pub(super) trait AskOf<A, T> {
    fn ask_of(&mut self, what: A) -> T;
}

impl<A, T, F: FnMut(A) -> T> AskOf<A, T> for F {
    fn ask_of(&mut self, what: A) -> T {
        self(what)
    }
}

/// Anything. `dyn Any` would bring, for each type, code that tells which it is.
trait Kept {}

impl<T> Kept for T {}
