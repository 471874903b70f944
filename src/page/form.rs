//! The form's values.

/// Model and parameters as the form holds them: as text while they are typed.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Form {
    pub model: String,
    /// `1K`, `2K`, `W*H`; empty for the mode's default.
    pub size: String,
    pub n: u32,
    /// Empty for random.
    pub seed: String,
    pub watermark: bool,
    pub prompt_extend: bool,
    pub negative_prompt: String,
    pub thinking_mode: bool,
    /// Await the answer on an open connection instead of by task.
    pub is_sync: bool,
    /// CSS colour that transparency is laid on.
    pub background: String,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            model: "wan2.7-image-pro".into(),
            size: String::new(),
            n: 1,
            seed: String::new(),
            watermark: false,
            prompt_extend: true,
            negative_prompt: String::new(),
            thinking_mode: true,
            is_sync: false,
            background: "#ffffff".into(),
        }
    }
}
