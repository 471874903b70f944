//! What the page knows, by concern, without a view. What decides is a plain struct or function; a context is a newtype
//! over signals, copied into whatever needs it. What is gated to wasm32 holds values of the browser.

mod draft;
mod edit;
mod form;
pub mod found;
pub mod pinch;
mod service;
mod settings;
mod tasks;
pub mod zoom;

#[cfg(target_arch = "wasm32")]
mod notices;
#[cfg(target_arch = "wasm32")]
mod pictures;
#[cfg(target_arch = "wasm32")]
mod results;
#[cfg(target_arch = "wasm32")]
mod run;
#[cfg(target_arch = "wasm32")]
mod ui;

pub use self::draft::DraftState;
pub use self::edit::EditState;
pub use self::form::{Form, FormState, KeptForm, count_range, is_maximum};
pub use self::service::{
    CHOICES, CUSTOM_CHOICE, EMULATOR_CHOICE, EMULATOR_DMXAPI_CHOICE, EMULATOR_KEY, KeptKey, KeyStore, ServiceForm,
    ServiceLack, ServiceState, WORKSPACE_CHOICE,
};
pub use self::settings::{Theme, ThemeState};
pub use self::tasks::{KeptTask, alive, with_task, without_task};

#[cfg(target_arch = "wasm32")]
pub use self::{
    notices::{Notice, NoticesState},
    pictures::{Picture, Pictures, PicturesState},
    results::{GroupFacts, ResultBytes, ResultGroup, ResultItem, ResultPart, ResultsState},
    run::{Checkup, CheckupReport, Run, RunState},
    ui::{Dialog, UiState},
};
