//! What several tests need: a service, pictures, and a body as JSON.
#![allow(dead_code)]

use serde_json::{Value, json};
use wan_edit::core::edit::EditRequest;
use wan_edit::core::geometry::Size;
use wan_edit::core::image::{Format, ImageFacts};
use wan_edit::core::service::{Authorization, BodyPart, Credential, Endpoint, HttpRequest, Proxy, Service};
use wan_edit::js::input::Request;

/// A key that no error, no log and no URL may ever show.
pub const KEY: &str = "sk-0123secret4567";

/// Beijing, without a proxy.
pub fn service() -> Service {
    Service {
        endpoint: Endpoint::parse("https://dashscope.aliyuncs.com/api/v1").unwrap(),
        proxy: Proxy::Direct,
        credential: Credential::new(KEY),
        authorization: Authorization::default(),
    }
}

/// An upright, opaque JPEG of 1 MB.
pub fn photo(width: u32, height: u32) -> ImageFacts {
    ImageFacts::new(Format::Jpeg, Size::new(width, height), 1_000_000)
}

/// A body as text; the data URI of source image `index` reads `<image index>`.
pub fn text(body: &[BodyPart]) -> String {
    body.iter()
        .map(|part| match part {
            BodyPart::Text(text) => text.clone(),
            BodyPart::Image(index) => format!("<image {index}>"),
        })
        .collect()
}

/// A body as JSON.
pub fn json(body: &[BodyPart]) -> Value {
    serde_json::from_str(&text(body)).expect("the body is JSON")
}

/// The value of a header.
pub fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
}

/// A request as an app's JavaScript writes it, but for its images; or where it is wrong and why.
pub fn request(edit: Value) -> Result<EditRequest, String> {
    let request = Request::read(&json!({ "edit": edit, "images": [] }));
    request.map(|request| request.edit).map_err(|wrong| format!("{}: {}", wrong.path, wrong.message))
}
