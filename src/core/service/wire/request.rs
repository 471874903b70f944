//! The body of a request: fields in the order of the services' pages, what is `None` is not sent.

use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A body.
#[derive(Debug, Serialize)]
pub struct Body<'a, P> {
    /// The model's id.
    pub model: &'a str,
    /// What it is given.
    pub input: Input<'a>,
    /// How it is to work.
    pub parameters: P,
    /// Whether the relay answers piece by piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
}

/// What a model is given.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Input<'a> {
    /// One message of a person.
    Messages {
        /// That one.
        messages: [Message<'a>; 1],
    },
    /// As wan2.5 reads it.
    Legacy {
        /// What should change.
        prompt: &'a str,
        /// What should not appear.
        #[serde(skip_serializing_if = "Option::is_none")]
        negative_prompt: Option<&'a str>,
        /// Addresses or data URIs.
        images: Vec<&'a str>,
    },
}

/// A message.
#[derive(Debug, Serialize)]
pub struct Message<'a> {
    /// `user`.
    pub role: &'static str,
    /// Images, then words.
    pub content: Vec<Content<'a>>,
}

/// A part of a message: `{"image": …}` or `{"text": …}`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Content<'a> {
    /// An address or a data URI.
    Image(&'a str),
    /// Words.
    Text(&'a str),
}

impl<'a> Input<'a> {
    /// One message of a person: images, then words.
    pub fn message(images: Vec<&'a str>, text: &'a str) -> Self {
        let content = images.into_iter().map(Content::Image).chain([Content::Text(text)]).collect();
        Self::Messages { messages: [Message { role: "user", content }] }
    }
}

/// `parameters` of an edit.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Parameters<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_interleave: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_sequential: Option<bool>,
    /// For each image its boxes, each `[x1, y1, x2, y2]` in px of the image as it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox_list: Option<Vec<Vec<[u32; 4]>>>,
    /// `2K` or `1280*720`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_images: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color_palette: Option<Vec<Color>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking_mode: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_extend: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watermark: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Whether the service answers piece by piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
}

/// A colour and its share.
#[derive(Debug, Serialize)]
pub struct Color {
    /// `#C2D1E6`.
    pub hex: String,
    /// `23.51%`.
    pub ratio: String,
}

/// Parameters, and others in place of those of the same name.
#[derive(Debug)]
pub struct WithExtra<'a, P> {
    /// The parameters.
    pub own: P,
    /// The others, by the service's own names.
    pub extra: &'a Map<String, Value>,
}

impl<P: Serialize> Serialize for WithExtra<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.extra.is_empty() {
            return self.own.serialize(serializer);
        }
        let mut all = serde_json::to_value(&self.own).map_err(S::Error::custom)?;
        if let Value::Object(all) = &mut all {
            all.extend(self.extra.clone());
        }
        all.serialize(serializer)
    }
}

/// `parameters` of a question where something is in an image.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct LocateParameters {
    pub enable_thinking: bool,
    pub seed: u32,
}
