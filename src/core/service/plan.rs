//! From a checked edit to the request that asks for it.

use serde::Serialize;

use super::http::{BodyPart, Header, HttpRequest, Method};
use super::wire::request::{Body, Color, Input, LocateParameters, Parameters, WithExtra};
use super::{Authorization, CredentialKind, Protocol, Service, locate};
use crate::core::edit::models::{Delivery, Dialect, Mode, Parameter};
use crate::core::edit::{CheckedEdit, OutputSize, PaletteColor, SourceImage};
use crate::core::geometry::{BoundingBox, Size};

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
///
/// ```
/// use wan_edit::core::edit::{Delivery, EditRequest, SourceImage, check};
/// use wan_edit::core::service::{Authorization, Credential, Endpoint, Proxy, Service, plan};
///
/// let service = Service {
///     endpoint: Endpoint::parse("https://dashscope.aliyuncs.com").unwrap(),
///     proxy: Proxy::parse("/proxy").unwrap(),
///     credential: Credential::new("sk-…"),
///     authorization: Authorization::default(),
/// };
/// let image = SourceImage::url("https://example.com/room.jpg");
/// let edit = check(EditRequest::new("wan2.7-image", "Make it winter").with_image(image)).unwrap();
/// let request = plan::submit(&edit, &[None], &service, Delivery::Sync);
/// assert_eq!(
///     request.url,
///     "/proxy/dashscope.aliyuncs.com/api/v1/services/aigc/multimodal-generation/generation"
/// );
/// ```
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
    let files = if address.is_none() { vec![0] } else { Vec::new() };
    let text = locate::instructions(words);
    request.body = in_parts(files, &|data_uri| {
        json(&Body {
            model: locate::MODEL,
            input: Input::message(vec![address.unwrap_or(data_uri)], &text),
            parameters: LocateParameters { enable_thinking: false, seed: 1 },
            stream: None,
        })
    });
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
    base(service, Method::Post, &format!("/tokens?expire_in_seconds={seconds}"))
}

/// The request for leave to upload source images for `model`.
pub fn upload_policy(service: &Service, model: &str) -> HttpRequest {
    let name: String = model.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
    base(service, Method::Get, &format!("/uploads?action=getPolicy&model={name}"))
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
    base(service, Method::Get, &format!("/tasks/?page_no={page}&page_size={page_size}"))
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
        headers: authorization(service).into_iter().collect(),
        body: Vec::new(),
        is_stream: false,
    }
}

/// The header that opens `service`, always the first one; none where the proxy adds it.
pub fn authorization(service: &Service) -> Option<Header> {
    let is_bearer = match service.authorization {
        Authorization::ByProxy => return None,
        Authorization::Bearer => true,
        Authorization::Documented => service.endpoint.protocol() == Protocol::DashScope,
    };
    Some(Header { name: "Authorization", value: service.credential.header(is_bearer) })
}

/// Whether `id` can be asked for as it is: task ids are UUIDs.
pub fn is_task_id(id: &str) -> bool {
    !id.is_empty() && path_segment(id) == id
}

