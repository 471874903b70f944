//! What stands between a client and the service, and what it makes of answers.

use crate::errors::Said;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A page of a gateway that got no answer from the service behind it.
pub fn page(status: u16) -> Response {
    let title = match status {
        502 => "502 Bad Gateway".to_owned(),
        504 => "504 Gateway Time-out".to_owned(),
        524 => "524: A timeout occurred".to_owned(),
        _ => format!("{status} Error"),
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

/// A refusal in one of the other forms that clients meet; any other answer, and an unknown form, stays as it is.
pub fn reshaped(form: &str, answer: Response, request_id: &str) -> Response {
    let Some(Said { code, message, .. }) = answer.extensions().get().cloned() else {
        return answer;
    };
    let status = answer.status();
    let mut reshaped = match form {
        "xml" => {
            let body = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{message}</Message>\n  <RequestId>{request_id}</RequestId>\n</Error>\n"
            );
            ([(header::CONTENT_TYPE, "application/xml")], body).into_response()
        }
        "html" => page(status.as_u16()),
        "text" => message.into_response(),
        "empty" => ().into_response(),
        "unknown" => {
            let message = "Something happened that has no name yet.";
            Json(json!({"code": "Unheard.Of", "message": message, "request_id": request_id})).into_response()
        }
        "numeric" => {
            Json(json!({"code": status.as_u16(), "message": message, "request_id": request_id})).into_response()
        }
        "msg" => Json(json!({"code": code, "msg": message, "request_id": request_id})).into_response(),
        "nested" => {
            Json(json!({"error": {"code": code, "message": message, "type": code, "id": request_id}})).into_response()
        }
        "codeless" => Json(json!({"message": message, "request_id": request_id})).into_response(),
        _ => return answer,
    };
    *reshaped.status_mut() = status;
    *reshaped.extensions_mut() = answer.extensions().clone();
    if let Some(wait) = answer.headers().get(header::RETRY_AFTER) {
        reshaped.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    reshaped
}
