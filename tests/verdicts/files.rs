//! The documented bodies and what `index.json` says of them.

use std::fs;

use serde_json::Value;
use wan_edit::core::service::{Endpoint, Reply, Service};

use crate::common::service;

pub fn read(file: &str) -> String {
    fs::read_to_string(format!("tests/wire/{file}")).unwrap()
}

pub fn documented(file: &str) -> Value {
    serde_json::from_str(&read(file)).unwrap()
}

/// The entry of `index.json` about a file.
pub fn entry(file: &str) -> Value {
    let index: Vec<Value> = serde_json::from_str(&read("index.json")).unwrap();
    index.into_iter().find(|entry| entry["file"] == file).unwrap_or_else(|| panic!("index.json has no {file}"))
}

pub fn reply(file: &str) -> Reply {
    let status = entry(file)["http_status"].as_u64().unwrap_or(200) as u16;
    Reply { status, body: read(file), ..Reply::default() }
}

pub fn relay() -> Service {
    Service { endpoint: Endpoint::parse("https://www.dmxapi.cn/v1").unwrap(), ..service() }
}
