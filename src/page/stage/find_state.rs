//! How the search for places by words stands.

use leptos::prelude::*;

use super::state::StageState;
use crate::core::geometry::BoundingBox;
use crate::core::job::Error;
use crate::core::service::Protocol;
use crate::page::state::ServiceState;
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
pub(super) struct FindState {
    /// How it stands.
    pub state: RwSignal<Find, LocalStorage>,
    is_possible: Memo<bool>,
}

impl FindState {
    /// No search.
    pub fn new(service: ServiceState, stage: StageState) -> Self {
        let is_possible = Memo::new(move |_| {
            let is_there = service.protocol() == Some(Protocol::DashScope);
            is_there && stage.size().is_some() && stage.max_boxes() > 0
        });
        Self { state: RwSignal::new_local(Find::Closed), is_possible }
    }

    /// Whether places can be found on this image with this model at this service; tracked.
    pub fn is_possible(self) -> bool {
        self.is_possible.get()
    }

    /// Whether somebody searches, and can; tracked.
    pub fn is_open(self) -> bool {
        self.state.with(|find| !matches!(find, Find::Closed)) && self.is_possible()
    }

    /// Whether the model looks; tracked.
    pub fn is_looking(self) -> bool {
        self.state.with(|find| matches!(find, Find::Looking(_)))
    }

    /// What was found and can be used; tracked.
    pub fn candidates(self) -> Vec<BoundingBox> {
        self.state.with(|find| match find {
            Find::Found(found) if self.is_possible() => found.clone(),
            _ => Vec::new(),
        })
    }

    /// Why nothing could be found out; tracked.
    pub fn error(self) -> Option<Error> {
        self.state.with(|find| match find {
            Find::Failed(error) => Some((**error).clone()),
            _ => None,
        })
    }

    /// Ends the search; answers whether there was one.
    pub fn end(self) -> bool {
        let before = self.state.try_update(std::mem::take).unwrap_or_default();
        if let Find::Looking(control) = &before {
            control.cancel();
        }
        !matches!(before, Find::Closed)
    }

    /// Ends the search, and awaits other words.
    pub fn stop(self) {
        self.end();
        self.state.set(Find::Open);
    }

    /// Goes on with what is left to be decided, or with `otherwise` where nothing is.
    pub fn go_on(self, left: Vec<BoundingBox>, otherwise: Find) {
        self.state.set(if left.is_empty() { otherwise } else { Find::Found(left) });
    }
}
