//! Larger and smaller. The image keeps its middle where it is.

use leptos::prelude::*;

use super::state::StageState;
use crate::core::geometry::Point;
use crate::page::state::zoom;
use crate::web::ResizeGuard;

/// To the next stop.
pub(super) fn step(stage: StageState, is_larger: bool) {
    if let Some(percent) = zoom::next_stop(stage.shown_percent.get_untracked(), is_larger) {
        set(stage, Some(percent));
    }
}

/// From any zoom to all of the image, and from there to natural size.
pub(super) fn toggle_fit(stage: StageState) {
    let is_fit = stage.zoom.get_untracked().is_none();
    set(stage, is_fit.then_some(100));
}

/// Shows the image at `percent` of its natural size, or all of it, around the same middle.
fn set(stage: StageState, percent: Option<u32>) {
    let Some(size) = untrack(|| stage.size()) else { return };
    let middle = stage.canvas.get_untracked().map(|canvas| {
        (
            zoom::middle(canvas.scroll_left(), canvas.client_width(), canvas.scroll_width()),
            zoom::middle(canvas.scroll_top(), canvas.client_height(), canvas.scroll_height()),
        )
    });
    stage.zoom.set(percent.map(|percent| zoom::clamped(percent, size)));
    request_animation_frame(move || {
        let Some((canvas, (x, y))) = stage.canvas.try_get_untracked().flatten().zip(middle) else { return };
        canvas.set_scroll_left(zoom::scroll_to_middle(x, canvas.client_width(), canvas.scroll_width()));
        canvas.set_scroll_top(zoom::scroll_to_middle(y, canvas.client_height(), canvas.scroll_height()));
    });
}

/// Zooms to about `percent` with the `held` part of the image, 0 to 1, at a point of the window, in CSS px.
pub(super) fn hold(stage: StageState, percent: f64, held: Point, at: Point) {
    let (Some(size), Some(canvas)) = (untrack(|| stage.size()), stage.canvas.get_untracked()) else { return };
    let window = (canvas.client_width(), canvas.client_height());
    stage.zoom.set(zoom::zoom_at(percent, size, window));
    request_animation_frame(move || {
        let Some(view) = stage.view() else { return };
        let (right, down) = zoom::scroll_to_hold(view, held, at);
        canvas.set_scroll_left(canvas.scroll_left() + right);
        canvas.set_scroll_top(canvas.scroll_top() + down);
    });
}

/// Keeps the percentage shown right, whatever changes the image or its size on the page.
pub(super) fn follow_size(stage: StageState) {
    Effect::new(move |_| {
        let (Some(image), Some(size)) = (stage.image.get(), stage.size()) else { return };
        let measured = image.clone();
        let guard = ResizeGuard::new(&image, move || {
            let width = measured.get_bounding_client_rect().width();
            stage.shown_percent.set(zoom::shown_percent(width, size.width));
        });
        // Dropped when the effect runs again, or ends.
        StoredValue::new_local(guard);
    });
}
