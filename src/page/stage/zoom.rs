//! Larger and smaller. The image keeps its middle where it is.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use super::board::Board;
use crate::core::geometry::{Point, Size};
use crate::page::dom::{keep, watch};

/// Percent of natural size to stop at.
const STOPS: [u32; 17] = [5, 8, 12, 16, 25, 33, 50, 66, 80, 100, 125, 150, 200, 300, 400, 600, 800];
/// Widest that an image is shown, CSS px: browsers lose precision far above.
const MAX_WIDTH: u32 = 20_000;

/// The CSS width of the photo: all of the stage, or percent of natural size.
pub fn width(board: Board) -> String {
    let Some(size) = board.size() else { return String::new() };
    let (width, height) = (size.width, size.height);
    match board.zoom.get() {
        // Small pictures are enlarged a little, so that a box can be drawn with a finger.
        None => format!("min(100cqw - 24px, (100cqh - 24px) * {width} / {height}, max({width}px, 30rem))"),
        Some(percent) => format!("calc({width}px * {percent} / 100)"),
    }
}

/// To the next stop.
pub fn step(board: Board, is_larger: bool) {
    let now = board.shown_percent.get_untracked();
    let next = if is_larger {
        STOPS.into_iter().find(|stop| *stop > now)
    } else {
        STOPS.into_iter().rev().find(|stop| *stop < now)
    };
    if let Some(percent) = next {
        set(board, Some(percent));
    }
}

/// From any zoom to all of the image, and from there to natural size.
pub fn toggle_fit(board: Board) {
    let is_fit = board.zoom.get_untracked().is_none();
    set(board, is_fit.then_some(100));
}

/// Shows the image at `percent` of its natural size, or all of it, around the same middle.
pub fn set(board: Board, percent: Option<u32>) {
    let Some((_, size)) = board.now() else { return };

    let canvas = canvas(board);
    let middle = canvas.as_ref().map(|canvas| {
        let part = |scroll: i32, shown: i32, all: i32| f64::from(scroll * 2 + shown) / f64::from(all.max(1) * 2);
        (
            part(canvas.scroll_left(), canvas.client_width(), canvas.scroll_width()),
            part(canvas.scroll_top(), canvas.client_height(), canvas.scroll_height()),
        )
    });
    board.zoom.set(percent.map(|percent| percent.clamp(1, most(size))));
    request_animation_frame(move || {
        if let (Some(canvas), Some((x, y))) = (canvas, middle) {
            let offset = |part: f64, shown: i32, all: i32| (part * f64::from(all)) as i32 - shown / 2;
            canvas.set_scroll_left(offset(x, canvas.client_width(), canvas.scroll_width()));
            canvas.set_scroll_top(offset(y, canvas.client_height(), canvas.scroll_height()));
        }
    });
}

/// Zooms to about `percent` with the `held` part of the image, 0 to 1, at a point of the window, in CSS px.
pub fn hold(board: Board, percent: f64, held: Point, at: Point) {
    let (Some((_, size)), Some(canvas)) = (board.now(), canvas(board)) else { return };
    let percent = percent.max(1.0).min(f64::from(most(size)));
    let fits = |length: u32, room: i32| f64::from(length) * percent / 100.0 <= f64::from(room - 24);
    let is_fit = fits(size.width, canvas.client_width()) && fits(size.height, canvas.client_height());
    board.zoom.set((!is_fit).then_some((percent + 0.5) as u32));
    request_animation_frame(move || {
        let Some(rect) = board.image().map(|image| image.get_bounding_client_rect()) else { return };
        let shift = |start: f64, length: f64, part: f64, wanted: f64| (start + length * part - wanted) as i32;
        canvas.set_scroll_left(canvas.scroll_left() + shift(rect.left(), rect.width(), held.x, at.x));
        canvas.set_scroll_top(canvas.scroll_top() + shift(rect.top(), rect.height(), held.y, at.y));
    });
}

/// The largest percentage that the image may be shown at.
fn most(size: Size) -> u32 {
    (u64::from(MAX_WIDTH) * 100 / u64::from(size.width.max(1))) as u32
}

/// Keeps the percentage shown right, whatever changes the image or its size on the page.
pub fn observe(board: Board, image: Element) {
    watch(move || {
        let Some(size) = board.size() else { return };
        let seen = image.clone();
        let measure = Closure::new(move || {
            let percent = seen.get_bounding_client_rect().width() * 100.0 / f64::from(size.width);
            board.shown_percent.set((percent + 0.5) as u32);
        });
        if let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
            observer.observe(&image);
            keep(Observer { observer, _measure: measure });
        }
    });
}

/// An observer that leaves with its owner.
struct Observer {
    observer: ResizeObserver,
    _measure: Closure<dyn FnMut()>,
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn canvas(board: Board) -> Option<Element> {
    board.layer()?.closest(".canvas").ok()?
}
