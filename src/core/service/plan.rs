//! From a checked edit to the request that asks for it.

use std::borrow::Cow;

use super::http::{BodyPart, Header, HttpRequest, Method};
use super::wire::request::Parameters;
use super::{Authorization, CredentialKind, Protocol, Service, locate};
use crate::core::edit::models::{Delivery, Dialect, Mode, Parameter};
use crate::core::edit::{CheckedEdit, OutputSize};
use crate::core::geometry::Size;
use crate::core::json;

const SYNC: &str = "/services/aigc/multimodal-generation/generation";
const TASK: &str = "/services/aigc/image-generation/generation";
const TASK_LEGACY: &str = "/services/aigc/image2image/image-synthesis";
const RESPONSES: &str = "/responses";
/// The id of no task.
const NO_TASK: &str = "00000000-0000-4000-8000-000000000000";

/// The request that starts `edit`.
///
/// `sent` is, for each source image, the size in px of the bytes that are really sent
/// (`None` for a URL): boxes are written in those pixels.
pub fn submit(edit: &CheckedEdit, sent: &[Option<Size>], service: &Service, delivery: Delivery) -> HttpRequest {
    let protocol = service.endpoint.protocol();
    let path = match (protocol, delivery, edit.model().dialect) {
        (Protocol::Dmxapi, ..) => RESPONSES,
        (_, _, Dialect::Legacy) => TASK_LEGACY,
        (_, Delivery::Task, _) => TASK,
        _ => SYNC,
    };
    let mut request = base(service, Method::Post, path);
    let mut header = |name, value: &str| request.headers.push(Header { name, value: value.into() });
    header("Content-Type", "application/json");
    if protocol == Protocol::DashScope {
        match delivery {
            Delivery::Task => header("X-DashScope-Async", "enable"),
            Delivery::Stream => header("X-DashScope-Sse", "enable"),
            Delivery::Sync => {}
        }
        let mut addresses = (0..edit.request().images.len()).filter_map(|index| edit.address(index));
        if addresses.any(is_uploaded) {
            request.headers.push(resolve());
        }
    }
    request.is_stream = delivery == Delivery::Stream;
    request.body = body(edit, sent, protocol, delivery);
    request
}

/// The request that asks where `words` are in a source image: in one by its address, else in the data URI
/// [`BodyPart::Image`] 0.
pub fn locate(service: &Service, address: Option<&str>, words: &str) -> HttpRequest {
    let mut request = base(service, Method::Post, SYNC);
    request.headers.push(Header { name: "Content-Type", value: "application/json".into() });
    if address.is_some_and(is_uploaded) {
        request.headers.push(resolve());
    }
    let mut parts = Parts(Vec::new());
    parts.text("{\"model\":");
    parts.json(locate::MODEL);
    parts.text(",\"input\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"image\":");
    parts.image(0, address);
    parts.text("},{\"text\":");
    parts.json(&locate::instructions(words));
    parts.text("}]}]},\"parameters\":{\"enable_thinking\":false,\"seed\":1}}");
    request.body = parts.0;
    request
}

fn is_uploaded(address: &str) -> bool {
    address.starts_with("oss://")
}

/// Without it the service takes no `oss://` address.
fn resolve() -> Header {
    Header { name: "X-DashScope-OssResourceResolve", value: "enable".into() }
}

/// The request for a temporary key that lives `seconds` (1 to 1800).
pub fn token(service: &Service, seconds: u32) -> HttpRequest {
    base(service, Method::Post, &["/tokens?expire_in_seconds=", &seconds.to_string()].concat())
}

/// The request for leave to upload source images for `model`.
pub fn upload_policy(service: &Service, model: &str) -> HttpRequest {
    let name: String = model.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
    base(service, Method::Get, &["/uploads?action=getPolicy&model=", &name].concat())
}

/// A question that shows whether the service knows the key, and costs nothing.
pub fn greeting(service: &Service) -> HttpRequest {
    match service.endpoint.protocol() {
        // With an access code the tasks of others are not listed: one is asked for that does not exist.
        Protocol::DashScope if service.credential.kind() == CredentialKind::AccessCode => query(service, NO_TASK),
        Protocol::DashScope => list(service, 1, 1),
        Protocol::Dmxapi => base(service, Method::Get, "/models"),
    }
}

/// The request for page `page` (from 1) of the account's tasks of the last 24 hours, the newest first.
pub fn list(service: &Service, page: u32, page_size: u32) -> HttpRequest {
    let query = ["/tasks/?page_no=", &page.to_string(), "&page_size=", &page_size.to_string()].concat();
    base(service, Method::Get, &query)
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
        headers: vec![authorization(service)],
        body: Vec::new(),
        is_stream: false,
    }
}

