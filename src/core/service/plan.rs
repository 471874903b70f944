//! From a checked edit to the request that asks for it.

use std::borrow::Cow;

use super::Service;
use super::http::{BodyPart, Header, HttpRequest, Method};
use super::wire::request::Parameters;
use crate::core::edit::models::{Delivery, Mode, Parameter};
use crate::core::edit::{CheckedEdit, ImageSource, OutputSize};
use crate::core::geometry::Size;

const SYNC: &str = "/services/aigc/multimodal-generation/generation";
const TASK: &str = "/services/aigc/image-generation/generation";

/// The request that starts `edit`.
///
/// `sent` is, for each source image, the size in px of the bytes that are really sent
/// (`None` for a URL): boxes are written in those pixels.
pub fn submit(edit: &CheckedEdit, sent: &[Option<Size>], service: &Service, delivery: Delivery) -> HttpRequest {
    let path = if delivery == Delivery::Task { TASK } else { SYNC };
    let mut request = base(service, Method::Post, path);
    request.headers.push(Header { name: "Content-Type", value: "application/json".into() });
    if delivery == Delivery::Task {
        request.headers.push(Header { name: "X-DashScope-Async", value: "enable".into() });
    }
    request.body = body(edit, sent);
    request
}

/// The request that asks how a task stands.
pub fn query(service: &Service, task_id: &str) -> HttpRequest {
    base(service, Method::Get, &format!("/tasks/{}", path_segment(task_id)))
}

/// The request that cancels a task; the service obeys while it is PENDING.
pub fn cancel(service: &Service, task_id: &str) -> HttpRequest {
    base(service, Method::Post, &format!("/tasks/{}/cancel", path_segment(task_id)))
}

fn base(service: &Service, method: Method, path: &str) -> HttpRequest {
    let target = service.endpoint.url(path);
    HttpRequest {
        method,
        url: service.proxy.apply(&target),
        target,
        headers: vec![Header { name: "Authorization", value: service.credential.bearer() }],
        body: Vec::new(),
    }
}

/// Whether `id` can be asked for as it is: task ids are UUIDs.
pub fn is_task_id(id: &str) -> bool {
    !id.is_empty() && path_segment(id) == id
}

/// What is no part of an id is kept from changing the path.
fn path_segment(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// The JSON body in parts, written around the images.
pub fn body(edit: &CheckedEdit, sent: &[Option<Size>]) -> Vec<BodyPart> {
    let request = edit.request();
    let mut parts = Parts(Vec::new());
    parts.text("{\"model\":");
    parts.json(&request.model);
    parts.text(",\"input\":{\"messages\":[{\"role\":\"user\",\"content\":[");
    for (index, image) in request.images.iter().enumerate() {
        match &image.source {
            ImageSource::Local(_) => {
                parts.text("{\"image\":\"");
                parts.0.push(BodyPart::Image(index));
                parts.text("\"},");
            }
            ImageSource::Url { url, .. } => {
                parts.text("{\"image\":");
                parts.json(url);
                parts.text("},");
            }
        }
    }
    parts.text("{\"text\":");
    parts.json(&request.prompt);
    parts.text("}]}]},\"parameters\":");
    parts.json(&parameters(edit, sent));
    parts.text("}");
    parts.0
}

fn parameters<'a>(edit: &'a CheckedEdit, sent: &[Option<Size>]) -> Parameters<'a> {
    let (request, row) = (edit.request(), edit.row());
    let has = |parameter| row.has(parameter);
    let size = request.size.or(row.size.value.default.map(OutputSize::Preset));
    Parameters {
        enable_interleave: (row.mode == Mode::Edit && edit.model().mode(Mode::Interleave).is_some()).then_some(false),
        enable_sequential: has(Parameter::EnableSequential).then_some(true),
        bbox_list: has(Parameter::BboxList).then(|| bbox_list(edit, sent)).flatten(),
        size: size.map(OutputSize::wire),
        n: edit.n(),
        thinking_mode: request.thinking_mode.filter(|_| has(Parameter::ThinkingMode)),
        prompt_extend: request.prompt_extend.filter(|_| has(Parameter::PromptExtend)),
        negative_prompt: request
            .negative_prompt
            .as_deref()
            .filter(|text| has(Parameter::NegativePrompt) && !text.trim().is_empty()),
        watermark: request.watermark.unwrap_or(false),
        seed: request.seed,
    }
}

/// One list per source image, `[]` where it has no boxes; `None` where no image has any.
fn bbox_list(edit: &CheckedEdit, sent: &[Option<Size>]) -> Option<Vec<Vec<[u32; 4]>>> {
    let images = &edit.request().images;
    if images.iter().all(|image| image.bboxes.is_empty()) {
        return None;
    }
    let in_sent_pixels = |(index, image): (usize, &crate::core::edit::SourceImage)| {
        let to = sent.get(index).copied().flatten();
        image
            .bboxes
            .iter()
            .map(|bbox| match (image.size(), to) {
                (Some(from), Some(to)) => bbox.scaled(from, to).to_array(),
                _ => bbox.to_array(),
            })
            .collect()
    };
    Some(images.iter().enumerate().map(in_sent_pixels).collect())
}

struct Parts(Vec<BodyPart>);

impl Parts {
    fn text(&mut self, text: &'static str) {
        self.push(Cow::Borrowed(text));
    }

    fn json(&mut self, value: &impl serde::Serialize) {
        // Strings, numbers and lists of them: writing them to memory cannot fail.
        self.push(Cow::Owned(serde_json::to_string(value).unwrap_or_default()));
    }

    fn push(&mut self, text: Cow<'static, str>) {
        if let Some(BodyPart::Text(last)) = self.0.last_mut() {
            last.to_mut().push_str(&text);
        } else {
            self.0.push(BodyPart::Text(text));
        }
    }
}
