//! `parameters` of a request.

use crate::core::json;

/// Writes `parameters` one by one; what is `None` is not sent.
#[derive(Debug)]
pub struct Parameters(String);

impl Default for Parameters {
    fn default() -> Self {
        Self("{".into())
    }
}

impl Parameters {
    /// A parameter whose value is JSON already.
    pub fn raw(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        if self.0.len() > 1 {
            self.0.push(',');
        }
        for part in ["\"", name, "\":", value] {
            self.0.push_str(part);
        }
    }

    /// A switch.
    pub fn flag(&mut self, name: &str, value: Option<bool>) {
        self.raw(name, value.map(|is_on| if is_on { "true" } else { "false" }));
    }

    /// A whole number.
    pub fn number(&mut self, name: &str, value: Option<u32>) {
        self.raw(name, value.map(|number| number.to_string()).as_deref());
    }

    /// A text.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        let mut written = String::new();
        if let Some(value) = value {
            json::push_string(&mut written, value);
            self.raw(name, Some(&written));
        }
    }

    /// All of them.
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}
