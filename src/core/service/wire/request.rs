//! `parameters` of a request.

use serde::Serialize;

/// `parameters` of every dialect; `P` writes a colour palette. `None` is not sent.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Parameters<'a, P> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_interleave: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_sequential: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox_list: Option<Vec<Vec<[u32; 4]>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    pub n: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_images: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color_palette: Option<&'a P>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking_mode: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_extend: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<&'a str>,
    pub watermark: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
}
