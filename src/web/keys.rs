//! Keys that end soon, from whoever makes them.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::core::job::Error;
use crate::core::service::Credential;

/// A key, and until when it may be used, in milliseconds since 1970; without that it is asked for each time.
pub type Fresh = (Credential, Option<f64>);

type Making = Pin<Box<dyn Future<Output = Result<Fresh, Error>>>>;

/// A key is renewed this long before it ends.
const MARGIN_MILLIS: f64 = 10_000.0;

/// Where keys come from. Clones share the one at hand.
#[derive(Clone)]
pub struct Keys(Rc<Inner>);

struct Inner {
    make: Box<dyn Fn() -> Making>,
    at_hand: RefCell<Option<(Credential, f64)>>,
    /// Whether the last one had ended as soon as it was made.
    was_past: Cell<bool>,
}

impl Keys {
    /// Keys that `make` makes.
    pub fn new(make: impl Fn() -> Making + 'static) -> Self {
        Self(Rc::new(Inner { make: Box::new(make), at_hand: RefCell::default(), was_past: Cell::default() }))
    }

    /// A key that can be used now.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn current(&self) -> Result<Credential, Error> {
        let at_hand = self.0.at_hand.borrow().clone();
        if let Some((key, until)) = at_hand
            && js_sys::Date::now() < until
        {
            return Ok(key);
        }
        let (key, ends) = (self.0.make)().await?;
        let until = ends.map(|ends| ends - MARGIN_MILLIS);
        let is_past = until.is_some_and(|until| until <= js_sys::Date::now());
        // The second in a row that has ended as soon as it is made: this clock is fast. It is used until it is refused.
        let is_clock_fast = self.0.was_past.replace(is_past) && is_past;
        let until = until.map(|until| if is_clock_fast { f64::INFINITY } else { until });
        self.0.at_hand.replace(until.map(|until| (key.clone(), until)));
        Ok(key)
    }

    /// The key at hand was refused: the next one is made anew.
    pub fn discard(&self) {
        self.0.at_hand.take();
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(***)")
    }
}
