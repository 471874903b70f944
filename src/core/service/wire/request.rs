//! `parameters` of a request.

use crate::core::json;

/// Writes `parameters` one by one; what is `None` is not sent.
#[derive(Debug)]
pub struct Parameters<'a> {
    written: String,
    extra: &'a [(String, String)],
}

impl<'a> Parameters<'a> {
    /// Beside names with JSON that stand in place of those of the same name.
    pub fn beside(extra: &'a [(String, String)]) -> Self {
        Self { written: "{".into(), extra }
    }

    /// A parameter whose value is JSON already.
    pub fn raw(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value
            && self.extra.iter().all(|(extra, _)| extra != name)
        {
            self.push(name, value);
        }
    }

    fn push(&mut self, name: &str, value: &str) {
        if self.written.len() > 1 {
            self.written.push(',');
        }
        json::push_string(&mut self.written, name);
        self.written.push(':');
        self.written.push_str(value);
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
        let extra = self.extra;
        for (name, value) in extra {
            self.push(name, value);
        }
        self.written.push('}');
        self.written
    }
}
