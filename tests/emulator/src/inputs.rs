//! Source images of a request: where they stand, where they come from, and what is allowed.

use crate::app::{App, Owner};
use crate::errors::{Refusal, named};
use crate::models::{Generation, Model, within_ratio};
use crate::received::Received;
use crate::sources;
use axum::body::Bytes;
use serde_json::Value;
use std::sync::Arc;

/// A source image: its file and its stored size.
#[derive(Debug)]
pub struct Source {
    pub bytes: Bytes,
    pub size: (u32, u32),
}

/// An image in the body: where it stands, and its value.
#[derive(Debug)]
pub struct Place<'a> {
    pub pointer: String,
    pub value: &'a Value,
}

/// What an image may need to be found.
#[derive(Debug, Clone, Copy)]
pub struct Door<'a> {
    pub app: &'a App,
    pub owner: &'a Owner,
    pub received: &'a Arc<Received>,
    pub model: &'a str,
    /// Whether addresses of uploaded files are looked up.
    pub resolves: bool,
}

/// Checks all addresses, then all files, then all sizes.
///
/// # Errors
///
/// The first refusal; its reason names the image.
pub async fn read(door: &Door<'_>, places: &[Place<'_>], model: &Model) -> Result<Vec<Source>, Refusal> {
    for place in places {
        door.address(place)?;
    }
    let mut sources = Vec::new();
    for (number, place) in (1..).zip(places) {
        let loaded = load(door, place, model).await;
        sources.push(loaded.map_err(|refusal| {
            let reason = refusal.reason.clone().unwrap_or_default();
            refusal.because(format!("image {number}: {reason}"))
        })?);
    }
    for (number, source) in (1..).zip(&sources) {
        if !fits(source, model) {
            let refusal = Refusal::parameter("the size of input image is too small or too large.");
            let size = format!("image {number}: {:?}, {} bytes", source.size, source.bytes.len());
            return Err(refusal.because(size));
        }
    }
    Ok(sources)
}

impl Door<'_> {
    /// Refuses anything but a web address, a data URI and an uploaded file.
    pub fn address(&self, place: &Place<'_>) -> Result<(), Refusal> {
        let text = place.value.as_str().unwrap_or("");
        if self.received.uploads.contains_key(&place.pointer) || is_web(text) {
            Ok(())
        } else if text.starts_with("oss://") {
            match self.resolves {
                true => self.uploaded(text).map(drop),
                false => Err(named("invalid_parameter_error")),
            }
        } else {
            Err(Refusal::parameter(
                "Image must be either a public URL (http:// or https://) or a Base64 encoded string (data:{mime_type};base64,{data})",
            ))
        }
    }

    /// The bytes of an image whose address passed.
    pub async fn bytes(&self, place: &Place<'_>, limit: usize) -> Result<Bytes, Refusal> {
        match self.received.uploads.get(&place.pointer) {
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(named("InvalidParameter:image").because("not base64")),
            None => match place.value.as_str().unwrap_or("") {
                oss if oss.starts_with("oss://") => self.uploaded(oss),
                url => sources::fetch(url, limit).await,
            },
        }
    }

    fn uploaded(&self, url: &str) -> Result<Bytes, Refusal> {
        let found = self.app.uploads.find(url, self.owner, self.model);
        found.map_err(|reason| named("InvalidParameter.DataInspection").because(reason))
    }
}

fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

async fn load(door: &Door<'_>, place: &Place<'_>, model: &Model) -> Result<Source, Refusal> {
    let bytes = door.bytes(place, model.max_image_bytes).await?;
    let uploaded = place.value.as_str().is_some_and(|text| text.starts_with("oss://"));
    let (sides, alpha) = (model.sides.clone(), model.generation == Generation::Wan25);
    let looked = tokio::task::spawn_blocking(move || {
        let size = sources::inspect(&bytes, sides, alpha).map_err(|refusal| match uploaded {
            true => named("InvalidParameter.DataInspection:format").because(refusal.reason.unwrap_or_default()),
            false => refusal,
        })?;
        Ok(Source { bytes, size })
    });
    looked.await.unwrap_or_else(|_| Err(named("InvalidParameter:image")))
}

fn fits(source: &Source, model: &Model) -> bool {
    let (width, height) = source.size;
    let sides = model.sides.contains(&width) && model.sides.contains(&height);
    let ratio = model.most_ratio.is_none_or(|most| within_ratio(width, height, most));
    sides && ratio && source.bytes.len() <= model.max_image_bytes
}
