//! How the search for places by words stands.

use leptos::prelude::*;

use crate::core::geometry::BoundingBox;
use crate::core::job::Error;
use crate::web::Control;

/// How a search stands.
#[derive(Clone, Default)]
pub(super) enum Find {
    /// Nobody searches.
    #[default]
    Closed,
    /// Words are awaited.
    Open,
    /// The model looks.
    Looking(Control),
    /// What it found and nobody has decided about yet; none where there is nothing like it.
    Found(Vec<BoundingBox>),
    /// It could not be found out.
    Failed(Box<Error>),
}

/// The search for places by words on the image at hand.
#[derive(Clone, Copy)]
pub(super) struct FindState(pub RwSignal<Find, LocalStorage>);

impl FindState {
    /// No search.
    pub fn new() -> Self {
        Self(RwSignal::new_local(Find::Closed))
    }

    /// Whether somebody searches; tracked.
    pub fn is_open(self) -> bool {
        self.0.with(|find| !matches!(find, Find::Closed))
    }

    /// Whether the model looks; tracked.
    pub fn is_looking(self) -> bool {
        self.0.with(|find| matches!(find, Find::Looking(_)))
    }

    /// What was found; tracked.
    pub fn found(self) -> Vec<BoundingBox> {
        self.0.with(|find| match find {
            Find::Found(found) => found.clone(),
            _ => Vec::new(),
        })
    }

    /// Why nothing could be found out; tracked.
    pub fn error(self) -> Option<Error> {
        self.0.with(|find| match find {
            Find::Failed(error) => Some((**error).clone()),
            _ => None,
        })
    }

    /// Ends the search; answers whether there was one.
    pub fn end(self) -> bool {
        let before = self.0.try_update(std::mem::take).unwrap_or_default();
        if let Find::Looking(control) = &before {
            control.cancel();
        }
        !matches!(before, Find::Closed)
    }

    /// Ends the search, and awaits other words.
    pub fn stop(self) {
        self.end();
        self.0.set(Find::Open);
    }

    /// Goes on with what is left to be decided, or with `otherwise` where nothing is.
    pub fn go_on(self, left: Vec<BoundingBox>, otherwise: Find) {
        self.0.set(if left.is_empty() { otherwise } else { Find::Found(left) });
    }
}
