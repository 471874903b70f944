//! Every documented request in `tests/wire/`: what we send for the same edit, to the same address, with the same headers.

mod common;
mod verdicts;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use wan_edit::core::edit::{Delivery, check};
use wan_edit::core::service::{HttpRequest, Protocol, pairing, plan};

use common::{KEY, service};
use verdicts::Verdict::{Asked, Cancel, Finding, Fragment, Request, Stream};
use verdicts::files::{documented, entry, read, relay};
use verdicts::{Difference, Question, VERDICTS, edits};

const ID: &str = "858cad55-4bdc-4ba3-ae6c-xxxxxx";

/// The order of text and images among each other is free; that of the images is not.
fn text_last(mut body: Value) -> Value {
    if let Some(content) = body.pointer_mut("/input/messages/0/content").and_then(Value::as_array_mut) {
        content.sort_by_key(|part| part.get("text").is_some());
    }
    body
}

/// The documented body as it would be with our differences.
fn as_we_say_it(file: &str, differences: &[Difference]) -> Value {
    let mut body = documented(file);
    for difference in differences {
        let (pointer, why) = match difference {
            Difference::Added(pointer, _, why)
            | Difference::LeftOut(pointer, why)
            | Difference::Said(pointer, _, why) => (*pointer, *why),
        };
        assert!(why.len() > 10, "{file}: {pointer} needs a reason");
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let object = body.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
        match difference {
            Difference::Added(_, value, _) => {
                assert_eq!(object.insert(key.to_owned(), value()), None, "{file} has {pointer} after all");
            }
            Difference::LeftOut(..) => assert!(object.remove(key).is_some(), "{file} has no {pointer}"),
            Difference::Said(_, words, _) => {
                let mut text = object[key].as_str().unwrap().to_owned();
                for (theirs, ours) in *words {
                    assert_eq!(text.matches(theirs).count(), 1, "{file}: {theirs}");
                    text = text.replace(theirs, ours);
                }
                object.insert(key.to_owned(), text.into());
            }
        }
    }
    text_last(body)
}

/// Method, address and headers of each way in which a body is documented to be sent.
type Ways = Vec<(String, String, BTreeMap<String, String>)>;

fn documented_ways(file: &str) -> Ways {
    let entry = entry(file);
    let word = |value: &Value| value.as_str().unwrap_or_default().replace("{task_id}", ID);
    let (method, path) = (word(&entry["method"]), word(&entry["path"]));
    let headers = entry["headers"].as_object().cloned().unwrap_or_default();
    let headers: BTreeMap<String, String> = headers
        .iter()
        .map(|(name, value)| {
            let raw_key = value.as_str().filter(|value| value.starts_with("sk-*")).map(|_| KEY.to_owned());
            (name.clone(), raw_key.unwrap_or_else(|| word(value).replace("$DASHSCOPE_API_KEY", KEY)))
        })
        .collect();
    let way = |way: &str| {
        let (path, rest) = way.split_once(' ').unwrap_or((way, ""));
        let base = if path.starts_with("https://") { "" } else { "https://dashscope.aliyuncs.com/api/v1" };
        let mut headers = headers.clone();
        if let Some((_, value)) = rest.split_once("X-DashScope-Async: ") {
            headers.insert("X-DashScope-Async".into(), value.split(' ').next().unwrap().into());
        }
        (method.clone(), [base, path].concat(), headers)
    };
    path.split(" or ").map(way).collect()
}

fn way_of(request: &HttpRequest) -> (String, String, BTreeMap<String, String>) {
    let headers = request.headers.iter().map(|header| (header.name.to_owned(), header.value.clone())).collect();
    (format!("{:?}", request.method).to_uppercase(), request.target.clone(), headers)
}

