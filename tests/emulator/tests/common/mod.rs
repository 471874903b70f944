//! Starts the emulator's binary on free ports and speaks plain HTTP to it.

#![allow(dead_code, reason = "each test file uses its share")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub const SYNC: &str = "/api/v1/services/aigc/multimodal-generation/generation";
pub const ASYNC: &str = "/api/v1/services/aigc/image-generation/generation";
pub const IMAGE2IMAGE: &str = "/api/v1/services/aigc/image2image/image-synthesis";
pub const RELAY: &str = "/v1/responses";
pub const ENABLE: (&str, &str) = ("X-DashScope-Async", "enable");
pub const SSE: (&str, &str) = ("X-DashScope-Sse", "enable");

/// A running emulator; it ends with the test.
pub struct Emulator {
    child: Child,
    pub api: String,
    pub results: String,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// An answer; `status` 0 means that the connection was closed without one.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What a body without a stated length came in.
    pub chunks: Vec<Vec<u8>>,
    /// Whether the body came to its end.
    pub whole: bool,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Status, code and message of a refusal.
    pub fn refusal(&self) -> (u16, String, String) {
        let body = self.json();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        assert!(!text("request_id").is_empty(), "no request_id: {body}");
        (self.status, text("code"), text("message"))
    }

    /// The result addresses, all choices and parts in order.
    pub fn urls(&self) -> Vec<String> {
        let body = self.json();
        let choices = body["output"]["choices"].as_array().cloned();
        let choices = choices.unwrap_or_else(|| panic!("no choices: {body}"));
        let parts = choices.iter().flat_map(|choice| choice["message"]["content"].as_array().unwrap());
        parts.filter_map(|part| part["image"].as_str()).map(str::to_owned).collect()
    }
}

impl Emulator {
    pub fn start(more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wan-emulator"))
            .args(["--listen", "127.0.0.1:0", "--results", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the emulator starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let words: Vec<_> = line.split_whitespace().collect();
        let ["wan-emulator", "ready:", "api", api, "results", results] = words[..] else {
            panic!("unexpected first line: {line}");
        };
        let host = |url: &str| url["http://".len()..].split('/').next().unwrap().to_owned();
        Self { child, api: host(api), results: host(results) }
    }

    pub fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        call(&self.api, method, path, headers, body)
    }

    /// Submits with a key; `more` are further headers.
    pub fn submit(&self, path: &str, key: &str, more: &[(&str, &str)], body: &Value) -> Answer {
        let bearer = format!("Bearer {key}");
        let mut headers = vec![("Authorization", bearer.as_str())];
        headers.extend(more);
        self.call("POST", path, &headers, &body.to_string())
    }

    pub fn get(&self, path: &str, key: &str) -> Answer {
        let bearer = format!("Bearer {key}");
        self.call("GET", path, &[("Authorization", &bearer)], "")
    }

    /// Creates a task and gives its id.
    pub fn create(&self, key: &str, body: &Value) -> String {
        let path = if body["model"] == "wan2.5-i2i-preview" { IMAGE2IMAGE } else { ASYNC };
        let answer = self.submit(path, key, &[ENABLE], body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["output"]["task_status"], "PENDING");
        answer.json()["output"]["task_id"].as_str().unwrap().to_owned()
    }

    /// Polls until the task ends.
    pub fn finish(&self, key: &str, id: &str) -> Answer {
        for _ in 0..400 {
            let answer = self.get(&format!("/api/v1/tasks/{id}"), key);
            let status = answer.json()["output"]["task_status"].clone();
            if status != "PENDING" && status != "RUNNING" {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(60));
        }
        panic!("task {id} does not end");
    }

    /// The emulator's log.
    pub fn log(&self) -> Vec<Value> {
        let answer = self.call("GET", "/emulator/requests", &[], "");
        answer.json().as_array().cloned().expect("an array")
    }
}

/// Fetches a result and decodes it.
pub fn picture(url: &str) -> RgbImage {
    let answer = fetch(url);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("image/png"));
    let image = image::load_from_memory_with_format(&answer.body, ImageFormat::Png);
    image.expect("a PNG").into_rgb8()
}

pub fn fetch(url: &str) -> Answer {
    let rest = url.strip_prefix("http://").expect("a result address");
    let (host, path) = rest.split_once('/').expect("a path");
    call(host, "GET", &format!("/{path}"), &[], "")
}

pub fn call(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    send(host, method, path, headers, body.as_bytes())
}

pub fn send(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = ask(host, method, path, headers, body);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok();
    answer(bytes)
}

/// Sends a request and leaves the answer to be read.
pub fn ask(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(host).expect("the emulator listens");
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(body).expect("sent");
    stream
}

/// Takes the bytes of a connection apart.
pub fn answer(bytes: Vec<u8>) -> Answer {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Answer { status: 0, headers: Vec::new(), body: bytes, chunks: Vec::new(), whole: false };
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let mut answer = Answer {
        status: status.parse().unwrap(),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
        chunks: Vec::new(),
        whole: true,
    };
    if answer.header("transfer-encoding") == Some("chunked") {
        (answer.chunks, answer.whole) = chunks(&answer.body);
        answer.body = answer.chunks.concat();
    }
    answer
}

fn chunks(mut rest: &[u8]) -> (Vec<Vec<u8>>, bool) {
    let mut chunks = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = std::str::from_utf8(&rest[..end]).expect("a length");
        let length = usize::from_str_radix(length, 16).expect("a length");
        if length == 0 {
            return (chunks, true);
        }
        let from = end + 2;
        if rest.len() < from + length {
            break;
        }
        chunks.push(rest[from..from + length].to_vec());
        rest = &rest[(from + length + 2).min(rest.len())..];
    }
    (chunks, false)
}

/// A picture without flat areas, so that a moved or changed pixel shows.
pub fn sample(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x + y) % 256) as u8]))
}

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

pub fn png(image: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(image.clone()), ImageFormat::Png)
}

pub fn data_uri(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(bytes))
}

/// A request body: images first, then the prompt.
pub fn body(model: &str, images: &[String], prompt: &str, parameters: Value) -> Value {
    let mut content: Vec<_> = images.iter().map(|image| json!({"image": image})).collect();
    content.push(json!({"text": prompt}));
    json!({
        "model": model,
        "input": {"messages": [{"role": "user", "content": content}]},
        "parameters": parameters,
    })
}

/// An edit of one 300 × 240 picture that passes every check.
pub fn edit(parameters: Value) -> Value {
    let image = data_uri(&png(&sample(300, 240)));
    body("wan2.7-image", &[image], "a red hat", parameters)
}
