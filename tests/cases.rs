//! Drives a job through every folder of `tests/cases`: an edit, then requests and replies in turn, then the end.
//!
//! `edit.json` is the edit as the npm package takes it, or a `taskId` to resume; `afterMillis` of a request is the
//! pause before it, with jitter in the middle. See `tests/cases/README.md`.

mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use wan_edit::core::edit::{Delivery, EditRequest, SourceImage, check};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::image::{Format, ImageFacts};
use wan_edit::core::job::{Error, Job, Loss, Outcome, Step};
use wan_edit::core::service::{HttpRequest, Reply};

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

fn job(mut edit: Value) -> Job {
    if let Some(task_id) = edit["taskId"].as_str() {
        return Job::resume(task_id, service(), edit["n"].as_u64().map(|n| n as u32));
    }
    let object = edit.as_object_mut().unwrap();
    let images = object.remove("images").unwrap_or(json!([]));
    let delivery = object.remove("delivery").unwrap();
    let mut request: EditRequest = serde_json::from_value(edit).unwrap();
    request.images = images.as_array().unwrap().iter().map(image).collect();
    let edit = check(request).unwrap_or_else(|problems| panic!("{problems:?}"));
    let sent = |(index, image): (usize, &SourceImage)| edit.fit(index).map_or(image.size(), |fit| Some(fit.size));
    let sent: Vec<Option<Size>> = edit.request().images.iter().enumerate().map(sent).collect();
    Job::new(&edit, &sent, service(), Delivery::parse(delivery.as_str().unwrap()).unwrap())
}

/// A request as its file has it; the key is looked for elsewhere.
fn request_as_json(request: &HttpRequest, after: Duration) -> Value {
    assert_eq!(header(request, "Authorization"), Some(&*format!("Bearer {KEY}")));
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
    json!({
        "images": outcome.images.iter().map(|image| json!({ "url": image.url, "expiresUnix": image.expires_unix })).collect::<Vec<_>>(),
        "texts": outcome.texts().collect::<Vec<_>>(),
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
        "code": error.code,
        "message": error.message,
        "status": error.status,
        "requestId": error.request_id,
        "taskId": error.task_id,
        "retryable": error.is_retryable(),
        "maybeBilled": error.may_be_billed(),
    })
}

fn run(folder: &Path) {
    let mut job = job(read(&folder.join("edit.json")).expect("edit.json"));
    let (mut now, mut replied, mut turn) = (Duration::ZERO, Duration::ZERO, 0);
    let end = loop {
        match job.step(now) {
            Step::Wait(pause) => now += pause,
            Step::Finish(end) => break *end,
            Step::Send(request) => {
                turn += 1;
                let file = |word: &str| folder.join(format!("{turn}.{word}.json"));
                let sent = request_as_json(&request, now - replied);
                let wanted =
                    read(&file("request")).unwrap_or_else(|| panic!("request {turn} is one too many: {sent:#}"));
                assert_eq!(sent, wanted, "request {turn}: {sent:#}");
                match reply(&read(&file("reply")).expect("a reply to every request")) {
                    Ok(reply) => drop(job.receive(now, JITTER, &reply)),
                    Err(loss) => drop(job.lost(now, JITTER, loss)),
                }
                replied = now;
            }
        }
    };
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
