//! What is asked for: the request, its checks, and the table they read.

mod address;
pub mod check;
pub mod draft;
pub mod drag;
mod dropped;
pub mod exchange;
pub mod mask;
pub mod models;
pub mod palette;
pub mod price;
pub mod request;

pub use address::is_private_address;
pub use check::{CheckedEdit, PreparedImage, Problem, ProblemKind, check};
pub use draft::{Draft, DraftImage, DraftNote};
pub use dropped::image_of_html;
pub use models::{Delivery, MODELS, Mode, ModeRow, Model, Parameter, Preset, Region, model};
pub use palette::{Palette, PaletteColor};
pub use request::{EditRequest, ImageSource, OutputSize, SourceImage, ascii_digits};