#[test]
fn we_send_what_is_documented_for_the_same_edit() {
    let mut count = 0;
    for (file, verdict) in VERDICTS {
        let Request(edit, differences) = verdict else { continue };
        let edit = check(edit()).unwrap_or_else(|problems| panic!("{file}: {problems:?}"));
        let wanted = as_we_say_it(file, differences);
        for way in documented_ways(file) {
            let service = if way.1.contains("dmxapi") { relay() } else { service() };
            let there = pairing::deliveries(&service.endpoint, edit.model(), edit.row());
            let is_sent_so = |delivery: &&Delivery| match **delivery {
                Delivery::Task => way.2.contains_key("X-DashScope-Async"),
                Delivery::Stream => way.2.contains_key("X-DashScope-Sse") || wanted["stream"] == true,
                Delivery::Sync => !way.2.contains_key("X-DashScope-Async"),
            };
            let delivery = *there.iter().find(is_sent_so).unwrap_or_else(|| panic!("{file}: no way to send it"));
            let ours = plan::submit(&edit, &vec![None; edit.request().images.len()], &service, delivery);
            assert_eq!(text_last(common::json(&ours.body)), wanted, "{file}");
            assert_eq!(way_of(&ours), way, "{file}");
            assert_eq!(ours.is_stream, delivery == Delivery::Stream, "{file}");
            count += 1;
        }
    }
    assert_eq!(count, 31, "some have two ways");
}

#[test]
fn we_ask_where_something_is_as_documented() {
    for (file, verdict) in VERDICTS {
        let Finding(words, differences) = verdict else { continue };
        let ours = plan::locate(&service(), Some(edits::CUP), words);
        assert_eq!(common::json(&ours.body), as_we_say_it(file, differences), "{file}");
        assert_eq!(documented_ways(file), [way_of(&ours)], "{file}");
    }
}

#[test]
fn documented_fragments_are_part_of_what_we_send() {
    for (file, verdict) in VERDICTS {
        let Fragment(request) = verdict else { continue };
        let edit = check(request()).unwrap();
        let ours = common::json(&plan::body(&edit, &[], Protocol::DashScope, Delivery::Task));
        let fragment: Map<String, Value> = serde_json::from_str(&read(file)).unwrap();
        for (key, value) in fragment {
            assert_eq!(ours["parameters"][&key], value, "{file}");
        }
    }
}

#[test]
fn what_is_documented_of_the_other_requests_is_what_we_send() {
    let mut count = 0;
    for (file, verdict) in VERDICTS {
        let entry = entry(file);
        let ours = match verdict {
            _ if entry["method"].is_null() => continue,
            Request(..) | Finding(..) => continue,
            Stream { .. } => {
                let edit = check(edits::cooking_lesson()).unwrap();
                plan::submit(&edit, &[], &service(), Delivery::Stream)
            }
            Cancel { .. } => plan::cancel(&service(), ID),
            Asked(Question::Tasks) => plan::list(&service(), 1, 10),
            Asked(Question::Token) => plan::token(&service(), 1800),
            Asked(Question::Policy) => plan::upload_policy(&service(), "qwen-vl-plus"),
            _ => plan::query(&service(), ID),
        };
        let (method, mut path, headers) = way_of(&ours);
        let [(wanted_method, wanted_path, mut wanted_headers)] = documented_ways(file).try_into().unwrap();
        if matches!(verdict, Asked(Question::Tasks)) {
            // The sample filters by time; ours turns pages.
            path = path.replace("page_no=1&page_size=10", "start_time=xxx&end_time=xxx&status=xxx");
        }
        if method == "GET" {
            // Nothing is sent whose type could be named.
            wanted_headers.remove("Content-Type");
        }
        assert_eq!((&method, &path), (&wanted_method, &wanted_path), "{file}");
        assert!(!entry["headers"].is_object() || headers == wanted_headers, "{file}: {headers:?}");
        assert!(ours.body.is_empty() != matches!(verdict, Stream { .. }), "{file}");
        count += 1;
    }
    assert_eq!(count, 18);
}