/// The header that opens `service`.
pub fn authorization(service: &Service) -> Header {
    let is_bearer =
        service.authorization == Authorization::Bearer || service.endpoint.protocol() == Protocol::DashScope;
    Header { name: "Authorization", value: service.credential.header(is_bearer) }
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
pub fn body(edit: &CheckedEdit, sent: &[Option<Size>], protocol: Protocol, delivery: Delivery) -> Vec<BodyPart> {
    let request = edit.request();
    let is_legacy = edit.model().dialect == Dialect::Legacy;
    let mut parts = Parts(Vec::new());
    parts.text("{\"model\":");
    parts.json(&request.model);
    if is_legacy {
        parts.text(",\"input\":{\"prompt\":");
        parts.json(&request.prompt);
        if let Some(text) = negative_prompt(edit) {
            parts.text(",\"negative_prompt\":");
            parts.json(text);
        }
        parts.text(",\"images\":[");
    } else {
        parts.text(",\"input\":{\"messages\":[{\"role\":\"user\",\"content\":[");
    }
    for index in 0..request.images.len() {
        if is_legacy {
            parts.text(if index == 0 { "" } else { "," });
            parts.image(index, edit.address(index));
        } else {
            parts.text("{\"image\":");
            parts.image(index, edit.address(index));
            parts.text("},");
        }
    }
    if is_legacy {
        parts.text("]},\"parameters\":");
    } else {
        parts.text("{\"text\":");
        parts.json(&request.prompt);
        parts.text("}]}]},\"parameters\":");
    }
    let is_stream = delivery == Delivery::Stream;
    parts.push(Cow::Owned(parameters(edit, sent, is_stream && protocol == Protocol::DashScope)));
    parts.text(if is_stream && protocol == Protocol::Dmxapi { ",\"stream\":true}" } else { "}" });
    parts.0
}

fn negative_prompt(edit: &CheckedEdit) -> Option<&str> {
    let text = edit.request().negative_prompt.as_deref()?;
    (edit.row().has(Parameter::NegativePrompt) && !text.trim().is_empty()).then_some(text)
}

fn parameters(edit: &CheckedEdit, sent: &[Option<Size>], is_streamed: bool) -> String {
    let (request, row) = (edit.request(), edit.row());
    let has = |parameter| row.has(parameter);
    let size = request.size.or(row.size.value.default.map(OutputSize::Preset)).map(OutputSize::wire);
    let palette = request.color_palette.as_ref().filter(|palette| has(Parameter::ColorPalette) && !palette.is_empty());
    let palette = palette.map(|palette| {
        let mut written = String::new();
        palette.push_json(&mut written);
        written
    });
    let boxes = if has(Parameter::BboxList) { bbox_list(edit, sent) } else { None };
    let is_legacy = edit.model().dialect == Dialect::Legacy;
    let is_interleaved = row.mode == Mode::Interleave;
    let says_interleave = is_interleaved || (edit.model().mode(Mode::Interleave).is_some() && !edit.model().is_other());
    let mut out = Parameters::beside(&request.extra);
    out.flag("enable_interleave", says_interleave.then_some(is_interleaved));
    out.flag("enable_sequential", has(Parameter::EnableSequential).then_some(true));
    out.raw("bbox_list", boxes.as_deref());
    out.text("size", size.as_deref());
    out.number("n", Some(edit.n()));
    let most = if edit.model().is_other() { request.max_images } else { Some(request.asked().0) };
    out.number("max_images", most.filter(|_| has(Parameter::MaxImages)));
    out.raw("color_palette", palette.as_deref());
    out.flag("thinking_mode", request.thinking_mode.filter(|_| has(Parameter::ThinkingMode)));
    out.flag("prompt_extend", request.prompt_extend.filter(|_| has(Parameter::PromptExtend)));
    out.text("negative_prompt", negative_prompt(edit).filter(|_| !is_legacy));
    out.flag("watermark", Some(request.watermark.unwrap_or(false)));
    out.number("seed", request.seed);
    out.flag("stream", is_streamed.then_some(true));
    out.finish()
}

/// One list per source image, `[]` where it has no boxes; `None` where no image has any.
fn bbox_list(edit: &CheckedEdit, sent: &[Option<Size>]) -> Option<String> {
    let images = &edit.request().images;
    if images.iter().all(|image| image.bboxes.is_empty()) {
        return None;
    }
    let mut out = String::from("[");
    for (index, image) in images.iter().enumerate() {
        out.push_str(if index == 0 { "[" } else { ",[" });
        let to = sent.get(index).copied().flatten();
        for (place, bbox) in image.bboxes.iter().enumerate() {
            let corners = match (image.size(), to) {
                (Some(from), Some(to)) => bbox.scaled(from, to).to_array(),
                _ => bbox.to_array(),
            };
            for (corner, value) in corners.iter().enumerate() {
                out.push_str(match (corner, place) {
                    (0, 0) => "[",
                    (0, _) => ",[",
                    _ => ",",
                });
                out.push_str(&value.to_string());
            }
            out.push(']');
        }
        out.push(']');
    }
    out.push(']');
    Some(out)
}

struct Parts(Vec<BodyPart>);

impl Parts {
    fn text(&mut self, text: &'static str) {
        self.push(Cow::Borrowed(text));
    }

    /// An image by its address, else as a data URI.
    fn image(&mut self, index: usize, address: Option<&str>) {
        match address {
            Some(address) => self.json(address),
            None => {
                self.text("\"");
                self.0.push(BodyPart::Image(index));
                self.text("\"");
            }
        }
    }

    fn json(&mut self, text: &str) {
        let mut written = String::new();
        json::push_string(&mut written, text);
        self.push(Cow::Owned(written));
    }

    fn push(&mut self, text: Cow<'static, str>) {
        if let Some(BodyPart::Text(last)) = self.0.last_mut() {
            last.to_mut().push_str(&text);
        } else {
            self.0.push(BodyPart::Text(text));
        }
    }
}
