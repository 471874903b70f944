//! Time and chance, in windows and workers.

use std::time::Duration;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Time since the page began, from a clock that does not jump.
pub fn now() -> Duration {
    Duration::from_micros((performance_now() * 1000.0) as u64)
}

/// Lets the browser draw, and hear what people do, before a long computation goes on.
pub async fn pause() {
    gloo_timers::future::sleep(Duration::ZERO).await;
}

/// Random in 0..1.
pub(super) fn jitter() -> f64 {
    js_sys::Math::random()
}
