//! Which result is shown large, and the time by which results are said to live.

use leptos::prelude::*;

/// The id of the result that is shown large, if any.
#[derive(Clone, Copy)]
pub struct ViewerState(pub RwSignal<Option<u32>>);

/// Seconds since 1970, now and then.
#[derive(Clone, Copy)]
pub struct Clock(pub ReadSignal<u64>);

/// The id `by` places from `id` in `ids`; `None` beyond their ends, and where `id` is not among them.
pub fn neighbor(ids: &[u32], id: u32, by: isize) -> Option<u32> {
    let at = ids.iter().position(|other| *other == id)?;
    ids.get(at.checked_add_signed(by)?).copied()
}
