//! What is open, what gets the focus, and what a screen reader says next.

use leptos::prelude::*;

use super::ServiceLack;

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dialog {
    /// Service and key, at what is lacking.
    Service(Option<ServiceLack>),
    /// The account's tasks.
    Tasks,
    /// All shortcuts.
    Shortcuts,
    /// Tasks to begin with.
    Templates,
}

/// The page's own surface.
#[derive(Clone, Copy)]
pub struct UiState {
    /// The dialog that is open. The dialog's component shows and closes it, and answers a close by `None`.
    pub dialog: RwSignal<Option<Dialog>>,
    /// The id of the element that gets the focus once the page has drawn what changed.
    pub focus: RwSignal<Option<&'static str>>,
    /// What a screen reader says next.
    pub status_text: RwSignal<String>,
}

impl UiState {
    /// Nothing open.
    pub fn new() -> Self {
        Self { dialog: RwSignal::new(None), focus: RwSignal::new(None), status_text: RwSignal::default() }
    }

    /// Opens the panel of services, at what is lacking.
    pub fn open_service(self, lack: Option<ServiceLack>) {
        self.dialog.set(Some(Dialog::Service(lack)));
    }

    /// Closes this dialog. Another one may be open by now.
    pub fn close(self, dialog: Dialog) {
        if self.dialog.get_untracked() == Some(dialog) {
            self.dialog.set(None);
        }
    }

    /// Gives the focus to the element with this id once what changed is drawn.
    pub fn focus(self, id: &'static str) {
        self.focus.set(Some(id));
    }
}

impl Default for UiState {
    fn default() -> Self {
        Self::new()
    }
}
