//! What the browser keeps between visits. A browser may refuse all of it: then nothing is found and nothing is kept.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use super::Listener;

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Until it is forgotten.
    Device,
    /// Until the tab closes.
    Tab,
}

/// A handle on what the browser keeps. All names begin with `wan-edit.` there.
#[derive(Clone, Copy, Debug)]
pub struct Storage {
    is_keeping: bool,
}

impl Storage {
    /// The browser's own storage.
    pub fn of_browser() -> Self {
        Self { is_keeping: true }
    }

    /// A storage that keeps nothing and finds nothing.
    pub fn none() -> Self {
        Self { is_keeping: false }
    }

    /// Whether anything is kept beyond the page's own life.
    pub fn is_keeping(self) -> bool {
        self.is_keeping
    }

    fn area(self, area: Area) -> Option<web_sys::Storage> {
        if !self.is_keeping {
            return None;
        }
        let window = web_sys::window()?;
        match area {
            Area::Device => window.local_storage().ok()?,
            Area::Tab => window.session_storage().ok()?,
        }
    }

    /// Reads a text; `None` where there is none.
    pub fn read(self, area: Area, name: &str) -> Option<String> {
        self.area(area)?.get_item(&full_name(name)).ok()?.filter(|value| !value.is_empty())
    }

    /// Writes a text; an empty one is forgotten. Answers whether the browser took it.
    pub fn write(self, area: Area, name: &str, value: &str) -> bool {
        let Some(storage) = self.area(area) else { return false };
        let name = full_name(name);
        let written = if value.is_empty() { storage.remove_item(&name) } else { storage.set_item(&name, value) };
        written.is_ok()
    }

    /// Reads a value as JSON; `None` where there is none, or another.
    pub fn read_json<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        serde_json::from_str(&self.read(Area::Device, name)?).ok()
    }

    /// Writes a value as JSON. Answers whether the browser took it.
    pub fn write_json(self, name: &str, value: &impl Serialize) -> bool {
        serde_json::to_string(value).is_ok_and(|text| self.write(Area::Device, name, &text))
    }

    /// Acts when another tab forgets `name` on this device, until the listener is dropped.
    pub fn on_forgotten(self, name: &str, mut act: impl FnMut() + 'static) -> Option<Listener> {
        let name = full_name(name);
        let listener = Listener::new(&web_sys::window()?.into(), "storage", move |event| {
            let event: StorageEvent = event.unchecked_into();
            // Without a key all of the storage was cleared.
            if event.key().is_none_or(|key| key == name) && event.new_value().is_none() {
                act();
            }
        });
        Some(listener)
    }
}

fn full_name(name: &str) -> String {
    format!("wan-edit.{name}")
}
