//! What came back: images by URL, words, usage.

use crate::core::service::Credential;
use crate::core::service::wire::reply::{Part, Usage, WireReply};

/// One generated image. Its URL dies after 24 h: keep the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultImage {
    /// The URL, byte for byte.
    pub url: String,
    /// When the URL dies, in seconds since 1970, where the URL says so.
    pub expires_unix: Option<u64>,
}

impl ResultImage {
    fn new(url: &str) -> Self {
        let expires_unix = url.split_once('?').and_then(|(_, query)| {
            query.split('&').find_map(|pair| pair.strip_prefix("Expires=")).and_then(|seconds| seconds.parse().ok())
        });
        Self { url: url.to_owned(), expires_unix }
    }
}

/// A finished edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Images over all choices, in order; at least one.
    pub images: Vec<ResultImage>,
    /// Words among them, in order.
    pub texts: Vec<String>,
    /// How many images were asked for, where known.
    pub asked: Option<u32>,
    /// Whether fewer than asked is normal: in an image set `n` is a maximum.
    pub asked_is_maximum: bool,
    /// What the service counted.
    pub usage: Usage,
    /// The service's task, where there was one.
    pub task_id: Option<String>,
    /// For support.
    pub request_id: Option<String>,
    /// The reply as it came.
    pub raw: String,
}

impl Outcome {
    /// `None` where the reply has no image.
    pub(super) fn from_reply(wire: &WireReply, raw: &str) -> Option<Self> {
        let images: Vec<ResultImage> = wire.image_urls().map(ResultImage::new).collect();
        let texts = wire
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Text(text) => Some(text.clone()),
                Part::Image(_) => None,
            })
            .collect();
        (!images.is_empty()).then(|| Self {
            images,
            texts,
            asked: None,
            asked_is_maximum: false,
            usage: wire.usage.clone(),
            task_id: wire.task_id.clone(),
            request_id: wire.request_id.clone(),
            raw: raw.to_owned(),
        })
    }

    /// The same without the key, should the service have written it back. URLs stay byte for byte.
    pub(super) fn redacted(mut self, key: &Credential) -> Self {
        self.raw = key.redact(&self.raw);
        self.request_id = self.request_id.map(|id| key.redact(&id));
        self.texts.iter_mut().for_each(|text| *text = key.redact(text));
        self
    }

    /// How many images are missing from what was asked for.
    pub fn missing(&self) -> u32 {
        if self.asked_is_maximum {
            return 0;
        }
        self.asked.unwrap_or(0).saturating_sub(self.images.len() as u32)
    }
}
