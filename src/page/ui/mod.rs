//! The few components that several panels share.

mod broken_image;
mod copy_button;
mod dialog;
mod field;
mod gap;
mod icon;
mod icon_button;
mod segment;
mod switch;

pub use self::broken_image::hide_broken;
pub use self::copy_button::CopyButton;
pub use self::dialog::ModalDialog;
pub use self::field::{Field, Labelled};
pub use self::gap::Gap;
pub use self::icon::Icon;
pub use self::icon_button::IconButton;
pub use self::segment::Segment;
pub use self::switch::Switch;
