//! What is opened is closed by its owner's end.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventTarget;

/// An event listener that leaves with its owner.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    callback: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Listens to `event` on `target` for as long as the value lives.
    pub fn new(target: &EventTarget, event: &'static str, callback: impl FnMut(web_sys::Event) + 'static) -> Self {
        let callback = Closure::new(callback);
        let function = callback.as_ref().unchecked_ref();
        // Adding a listener fails for no reason that the specification knows.
        let _ = target.add_event_listener_with_callback(event, function);
        Self { target: target.clone(), event, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, function);
    }
}
