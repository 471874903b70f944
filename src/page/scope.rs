//! Work of the page that waits. It ends with the page, so that what comes too late finds no signal that is gone.

use std::future::Future;

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use leptos::task::spawn_local_scoped_with_cancellation;
use web_sys::{Event, EventTarget};

use crate::web::Listener;

/// The life of the page.
#[derive(Clone, Copy)]
pub struct PageScope(StoredValue<WeakOwner>);

impl PageScope {
    /// The life of the current owner.
    pub fn new() -> Self {
        Self(StoredValue::new(Owner::current().unwrap_or_default().downgrade()))
    }

    /// Whether the page is still there.
    pub fn is_alive(self) -> bool {
        self.0.try_get_value().is_some()
    }

    /// Makes something that lives as long as the page, such as a signal.
    pub fn make<T>(self, make: impl FnOnce() -> T) -> T {
        match self.0.try_get_value().and_then(|owner| owner.upgrade()) {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    /// Runs `work` until it ends or the page does.
    pub fn spawn(self, work: impl Future<Output = ()> + 'static) {
        if let Some(owner) = self.0.try_get_value().and_then(|owner| owner.upgrade()) {
            owner.with(|| spawn_local_scoped_with_cancellation(work));
        }
    }
}

impl Default for PageScope {
    fn default() -> Self {
        Self::new()
    }
}

/// Listens to `event` on `target` until the current owner is cleaned up.
pub fn listen(target: &EventTarget, event: &'static str, act: impl FnMut(Event) + 'static) {
    StoredValue::new_local(Listener::new(target, event, act));
}
