//! Makes the results of an order: draws, packs and stores them, and writes the success part of the answer.

use crate::app::{App, Owner, random};
use crate::checks::Order;
use crate::models::Generation;
use crate::picture::{self, Corners, Edit};
use crate::sources;
use axum::body::Bytes;
use image::{RgbImage, imageops};
use serde_json::{Value, json};
use std::sync::Arc;

/// What was made: result addresses in order, and the `usage` to report.
#[derive(Debug)]
pub struct Made {
    urls: Vec<String>,
    sequential: bool,
    pub usage: Value,
}

impl Made {
    /// The choices: one that holds all images of a set, else one per image.
    pub fn choices(&self) -> Value {
        let choice = |images: &[String]| {
            let content: Vec<_> = images.iter().map(|url| json!({"type": "image", "image": url})).collect();
            json!({"finish_reason": "stop", "message": {"role": "assistant", "content": content}})
        };
        if self.sequential { json!([choice(&self.urls)]) } else { self.urls.chunks(1).map(choice).collect() }
    }
}

/// Draws `count` images on a blocking thread and stores them under `name`.
pub async fn make(app: Arc<App>, order: Order, owner: Arc<Owner>, name: String, count: u32) -> Made {
    let _easel = app.easels.acquire().await;
    let shared = app.clone();
    let drawing = tokio::task::spawn_blocking(move || {
        let seed = order.asked.seed.unwrap_or_else(|| random() >> 33);
        let edit = edit(&order);
        let urls = (0..count)
            .map(|index| {
                let seed = seed + u64::from(index);
                let file = Bytes::from(drawn(&order, edit.as_ref(), seed));
                let path = format!("/{name}/{index}.png");
                let address = shared.results.store(path, file, owner.clone());
                format!("http://{}{address}", shared.results_address)
            })
            .collect();
        Made { urls, sequential: order.asked.sequential, usage: usage(&order, count) }
    });
    drawing.await.expect("drawing does not panic")
}

fn drawn(order: &Order, edit: Option<&Edit>, seed: u64) -> Vec<u8> {
    let mut result = match edit {
        Some(edit) => edit.draw(&order.prompt, seed),
        None => picture::from_words(&order.prompt, seed, order.asked.size),
    };
    if order.asked.watermark {
        picture::watermark(&mut result);
    }
    picture::png(&result)
}

/// Decodes what is needed only: the last image, and those earlier ones that have boxes.
fn edit(order: &Order) -> Option<Edit> {
    let (last, earlier) = order.sources.split_last()?;
    let none = Vec::new();
    let boxes = |index: usize| order.asked.boxes.get(index).unwrap_or(&none);
    let mut patches = Vec::new();
    for (index, source) in earlier.iter().enumerate() {
        if !boxes(index).is_empty() {
            let image = sources::pixels(&source.bytes);
            patches.extend(boxes(index).iter().map(|corners| crop(&image, *corners)));
        }
    }
    let image = sources::pixels(&last.bytes);
    Some(Edit::new(&image, boxes(earlier.len()), patches, order.asked.size))
}

fn crop(image: &RgbImage, [x1, y1, x2, y2]: Corners) -> RgbImage {
    imageops::crop_imm(image, x1, y1, x2 - x1, y2 - y1).to_image()
}

/// wan2.6 counts no tokens, wan2.7 many; they cost nothing in either.
fn usage(order: &Order, count: u32) -> Value {
    let (input, output) = match order.model.generation {
        Generation::Wan26 => (0, 0),
        Generation::Wan27 => {
            let words = order.prompt.chars().count();
            (700 + words + 5080 * order.sources.len(), 2 * count as usize)
        }
    };
    let (width, height) = order.asked.size;
    json!({
        "image_count": count,
        "size": format!("{width}*{height}"),
        "input_tokens": input,
        "output_tokens": output,
        "total_tokens": input + output,
    })
}
