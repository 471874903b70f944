//! Drives a job through every folder of `tests/cases`: an edit, then requests and replies in turn, then the end.
//!
//! `edit.json` is the edit as the npm package takes it, or a `taskId` to resume; `afterMillis` of a request is the
//! pause before it, with jitter in the middle. `tests/cases/README.md` has every file of a folder.

mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use wan_edit::core::edit::{Delivery, EditRequest, SourceImage, check};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::image::{Format, ImageFacts};
use wan_edit::core::job::{Error, Job, Loss, Outcome, OutcomePart, Progress, Step};
use wan_edit::core::service::{Credential, Endpoint, HttpRequest, Protocol, Reply, Service};

use common::{KEY, header, photo, service};

const JITTER: f64 = 0.5;

fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn image(value: &Value) -> SourceImage {
    let source = value.get("source").unwrap_or(value);
    let bboxes: Vec<[u32; 4]> = serde_json::from_value(value.get("bboxes").cloned().unwrap_or(json!([]))).unwrap();
    let image = match source.as_str() {
        Some(url) => SourceImage::url(url),
        None => SourceImage::local(facts(source)),
    };
    image.with_bboxes(bboxes.into_iter().map(|[x1, y1, x2, y2]| BoundingBox { x1, y1, x2, y2 }).collect())
}

/// A file is what its header says.
fn facts(file: &Value) -> ImageFacts {
    let number = |key: &str| file[key].as_u64().unwrap_or_else(|| panic!("a file needs {key}"));
    ImageFacts {
        format: Format::from_mime(file["type"].as_str().unwrap()).unwrap(),
        bytes: number("bytes"),
        ..photo(number("width") as u32, number("height") as u32)
    }
}

/// The service that `edit.json` names by its base URL, else Beijing.
fn service_of(edit: &mut Value) -> Service {
    match edit.as_object_mut().unwrap().remove("service") {
        Some(base_url) => Service { endpoint: Endpoint::parse(base_url.as_str().unwrap()).unwrap(), ..service() },
        None => service(),
    }
}

fn job(mut edit: Value, service: Service) -> Job {
    if let Some(task_id) = edit["taskId"].as_str() {
        return Job::resume(task_id, service, edit["n"].as_u64().map(|n| n as u32));
    }
    let object = edit.as_object_mut().unwrap();
    let images = object.remove("images").unwrap_or(json!([]));
    let delivery = object.remove("delivery").unwrap();
    let uploaded = object.remove("uploaded");
    let mut request: EditRequest = common::request(edit).unwrap();
    request.images = images.as_array().unwrap().iter().map(image).collect();
    let edit = check(request).unwrap_or_else(|problems| panic!("{problems:?}"));
    let sent = |(index, image): (usize, &SourceImage)| edit.fit(index).map_or(image.size(), |fit| Some(fit.size));
    let sent: Vec<Option<Size>> = edit.request().images.iter().enumerate().map(sent).collect();
    let uploaded = uploaded.map(|addresses| serde_json::from_value(addresses).unwrap()).unwrap_or_default();
    Job::new(&edit.with_uploaded(uploaded), &sent, service, Delivery::parse(delivery.as_str().unwrap()).unwrap())
}

/// A request as its file has it; the key is looked for elsewhere.
fn request_as_json(request: &HttpRequest, after: Duration, authorization: &str) -> Value {
    assert_eq!(header(request, "Authorization"), Some(authorization));
    let others = request.headers.iter().filter(|header| header.name != "Authorization");
    let headers = others.map(|header| (header.name.to_owned(), json!(header.value))).collect();
    let mut out = json!({
        "afterMillis": after.as_millis() as u64,
        "method": format!("{:?}", request.method).to_uppercase(),
        "url": request.url,
        "headers": Value::Object(headers),
    });
    if !request.body.is_empty() {
        out["body"] = common::json(&request.body);
    }
    out
}

fn reply(value: &Value) -> Result<Reply, Loss> {
    match value["lost"].as_str() {
        Some("not-sent") => return Err(Loss::NotSent),
        Some("failed") => return Err(Loss::Failed),
        Some(word) => panic!("lost is not-sent or failed, not {word}"),
        None => {}
    }
    let body = value["text"].as_str().map_or_else(|| value["body"].to_string(), str::to_owned);
    let header = |name: &str| value["headers"][name].as_str().map(str::to_owned);
    Ok(Reply {
        status: value["status"].as_u64().unwrap() as u16,
        request_id: header("x-request-id"),
        retry_after: header("retry-after").map(|seconds| Duration::from_secs(seconds.parse().unwrap())),
        body,
    })
}

fn outcome_as_json(outcome: &Outcome) -> Value {
    let images = outcome.images.iter().map(|image| {
        let mut value = json!({ "url": image.url, "expiresUnix": image.expires_unix });
        if let Some(prompt) = &image.actual_prompt {
            value["actualPrompt"] = json!(prompt);
        }
        value
    });
    let parts = outcome.parts.iter().map(|part| match part {
        OutcomePart::Image(at) => json!({ "image": at }),
        OutcomePart::Text(text) => json!({ "text": text }),
        OutcomePart::Failed { code, message } => json!({ "code": code, "message": message }),
    });
    json!({
        "images": images.collect::<Vec<_>>(),
        "parts": parts.collect::<Vec<_>>(),
        "endedEarly": outcome.ended_early.as_deref().map(error_as_json),
        "asked": outcome.asked,
        "missing": outcome.missing(),
        "requestId": outcome.request_id,
        "taskId": outcome.task_id,
        "usage": {
            "imageCount": outcome.usage.image_count,
            "size": outcome.usage.size,
            "totalTokens": outcome.usage.total_tokens,
        },
    })
}