/// What is no part of an id is kept from changing the path.
fn path_segment(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// The JSON body in parts, cut where the images go.
pub fn body(edit: &CheckedEdit, sent: &[Option<Size>], protocol: Protocol, delivery: Delivery) -> Vec<BodyPart> {
    let request = edit.request();
    let is_stream = delivery == Delivery::Stream;
    let addresses: Vec<Option<&str>> = (0..request.images.len()).map(|index| edit.address(index)).collect();
    let files = (0..addresses.len()).filter(|index| addresses[*index].is_none()).collect();
    in_parts(files, &|data_uri| {
        let images = addresses.iter().map(|address| address.unwrap_or(data_uri)).collect();
        json(&Body {
            model: &request.model,
            input: match edit.model().dialect {
                Dialect::Messages => Input::message(images, &request.prompt),
                Dialect::Legacy => {
                    Input::Legacy { prompt: &request.prompt, negative_prompt: negative_prompt(edit), images }
                }
            },
            parameters: WithExtra {
                own: parameters(edit, sent, is_stream && protocol == Protocol::DashScope),
                extra: &request.extra,
            },
            stream: (is_stream && protocol == Protocol::Dmxapi).then_some(true),
        })
    })
}

/// Structs of texts, numbers and lists: writing them cannot fail.
fn json(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap_or_default()
}

/// What `write` writes, cut where it has the data URIs of these source images, in their order. It is given a text to
/// write in place of each; one that the request itself happens to contain is tried again, longer.
fn in_parts(files: Vec<usize>, write: &dyn Fn(&str) -> String) -> Vec<BodyPart> {
    let mut data_uri = String::from("<data URI>");
    let mut json = write(&data_uri);
    while json.matches(&data_uri).count() > files.len() {
        data_uri.push('>');
        json = write(&data_uri);
    }
    let mut texts = json.split(&data_uri).map(|text| BodyPart::Text(text.to_owned()));
    let mut parts: Vec<_> = texts.next().into_iter().collect();
    for (index, text) in files.into_iter().zip(texts) {
        parts.extend([BodyPart::Image(index), text]);
    }
    parts
}

fn negative_prompt(edit: &CheckedEdit) -> Option<&str> {
    let text = edit.request().negative_prompt.as_deref()?;
    (edit.row().has(Parameter::NegativePrompt) && !text.trim().is_empty()).then_some(text)
}

fn parameters<'a>(edit: &'a CheckedEdit, sent: &[Option<Size>], is_streamed: bool) -> Parameters<'a> {
    let (request, row, model) = (edit.request(), edit.row(), edit.model());
    let has = |parameter| row.has(parameter);
    let size = request.size.or(row.size.value.default.map(OutputSize::Preset));
    let palette = request.color_palette.as_ref().filter(|palette| has(Parameter::ColorPalette) && !palette.is_empty());
    let color = |color: &PaletteColor| Color { hex: color.hex(), ratio: color.ratio() };
    let most = if model.is_other() { request.max_images } else { Some(request.asked().0) };
    let is_interleaved = row.mode == Mode::Interleave;
    let says_interleave = is_interleaved || (model.mode(Mode::Interleave).is_some() && !model.is_other());
    Parameters {
        enable_interleave: says_interleave.then_some(is_interleaved),
        enable_sequential: has(Parameter::EnableSequential).then_some(true),
        bbox_list: if has(Parameter::BboxList) { bbox_list(edit, sent) } else { None },
        size: size.map(OutputSize::wire),
        n: Some(edit.n()),
        max_images: most.filter(|_| has(Parameter::MaxImages)),
        color_palette: palette.map(|palette| palette.colors().iter().map(color).collect()),
        thinking_mode: request.thinking_mode.filter(|_| has(Parameter::ThinkingMode)),
        prompt_extend: request.prompt_extend.filter(|_| has(Parameter::PromptExtend)),
        negative_prompt: negative_prompt(edit).filter(|_| model.dialect == Dialect::Messages),
        watermark: Some(request.watermark.unwrap_or(false)),
        seed: request.seed,
        stream: is_streamed.then_some(true),
    }
}

/// One list per source image, `[]` where it has no boxes; `None` where no image has any.
fn bbox_list(edit: &CheckedEdit, sent: &[Option<Size>]) -> Option<Vec<Vec<[u32; 4]>>> {
    let images = &edit.request().images;
    if images.iter().all(|image| image.bboxes.is_empty()) {
        return None;
    }
    let boxes = |(index, image): (usize, &SourceImage)| {
        let scaled = |bbox: &BoundingBox| match (image.size(), sent.get(index).copied().flatten()) {
            (Some(from), Some(to)) => bbox.scaled(from, to).to_array(),
            _ => bbox.to_array(),
        };
        image.bboxes.iter().map(scaled).collect()
    };
    Some(images.iter().enumerate().map(boxes).collect())
}
