//! When the program itself fails: the console gets message and place, and the page, which can do nothing any more, tells
//! `www/start.js`, which asks for a reload and keeps the prompt.

use std::panic;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// The event that `www/start.js` listens to. Its detail is the prompt.
const EVENT: &str = "wan-edit-panic";

/// Says so when the program fails.
pub fn report_panics(prompt: RwSignal<String>) {
    panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        let init = CustomEventInit::new();
        init.set_detail(&JsValue::from_str(&prompt.try_get_untracked().unwrap_or_default()));
        if let Ok(event) = CustomEvent::new_with_event_init_dict(EVENT, &init) {
            let _ = window().dispatch_event(&event);
        }
    }));
}