fn error_as_json(error: &Error) -> Value {
    json!({
        "kind": format!("{:?}", error.kind),
        "fault": format!("{:?}", error.fault),
        "nextStep": format!("{:?}", error.next_step),
        "cause": error.cause.map(|cause| format!("{cause:?}")),
        "code": error.code,
        "message": error.message,
        "status": error.status,
        "requestId": error.request_id,
        "taskId": error.task_id,
        "retryable": error.is_retryable(),
        "maybeBilled": error.may_be_billed(),
    })
}

fn progress_as_json(progress: Progress) -> Value {
    match progress {
        Progress::Text(text) => json!({ "text": text }),
        Progress::Image(url) => json!({ "image": url }),
        Progress::TaskCreated { task_id } => json!({ "task": task_id }),
        other => json!(format!("{other:?}")),
    }
}

/// Words that follow each other are one text, however they were cut.
fn tell(told: &mut Vec<Value>, progress: Value) {
    match (told.last_mut().and_then(|last| last.get_mut("text")), progress["text"].as_str()) {
        (Some(Value::String(text)), Some(more)) => text.push_str(more),
        _ => told.push(progress),
    }
}

/// Bytes at a time, so that characters are cut as well.
const PIECE: usize = 5;

fn run(folder: &Path) {
    let mut edit = read(&folder.join("edit.json")).expect("edit.json");
    let mut take = |key: &str| edit.as_object_mut().unwrap().remove(key).unwrap_or_default();
    let (keys, leaves) = (take("keys"), take("leave") == true);
    let service = service_of(&mut edit);
    let prefix = if service.endpoint.protocol() == Protocol::DashScope { "Bearer " } else { "" };
    let mut key = KEY.to_owned();
    let mut job = job(edit, service);
    if leaves {
        job.leave();
    }
    let (mut now, mut replied, mut turn) = (Duration::ZERO, Duration::ZERO, 0);
    let mut told = Vec::new();
    let end = loop {
        match job.step(now) {
            Step::Wait(pause) => now += pause,
            Step::Finish(end) => break *end,
            Step::Send(mut request) => {
                turn += 1;
                if let Some(next) = keys[turn.to_string()].as_str() {
                    next.clone_into(&mut key);
                    request = job.renewed(Credential::new(next), request);
                }
                let file = |word: &str| folder.join(format!("{turn}.{word}"));
                let sent = request_as_json(&request, now - replied, &[prefix, &key].concat());
                let wanted =
                    read(&file("request.json")).unwrap_or_else(|| panic!("request {turn} is one too many: {sent:#}"));
                assert_eq!(sent, wanted, "request {turn}: {sent:#}");
                let stream = fs::read_to_string(file("reply.sse")).ok();
                let answer = read(&file("reply.json"));
                assert!(answer.is_some() || stream.is_some(), "a reply to every request");
                assert!(stream.is_none() || request.is_stream, "nobody asked for a stream");
                for piece in stream.iter().flat_map(|text| text.as_bytes().chunks(PIECE)) {
                    let progress = job.receive_chunk(piece);
                    progress.into_iter().for_each(|progress| tell(&mut told, progress_as_json(progress)));
                }
                let answer = answer.unwrap_or_else(|| json!({ "status": 200, "text": stream }));
                let progress = match reply(&answer) {
                    Ok(reply) => job.receive(now, JITTER, &reply),
                    Err(loss) => job.lost(now, JITTER, loss),
                };
                progress.into_iter().for_each(|progress| tell(&mut told, progress_as_json(progress)));
                replied = now;
            }
        }
    };
    if let Some(wanted) = read(&folder.join("progress.json")) {
        assert_eq!(json!(told), wanted, "progress.json: {told:#?}");
    }
    assert!(!format!("{end:?}").contains(KEY) && !format!("{end:?}").contains(&key), "a key is shown");
    let is_left = folder.join(format!("{}.request.json", turn + 1)).exists();
    assert!(!is_left, "request {} was never sent", turn + 1);
    let (name, got) = match &end {
        Ok(outcome) => ("outcome.json", outcome_as_json(outcome)),
        Err(error) => ("error.json", error_as_json(error)),
    };
    let wanted = read(&folder.join(name)).unwrap_or_else(|| panic!("it ended with another file than {name}: {got:#}"));
    assert_eq!(got, wanted, "{name}: {got:#}");
}

#[test]
fn every_case_runs_to_its_end() {
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir("tests/cases").unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        count += 1;
        if std::panic::catch_unwind(|| run(&folder)).is_err() {
            failures.push(folder.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    assert!(count > 0, "no case was found");
    assert!(failures.is_empty(), "{} of {count} cases failed: {}", failures.len(), failures.join(", "));
}
