//! The parts of a `multipart/form-data` body, in their order.

use axum::body::Bytes;

/// One field; of a file, its bytes and what it was called.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub file_name: Option<String>,
    pub value: Bytes,
}

impl Field {
    /// The value of a field that holds text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.value).unwrap_or("")
    }
}

/// Takes a body apart; nothing where it is not well-formed.
pub fn fields(content_type: &str, body: &Bytes) -> Option<Vec<Field>> {
    let (kind, boundary) = content_type.split_once("boundary=")?;
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return None;
    }
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    if boundary.is_empty() {
        return None;
    }
    let opening = format!("--{boundary}");
    let separator = format!("\r\n--{boundary}");
    let mut rest = body.slice(find(body, opening.as_bytes())? + opening.len()..);
    let mut fields = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n").map(|after| body.slice_ref(after))?;
        let head = find(&rest, b"\r\n\r\n")?;
        let end = find(&rest[head + 2..], separator.as_bytes())? + head + 2;
        let value = if end < head + 4 { Bytes::new() } else { rest.slice(head + 4..end) };
        fields.push(field(std::str::from_utf8(&rest[..head]).ok()?, value)?);
        rest = rest.slice(end + separator.len()..);
    }
    Some(fields)
}

fn field(head: &str, value: Bytes) -> Option<Field> {
    let disposition = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let parameter = |name: &str| {
        let quoted = format!("; {name}=\"");
        let from = disposition.find(&quoted)? + quoted.len();
        let length = disposition[from..].find('"')?;
        Some(disposition[from..from + length].to_owned())
    };
    Some(Field { name: parameter("name")?, file_name: parameter("filename"), value })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        let at = from + at;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_order_and_bytes() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na/b\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b\"\r\nContent-Type: image/png\r\n\r\n\r\n--\x00\r\n--x--\r\n";
        let body = Bytes::from(body);
        let fields = fields("multipart/form-data; boundary=x", &body).unwrap();
        let shown: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.text())).collect();
        assert_eq!(shown, [("key", "a/b"), ("file", "\r\n--\0")]);
        assert_eq!((&fields[0].file_name, fields[1].file_name.as_deref()), (&None, Some("b")));
    }

    #[test]
    fn what_is_no_form() {
        let of = |kind: &str, body: &'static str| fields(kind, &Bytes::from(body)).is_some();
        assert!(!of("application/json; boundary=x", "--x--"));
        assert!(!of("multipart/form-data", "--x--"));
        assert!(!of("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb"));
        assert!(!of("multipart/form-data; boundary=x", "key=a"));
    }
}
