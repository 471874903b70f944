//! What a panic does: the console shows it, and JavaScript hears that this instance of the module has ended.

use std::cell::RefCell;
use std::panic;

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static ON_PANIC: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Has `tell` called with the message of a panic. After it nothing here may be called again.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(tell: Function) {
    ON_PANIC.set(Some(tell));
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Some(tell) = ON_PANIC.take() {
            // It is ours, and does not throw.
            let _ = tell.call1(&JsValue::NULL, &info.to_string().into());
        }
    }));
}
