//! The page as custom elements: what the JavaScript beside this file calls. An element has an instance of the wasm of its
//! own, so that nothing is shared between two of them, and all of it goes when one goes.

#[cfg(feature = "boxes")]
mod boxes;
#[cfg(feature = "editor")]
mod editor;
