//! What came back: images by URL, words, usage.

use super::error::Error;
use super::shown::{LONGEST_MESSAGE, LONGEST_WORD, shown};
use crate::core::service::Credential;
use crate::core::service::http::Reply;
use crate::core::service::wire::reply::{Part, Usage, WireReply};

/// One generated image. Its URL dies after 24 h: keep the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultImage {
    /// The URL, byte for byte.
    pub url: String,
    /// When the URL dies, in seconds since 1970, where the URL says so.
    pub expires_unix: Option<u64>,
    /// The prompt as the service rewrote it (2.5).
    pub actual_prompt: Option<String>,
}

impl ResultImage {
    /// The image at `url`.
    pub fn new(url: &str) -> Self {
        let expires_unix = url.split_once('?').and_then(|(_, query)| {
            query.split('&').find_map(|pair| pair.strip_prefix("Expires=")).and_then(|seconds| seconds.parse().ok())
        });
        Self { url: url.to_owned(), expires_unix, actual_prompt: None }
    }
}

/// One part of an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutcomePart {
    /// The image at this place in [`Outcome::images`].
    Image(usize),
    /// Words.
    Text(String),
    /// An image that could not be made, and was not billed.
    Failed {
        /// The service's code.
        code: String,
        /// The service's words.
        message: String,
    },
}

/// A finished edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Images over all choices, in order. None only where the model answered with words alone.
    pub images: Vec<ResultImage>,
    /// Images, words and what failed, in order.
    pub parts: Vec<OutcomePart>,
    /// Why a stream broke off after images had come: they count, more may have been made.
    pub ended_early: Option<Box<Error>>,
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
    /// `None` where the reply has no image, and no words where words are an answer.
    pub(super) fn from_reply(wire: &WireReply, reply: &Reply, takes_words: bool) -> Option<Self> {
        let mut images = Vec::new();
        let mut parts = Vec::with_capacity(wire.parts.len());
        for part in &wire.parts {
            parts.push(match part {
                Part::Image { url, actual_prompt } => {
                    images.push(ResultImage { actual_prompt: actual_prompt.clone(), ..ResultImage::new(url) });
                    OutcomePart::Image(images.len() - 1)
                }
                Part::Text(text) => OutcomePart::Text(text.clone()),
                Part::Failed { code, message } => OutcomePart::Failed { code: code.clone(), message: message.clone() },
            });
        }
        let is_whole = !wire.is_failure() && wire.is_whole != Some(false);
        let is_answer = !images.is_empty() || (takes_words && is_whole && !wire.text().is_empty());
        is_answer.then(|| Self {
            images,
            parts,
            ended_early: None,
            asked: None,
            asked_is_maximum: false,
            usage: wire.usage.clone(),
            task_id: wire.task_id.clone(),
            request_id: wire.request_id.clone().or_else(|| reply.request_id.clone()),
            raw: reply.body.clone(),
        })
    }

    /// The words, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            OutcomePart::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The same as it may be shown, whatever the service wrote. What was paid for stays whole: URLs byte for byte but for
    /// a key in them, and words at any length.
    pub(super) fn shown(mut self, keys: &[&Credential]) -> Self {
        for key in keys {
            self.raw = key.redact(&self.raw);
            for image in &mut self.images {
                image.url = key.redact_address(&image.url);
                image.actual_prompt = image.actual_prompt.as_ref().map(|prompt| key.redact(prompt));
            }
        }
        for word in [&mut self.request_id, &mut self.task_id, &mut self.usage.size].into_iter().flatten() {
            *word = shown(word, LONGEST_WORD, keys);
        }
        for part in &mut self.parts {
            match part {
                OutcomePart::Image(_) => {}
                OutcomePart::Text(text) => *text = shown(text, usize::MAX, keys),
                OutcomePart::Failed { code, message } => {
                    *code = shown(code, LONGEST_WORD, keys);
                    *message = shown(message, LONGEST_MESSAGE, keys);
                }
            }
        }
        self.ended_early = self.ended_early.map(|error| Box::new(error.shown(keys)));
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
