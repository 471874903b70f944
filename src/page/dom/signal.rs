//! A signal whose code is the same for every type, for the sake of the download: Leptos' own brings a copy of its
//! guards, its lists and its cleaning up for each.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;

/// A value that tells whoever read it of its changes. It lives as long as the reactive owner that it was made under;
/// copies are the same signal.
pub struct Signal<T: 'static> {
    place: StoredValue<Place, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone)]
struct Place {
    value: Rc<dyn Any>,
    change: ArcTrigger,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Signal<T> {
    /// A signal with this value.
    pub fn new(value: T) -> Self {
        Self { place: place(Rc::new(RefCell::new(value))), of: PhantomData }
    }

    /// What `read` makes of the value; tracked.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        track(self.place);
        self.with_untracked(read)
    }

    /// What `read` makes of the value.
    ///
    /// # Panics
    /// After the owner's end.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.cell().expect("a signal whose owner lives").borrow())
    }

    /// Changes the value and tells of it. Nothing happens after the owner's end.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Changes the value, tells of it, and answers what `change` does; `None` after the owner's end.
    pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let answer = change(&mut self.cell()?.borrow_mut());
        notify(self.place);
        Some(answer)
    }

    /// Sets the value and tells of it.
    #[inline(never)]
    pub fn set(self, value: T) {
        self.update(|old| *old = value);
    }

    /// Counts as a reading.
    pub fn track(self) {
        track(self.place);
    }

    #[inline(never)]
    fn cell(self) -> Option<Rc<RefCell<T>>> {
        value(self.place)?.downcast().ok()
    }
}

impl<T: Clone> Signal<T> {
    /// The value; tracked.
    #[inline(never)]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value.
    #[inline(never)]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

#[inline(never)]
fn place(value: Rc<dyn Any>) -> StoredValue<Place, LocalStorage> {
    StoredValue::new_local(Place { value, change: ArcTrigger::new() })
}

#[inline(never)]
fn value(place: StoredValue<Place, LocalStorage>) -> Option<Rc<dyn Any>> {
    place.try_with_value(|place| place.value.clone())
}

#[inline(never)]
fn track(place: StoredValue<Place, LocalStorage>) {
    place.try_with_value(|place| place.change.track());
}

#[inline(never)]
fn notify(place: StoredValue<Place, LocalStorage>) {
    if let Some(change) = place.try_with_value(|place| place.change.clone()) {
        change.notify();
    }
}
