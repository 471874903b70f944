//! An element that gets another size.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches the size of an element until it is dropped.
pub struct ResizeGuard {
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut()>,
}

impl ResizeGuard {
    /// Calls `on_resize` soon, and whenever `element` has got another size; `None` where a browser cannot tell.
    pub fn new(element: &Element, on_resize: impl FnMut() + 'static) -> Option<Self> {
        let on_resize = Closure::new(on_resize);
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _on_resize: on_resize })
    }
}

impl Drop for ResizeGuard {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
