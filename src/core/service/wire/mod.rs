//! The services' JSON, nothing else: same names as on their pages, absent means absent,
//! unknown fields are ignored, and a field of an unexpected type never spoils the rest.

pub mod account;
mod body;
pub mod reply;
pub mod request;
mod tolerant;
