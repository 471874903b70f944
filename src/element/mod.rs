//! The page as custom elements: what the JavaScript beside this file calls. Elements of a kind share the module; each has
//! a page of its own, with nothing in common, and all of it goes when the element goes.

#[cfg(feature = "boxes")]
mod boxes;
#[cfg(feature = "editor")]
mod editor;
