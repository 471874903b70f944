//! Edit pictures with Alibaba's Wan models straight from a browser.
//!
//! One core, three ways in: the page that people use, the npm
//! package that web apps import, and this crate.
//!
//! - [`core`] decides: what an edit is, how it is asked for, what an answer means. No browser in it.
//! - `web` waits: files, fetch, timers, storage (wasm32 only).
//! - `js` is what npm sees (feature `js`).
//! - `page` is what a person sees (feature `page`); `element` is the same as custom elements.
//!
//! Start at [`core::edit::EditRequest`], then [`core::job::Job`].

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod web;

// On the host its plain structs alone, for the tests.
#[cfg(any(not(target_arch = "wasm32"), feature = "js"))]
pub mod js;

#[cfg(feature = "page")]
pub mod page;

#[cfg(all(target_arch = "wasm32", any(feature = "editor", feature = "boxes")))]
pub mod element;
