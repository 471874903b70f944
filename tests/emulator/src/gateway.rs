//! What stands between a client and the service, and what it makes of answers.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A page of a gateway that got no answer from the service behind it.
pub fn page(status: u16) -> Response {
    let title = match status {
        502 => "502 Bad Gateway",
        524 => "524: A timeout occurred",
        _ => "504 Gateway Time-out",
    };
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>wan-emulator</center>\r\n</body>\r\n</html>\r\n"
    );
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::GATEWAY_TIMEOUT);
    (status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// The first half of an answer, whole by its headers.
pub fn garbage(text: &str) -> Response {
    let half = text.as_bytes()[..text.len() / 2].to_vec();
    ([(header::CONTENT_TYPE, "application/json")], half).into_response()
}
