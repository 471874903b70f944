//! Makes the results of an order: draws, packs and stores them, and writes the success part of the answer.

use crate::app::{App, Owner};
use crate::checks::Order;
use crate::errors::Failure;
use crate::models::{Generation, Mode};
use crate::picture::{self, Corners, Edit};
use crate::sources;
use crate::story;
use axum::body::Bytes;
use image::{RgbImage, imageops};
use serde_json::{Value, json};
use std::sync::Arc;

/// One piece of what was made.
#[derive(Debug, Clone)]
pub enum Part {
    Text(String),
    /// A result's address.
    Image(String),
    /// An image that could not be made, where the model reports that.
    Failed(&'static Failure),
}

impl Part {
    /// As part of a choice's message.
    pub fn in_choice(&self) -> Value {
        match self {
            Part::Text(text) => json!({"type": "text", "text": text}),
            Part::Image(url) => json!({"type": "image", "image": url}),
            Part::Failed(failure) => json!({"code": failure.code(), "message": failure.message}),
        }
    }
}

/// What was made, and the `usage` to report.
#[derive(Debug)]
pub struct Made {
    pub parts: Vec<Part>,
    /// All parts belong together: an image set, or text and images in turn.
    pub together: bool,
    pub usage: Value,
    /// What wan2.5 tells besides: the prompt, and the one it made of it.
    prompts: (String, Option<String>),
}

impl Made {
    /// The parts of each message: all of them in one, or each in its own.
    pub fn messages(&self) -> Vec<&[Part]> {
        if self.together { vec![&self.parts[..]] } else { self.parts.chunks(1).collect() }
    }

    /// `output.choices`.
    pub fn choices(&self) -> Value {
        let choice = |parts: &&[Part]| {
            let content: Vec<_> = parts.iter().map(Part::in_choice).collect();
            json!({"finish_reason": "stop", "message": {"role": "assistant", "content": content}})
        };
        self.messages().iter().map(choice).collect()
    }

    /// wan2.5's `output.results`.
    pub fn results(&self) -> Value {
        let result = |part: &Part| {
            let Part::Image(url) = part else { return part.in_choice() };
            let mut result = json!({"orig_prompt": self.prompts.0, "url": url});
            if let Some(prompt) = &self.prompts.1 {
                result["actual_prompt"] = prompt.as_str().into();
            }
            result
        };
        self.parts.iter().map(result).collect()
    }

    /// How many images there are, and how many could not be made.
    pub fn metrics(&self) -> (usize, usize) {
        let count = |wanted: fn(&&Part) -> bool| self.parts.iter().filter(wanted).count();
        (count(|part| matches!(part, Part::Image(_))), count(|part| matches!(part, Part::Failed(_))))
    }
}

impl Order {
    /// How many images it gets, whatever its key says.
    pub fn count(&self) -> u32 {
        match self.asked.mode {
            Mode::Interleave => story::images(&self.prompt, self.asked.seed, self.asked.n),
            _ => self.asked.n,
        }
    }

    /// What the words and sources of an order count as.
    pub fn input_tokens(&self) -> u32 {
        let words = self.prompt.chars().count() as u32;
        match (self.model.generation, self.asked.mode) {
            (Generation::Wan27, _) => 700 + words + 5080 * self.sources.len() as u32,
            (_, Mode::Interleave) => 2 * words + 1000 * self.sources.len() as u32,
            _ => 0,
        }
    }
}

/// Draws `count` images on a blocking thread and stores them under `name`.
pub async fn make(app: Arc<App>, order: Order, owner: Arc<Owner>, name: String, count: u32) -> Made {
    let _easel = app.easels.acquire().await;
    let shared = app.clone();
    let drawing = tokio::task::spawn_blocking(move || {
        let edit = edit(&order);
        let failed = failing(&order, &owner, count);
        let images = (0..count).map(|index| {
            if let Some((_, failure)) = failed.filter(|(most, _)| (1..=*most).contains(&index)) {
                return Part::Failed(failure);
            }
            let seed = order.asked.seed + u64::from(index);
            let file = Bytes::from(drawn(&order, edit.as_ref(), seed));
            let path = format!("/{name}/{index}.png");
            let address = shared.results.store(path, file, owner.clone());
            Part::Image(format!("http://{}{address}", shared.results_address))
        });
        let parts = if order.asked.mode == Mode::Interleave {
            told(&order, images, count, owner.behaviour.last_text)
        } else {
            images.collect()
        };
        let prompts = (order.prompt.clone(), order.asked.extend.then(|| story::extended(&order.prompt)));
        let together = matches!(order.asked.mode, Mode::Set | Mode::Interleave);
        let mut made = Made { parts, together, usage: Value::Null, prompts };
        made.usage = usage(&order, made.metrics().0 as u32);
        made
    });
    drawing.await.expect("drawing does not panic")
}

/// Puts a step of the story before each image.
fn told(order: &Order, images: impl Iterator<Item = Part>, count: u32, last_text: bool) -> Vec<Part> {
    let (prompt, seed) = (&order.prompt, order.asked.seed);
    let steps = (0..).zip(images);
    let parts = steps.flat_map(|(index, image)| [Part::Text(story::step(prompt, seed, index, count)), image]);
    parts.chain(last_text.then(|| Part::Text(story::ending(prompt)))).collect()
}

/// How many images from the second on fail, and how; the first never does. Only wan2.5 reports single failures.
pub fn failing(order: &Order, owner: &Owner, count: u32) -> Option<(u32, &'static Failure)> {
    let wanted = owner.behaviour.partial.filter(|_| order.model.generation == Generation::Wan25);
    wanted.map(|(most, failure)| (most.min(count - 1), failure))
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

/// wan2.5 reports the number of images only. wan2.6 counts no tokens for an edit, wan2.7 many; they cost nothing.
fn usage(order: &Order, count: u32) -> Value {
    let input = order.input_tokens();
    let output = match (order.model.generation, order.asked.mode) {
        (Generation::Wan25, _) => return json!({"image_count": count}),
        (Generation::Wan27, _) => 2 * count,
        (_, Mode::Interleave) => 180 * count,
        _ => 0,
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
