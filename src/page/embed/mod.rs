//! TO PORT.
