//! What is asked for: the request, its checks, and the table they read.

pub mod check;
pub mod draft;
pub mod drag;
pub mod exchange;
pub mod mask;
pub mod models;
pub mod palette;
pub mod price;
pub mod request;

pub use check::{CheckedEdit, Problem, ProblemKind, check};
pub use draft::{Draft, DraftImage, DraftNote};
pub use models::{Delivery, MODELS, Mode, ModeRow, Model, Parameter, Preset, Region, model};
pub use palette::{Palette, PaletteColor};
pub use request::{EditRequest, ImageSource, OutputSize, SourceImage};
