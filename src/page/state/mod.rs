//! What the page knows, by concern, without a view. What decides is a plain struct or function; a context is a newtype
//! over signals, copied into whatever needs it. What is gated to wasm32 holds values of the browser.

mod cost;
mod draft;
mod edit;
mod form;
pub mod found;
pub mod pinch;
pub mod prompt;
mod result_group;
mod result_text;
mod service;
mod settings;
mod size;
mod tasks;
pub mod thumbnail_drag;
mod unused;
mod viewer;
pub mod zoom;

#[cfg(target_arch = "wasm32")]
mod kept;
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

pub use self::cost::{Cost, price_fen, yuan_text};
pub use self::draft::DraftState;
pub use self::edit::{EditState, OutputSketch};
pub use self::form::{Form, FormState, KeptForm, count_range, is_maximum};
pub use self::result_group::{GroupFacts, ResultGroup, ResultPart, SizeReason};
pub use self::result_text::{LocalDate, TimeLeft, file_name};
pub use self::service::{
    CHOICES, CUSTOM_CHOICE, EMULATOR_CHOICE, EMULATOR_DMXAPI_CHOICE, EMULATOR_KEY, KeptKey, KeyStore, ServiceForm,
    ServiceLack, ServiceState, WORKSPACE_CHOICE,
};
pub use self::settings::{Theme, ThemeState};
pub use self::size::{SizeChoice, USUAL_SIZE, predicted_output, size_choices};
pub use self::tasks::{KeptTask, alive, readable, with_task, without_task};
pub use self::unused::Unused;
pub use self::viewer::{Clock, Comparison, PictureZoom, ViewerState, neighbor, percent_text};

#[cfg(target_arch = "wasm32")]
pub use self::{
    kept::{KEY, keep_key, keep_tasks, kept_key, kept_tasks},
    notices::{Notice, NoticesState},
    pictures::{Picture, Pictures, PicturesState},
    results::{ResultBytes, ResultItem, ResultsState},
    run::{Checkup, CheckupReport, Run, RunState},
    ui::{Dialog, UiState},
};
