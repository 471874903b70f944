//! Every documented reply in `tests/wire/`: what we understand of it. `tests/verdicts` has the verdict of each file.

mod common;
mod verdicts;

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use serde_json::Value;
use wan_edit::core::edit::{Delivery, EditRequest, check};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::job::answer::{answer, located};
use wan_edit::core::job::{Error, ErrorKind, Job, NextStep, Outcome, OutcomePart, Progress, Step};
use wan_edit::core::service::wire::account::{TaskList, Token, UploadPolicy, utc8_millis};
use wan_edit::core::service::wire::reply::{Part, TaskStatus, WireReply};
use wan_edit::core::service::{Credential, Reply, is_upload_host};

use common::{KEY, service};
use verdicts::Verdict::{
    Cancel, Ended, Event, Failed, Found, Partial, Refused, Relayed, Running, Stream, TaskCreated, Unsure,
};
use verdicts::files::{documented, entry, read, relay, reply};
use verdicts::{Streamed, VERDICTS, Verdict, edits};

const ID: &str = "858cad55-4bdc-4ba3-ae6c-xxxxxx";
const NOW: Duration = Duration::ZERO;

/// A job that has just sent its submit.
fn submitted(delivery: Delivery) -> Job {
    let edit = if delivery == Delivery::Stream { edits::cooking_lesson() } else { edits::graffiti() };
    sent(Job::new(&check(edit).unwrap(), &[None, None], service(), delivery))
}

fn relayed(edit: fn() -> EditRequest) -> Job {
    sent(Job::new(&check(edit()).unwrap(), &[None, None], relay(), Delivery::Task))
}

/// A job that has just asked for a task, or had it cancelled.
fn polling(is_cancel: bool) -> Job {
    let mut job = Job::resume(ID, service(), Some(4));
    if is_cancel {
        job.cancel(NOW);
    }
    sent(job)
}

fn sent(mut job: Job) -> Job {
    assert!(matches!(job.step(NOW), Step::Send(_)));
    job
}

fn end(job: &mut Job) -> Box<Result<Outcome, Error>> {
    match job.step(NOW) {
        Step::Finish(end) => end,
        step => panic!("not the end: {step:?}"),
    }
}

#[track_caller]
fn outcome(job: &mut Job) -> Outcome {
    end(job).unwrap_or_else(|error| panic!("{error}"))
}

fn error(job: &mut Job) -> Error {
    end(job).expect_err("an error")
}

#[test]
fn every_file_has_its_verdict() {
    let in_folder: BTreeSet<String> = fs::read_dir("tests/wire")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "index.json")
        .collect();
    let in_table: BTreeSet<String> = VERDICTS.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(in_table.len(), VERDICTS.len(), "a file stands twice in the table");
    assert_eq!(in_folder, in_table);
    assert!(in_folder.len() > 90);
    in_folder.iter().for_each(|file| drop(entry(file)));
}

// What we understand.

/// A job at the point where the file is what comes.
fn job_for(file: &str, verdict: &Verdict) -> Job {
    match verdict {
        Running | Failed { .. } | Ended { .. } | Partial { .. } => polling(false),
        Cancel { .. } => polling(true),
        Verdict::Outcome { .. } if read(file).contains("task_status") => polling(false),
        Verdict::Outcome { .. } => submitted(Delivery::Sync),
        Relayed { .. } => relayed(edits::relayed_seasons),
        Stream { .. } if file.starts_with("dmxapi") => relayed(edits::relayed_spring),
        Refused { .. } if file.starts_with("dmxapi") => relayed(edits::relayed_graffiti),
        Refused { .. } if file.ends_with(".sse") => submitted(Delivery::Stream),
        Stream { .. } => submitted(Delivery::Stream),
        _ => submitted(Delivery::Task),
    }
}

#[test]
fn every_image_of_every_reply_is_found_byte_for_byte() {
    for (file, verdict) in VERDICTS {
        let (images, size, failed) = match verdict {
            Verdict::Outcome { images, size } => (*images, *size, None),
            Relayed { images } => (*images, None, None),
            Partial { images, code } => (*images, None, Some(*code)),
            _ => continue,
        };
        let mut job = job_for(file, verdict);
        job.receive(NOW, 0.5, &reply(file));
        let outcome = outcome(&mut job);
        let body = documented(file);
        assert_eq!(outcome.images.len(), images, "{file}");
        let counted = if matches!(verdict, Relayed { .. }) { None } else { Some(images as u32) };
        assert_eq!(outcome.usage.image_count, counted, "{file}");
        assert_eq!(outcome.usage.size.as_deref(), size, "{file}");
        assert_eq!(outcome.usage.total_tokens, body["usage"]["total_tokens"].as_u64(), "{file}");
        assert_eq!(outcome.request_id.as_deref(), body["request_id"].as_str(), "{file}");
        assert_eq!(outcome.task_id.as_deref(), body["output"]["task_id"].as_str(), "{file}");
        assert_eq!(outcome.ended_early, None, "{file}");
        assert_eq!(outcome.raw, read(file), "{file}");
        let places: Vec<_> =
            outcome.images.iter().map(|image| read(file).find(&format!("\"{}\"", image.url))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{file}: a URL changed, or its place");
        let in_parts = (0..images).map(OutcomePart::Image);
        let failed = failed.map(|code| OutcomePart::Failed {
            code: code.into(),
            message: "Output data may contain inappropriate content.".into(),
        });
        assert!(outcome.parts.into_iter().eq(in_parts.chain(failed)), "{file}");
    }
}

#[test]
fn a_rewritten_prompt_stays_with_its_image() {
    for (file, is_rewritten) in [("wan25_task_succeeded.json", true), ("task_partial_inspection.json", false)] {
        let mut job = polling(false);
        job.receive(NOW, 0.5, &reply(file));
        let outcome = outcome(&mut job);
        let documented = &documented(file)["output"]["results"][0]["actual_prompt"];
        assert_eq!(outcome.images[0].actual_prompt.as_deref(), documented.as_str(), "{file}");
        assert_eq!(documented.is_string(), is_rewritten, "{file}");
    }
}

#[test]
fn a_partial_success_says_how_many_are_missing() {
    let mut job = polling(false);
    job.receive(NOW, 0.5, &reply("task_partial_inspection.json"));
    let outcome = outcome(&mut job);
    assert_eq!((outcome.asked, outcome.missing(), outcome.usage.image_count), (Some(4), 1, Some(3)));
}

#[test]
fn a_stream_is_words_and_images_in_turn_at_once_or_byte_by_byte() {
    for (file, verdict) in VERDICTS {
        let Stream { parts, image_count, total_tokens } = verdict else { continue };
        let body = read(file);
        for size in [body.len(), 1, 7] {
            let mut job = job_for(file, verdict);
            let mut told: Vec<(bool, String)> = Vec::new();
            for progress in body.as_bytes().chunks(size).flat_map(|chunk| job.receive_chunk(chunk)) {
                match progress {
                    Progress::Text(text) if told.last().is_some_and(|(is_image, _)| !is_image) => {
                        told.last_mut().unwrap().1.push_str(&text);
                    }
                    Progress::Text(text) => told.push((false, text)),
                    Progress::Image(url) => told.push((true, url)),
                    other => panic!("{file}: {other:?}"),
                }
            }
            let wanted: Vec<(bool, String)> = parts
                .iter()
                .map(|part| match part {
                    Streamed::Text(text) => (false, (*text).to_owned()),
                    Streamed::Image(url) => (true, (*url).to_owned()),
                })
                .collect();
            assert_eq!(told, wanted, "{file} in pieces of {size}");
            job.receive(NOW, 0.5, &reply(file));
            let outcome = outcome(&mut job);
            let in_outcome: Vec<(bool, String)> = outcome
                .parts
                .iter()
                .map(|part| match part {
                    OutcomePart::Text(text) => (false, text.clone()),
                    OutcomePart::Image(at) => (true, outcome.images[*at].url.clone()),
                    OutcomePart::Failed { .. } => panic!("{file}: nothing failed"),
                })
                .collect();
            assert_eq!(in_outcome, wanted, "{file}");
            assert_eq!(outcome.usage.image_count, *image_count, "{file}");
            assert_eq!(outcome.usage.total_tokens, Some(*total_tokens), "{file}");
            assert_eq!((outcome.missing(), outcome.ended_early), (0, None), "{file}");
            assert!(outcome.request_id.is_some_and(|id| body.contains(&id)), "{file}");
        }
    }
}

#[test]
fn one_event_of_a_stream_has_its_words() {
    for (file, verdict) in VERDICTS {
        let Event(words) = verdict else { continue };
        let mut job = relayed(edits::relayed_spring);
        let event = format!("data: {}\n\n", documented(file));
        assert_eq!(job.receive_chunk(event.as_bytes()), [Progress::Text((*words).into())], "{file}");
        assert_eq!(WireReply::parse(&read(file)).unwrap().parts, [Part::Text((*words).into())], "{file}");
    }
}

#[test]
fn tasks_are_created_waited_for_failed_and_cancelled() {
    for (file, verdict) in VERDICTS {
        let mut job = job_for(file, verdict);
        match verdict {
            TaskCreated => {
                let wire = WireReply::parse(&read(file)).unwrap();
                assert_eq!(wire.task_status, Some(TaskStatus::Pending), "{file}");
                let progress = job.receive(NOW, 0.5, &reply(file));
                assert_eq!(progress, Some(Progress::TaskCreated { task_id: wire.task_id.unwrap() }), "{file}");
                assert!(matches!(job.step(NOW), Step::Wait(_)), "{file}");
            }
            Running => {
                assert_eq!(job.receive(NOW, 0.5, &reply(file)), Some(Progress::Running), "{file}");
                assert!(matches!(job.step(NOW), Step::Wait(_)), "{file}");
            }
            Failed { code, next_step } => {
                job.receive(NOW, 0.5, &reply(file));
                let error = error(&mut job);
                assert_eq!((error.kind, error.next_step), (ErrorKind::Service, *next_step), "{file}");
                assert_eq!(error.code.as_deref(), Some(*code), "{file}");
                assert!(!error.may_be_billed() && error.request_id.is_some() && error.task_id.is_some(), "{file}");
            }
            Ended { kind, may_be_billed } => {
                job.receive(NOW, 0.5, &reply(file));
                let error = error(&mut job);
                assert_eq!((error.kind, error.may_be_billed()), (*kind, *may_be_billed), "{file}");
                assert!(error.task_id.is_some(), "{file}");
            }
            Cancel { is_done } => {
                let progress = job.receive(NOW, 0.5, &reply(file));
                if *is_done {
                    assert_eq!(error(&mut job).kind, ErrorKind::Canceled, "{file}");
                } else {
                    assert_eq!(progress, Some(Progress::TooLateToCancel), "{file}");
                    assert!(matches!(job.step(NOW), Step::Wait(_)), "{file}");
                }
            }
            _ => {}
        }
    }
}

/// The JSON of an error, be it framed as an event.
fn error_body(file: &str) -> Value {
    let body = read(file);
    serde_json::from_str(body.rsplit("data:").next().unwrap()).unwrap()
}

#[test]
fn refusals_say_why_and_what_to_do() {
    for (file, verdict) in VERDICTS {
        let mut job = job_for(file, verdict);
        match verdict {
            Refused { code, next_step, is_sent_again } => {
                let progress = job.receive(NOW, 0.5, &reply(file));
                if *is_sent_again {
                    assert!(matches!(progress, Some(Progress::Throttled { refusals: 1, .. })), "{file}: {progress:?}");
                    continue;
                }
                let error = error(&mut job);
                let body = error_body(file);
                let said = if body["error"].is_object() { &body["error"] } else { &body };
                assert_eq!((error.kind, error.next_step), (ErrorKind::Service, *next_step), "{file}");
                assert_eq!((error.code.as_deref(), Some(&*error.message)), (*code, said["message"].as_str()), "{file}");
                assert!(!error.may_be_billed() && !error.is_retryable(), "{file}");
                let status = if file.ends_with(".sse") { 400 } else { reply(file).status };
                assert_eq!(error.status, Some(status), "{file}");
                assert_eq!(error.request_id.as_deref(), body["request_id"].as_str(), "{file}");
                assert_eq!(error.raw.as_deref(), Some(&*read(file)), "{file}");
                let named = code.map_or_else(|| format!("HTTP {status}: "), |code| format!("{code}: "));
                assert!(error.to_string().starts_with(&named), "{file}: {error}");
            }
            Unsure { code, next_step } => {
                assert_eq!(job.receive(NOW, 0.5, &reply(file)), None, "{file}");
                let error = error(&mut job);
                assert_eq!((error.code.as_deref(), error.next_step), (Some(*code), *next_step), "{file}");
                assert!(error.may_be_billed() && !error.is_retryable(), "{file}");
            }
            Verdict::UploadRefused(cause) => {
                let refused = answer(&reply(file), &Credential::new(KEY), UploadPolicy::parse).expect_err("an error");
                assert_eq!((refused.cause, refused.next_step), (Some(*cause), NextStep::Retry), "{file}");
            }
            _ => {}
        }
    }
}

#[test]
fn an_error_framed_as_an_event_reads_the_same_under_any_status_of_its_own() {
    // HTTP 200 on the public host, 400 labelled as JSON on another gateway.
    for status in [200, 400] {
        let mut job = submitted(Delivery::Stream);
        job.receive(NOW, 0.5, &Reply { status, ..reply("sse_error_inside_http200.sse") });
        let error = error(&mut job);
        assert_eq!((error.code.as_deref(), error.status), (Some("InvalidParameter"), Some(400)));
    }
}

#[test]
fn answers_beside_an_edit_are_read() {
    let key = Credential::new(KEY);
    let list = answer(&reply("tasks_list_response.json"), &key, TaskList::parse).unwrap();
    let [running, done] = &list.tasks[..] else { panic!("two tasks: {list:?}") };
    assert_eq!((list.pages, &running.status, &done.status), (1, &TaskStatus::Running, &TaskStatus::Succeeded));
    assert_eq!(running.task_id, "50e2ccea-abc4-43d7-a0dc-xxxxxx");
    assert_eq!((&*running.model, &*done.model), ("wanx2.1-kf2v-plus", "wanx2.1-t2i-turbo"));
    assert_eq!((running.began_millis, running.ended_millis), (Some(1_745_568_428_109), None));
    assert_eq!((done.began_millis, done.ended_millis), (Some(1_745_568_293_253), Some(1_745_568_302_481)));

    let token = answer(&reply("tokens_response.json"), &key, Token::parse).unwrap();
    assert_eq!((&*token.token, token.expires_unix), ("st-****", 1_744_080_369));

    let policy = answer(&reply("getpolicy_response.json"), &key, UploadPolicy::parse).unwrap();
    assert_eq!(policy.max_file_size_mb, Some(100));
    assert!(is_upload_host(&policy.upload_host, &service().endpoint));
    let (fields, address) = policy.fields("a.png");
    let names = fields.each_ref().map(|(name, _)| *name);
    assert_eq!(
        names.iter().copied().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "OSSAccessKeyId",
            "Signature",
            "policy",
            "x-oss-object-acl",
            "x-oss-forbid-overwrite",
            "key",
            "success_action_status"
        ])
    );
    let field = |wanted: &str| fields.iter().find(|(name, _)| *name == wanted).map(|(_, value)| &**value);
    assert_eq!(field("key"), Some("dashscope-instant/xxx/2024-07-18/xxx/a.png"));
    assert_eq!((field("OSSAccessKeyId"), field("x-oss-object-acl")), (Some("LTA..."), Some("private")));
    assert_eq!((field("success_action_status"), field("x-oss-forbid-overwrite")), (Some("200"), Some("true")));
    assert_eq!(address, "oss://dashscope-instant/xxx/2024-07-18/xxx/a.png");
}

#[test]
fn a_list_of_tasks_is_read_under_each_of_its_names() {
    let item = r#"{"task_id":"t","task_status":"PENDING","model":"m","submit_time":"2026-11-21 17:16:01.663"}"#;
    for body in [
        format!(r#"{{"data":[{item}],"total_page":"3"}}"#),
        format!(r#"{{"tasks":[{item}],"total_page":3}}"#),
        format!(r#"{{"output":{{"tasks":[{item}, {{}}, 5], "total_page":3}}}}"#),
    ] {
        let list = TaskList::parse(&body).unwrap();
        assert_eq!((list.tasks.len(), list.pages, &*list.tasks[0].model), (1, 3, "m"), "{body}");
        assert_eq!(list.tasks[0].began_millis, utc8_millis("2026-11-21 17:16:01.663"), "{body}");
    }
    assert_eq!(TaskList::parse(r#"{"data":[],"total":0}"#).unwrap().tasks, []);
    assert_eq!(TaskList::parse(r#"{"data":{}}"#), None);
}

#[test]
fn a_time_without_a_zone_is_of_utc_plus_8() {
    for (text, millis) in [
        ("2026-11-21 17:16:01.663", Some(1_795_252_561_663)),
        ("1970-01-01 08:00:00.000", Some(0)),
        ("2024-02-29 23:59:59.999", Some(1_709_222_399_999)),
        ("2024-03-01 00:00:00.000", Some(1_709_222_400_000)),
        ("2000-02-29 12:00:00.000", Some(951_796_800_000)),
        ("2100-02-28 23:59:59", Some(4_107_513_599_000)),
        ("2100-03-01 00:00:00", Some(4_107_513_600_000)),
        ("2025-12-31 23:59:59.999", Some(1_767_196_799_999)),
        ("2026-01-01 07:59:59.000", Some(1_767_225_599_000)),
        ("1970-01-01 07:59:59.999", None),
        ("2026-13-01 00:00:00.000", None),
        ("2026-01-32 00:00:00.000", None),
        ("2026-01-01 24:00:00.000", None),
        ("2026-01-01", None),
        ("99999999999999999999-01-01 00:00:00", None),
        ("xxx", None),
        ("", None),
    ] {
        assert_eq!(utc8_millis(text), millis, "{text}");
    }
}

#[test]
fn what_was_found_is_in_pixels_of_the_image() {
    for (file, verdict) in VERDICTS {
        let Found([x1, y1, x2, y2]) = *verdict else { continue };
        let found = located(&reply(file), Size::new(2048, 2048), &Credential::new(KEY)).unwrap();
        assert_eq!(found, [BoundingBox { x1, y1, x2, y2 }], "{file}");
    }
}

// Whatever comes.

#[test]
fn a_bare_error_body_in_answer_to_a_poll_is_a_failed_task() {
    let mut job = polling(false);
    job.receive(NOW, 0.5, &reply("error_invalid_parameter_n.json"));
    let error = error(&mut job);
    assert_eq!((error.code.as_deref(), error.may_be_billed()), (Some("InvalidParameter"), false));
}

#[test]
fn any_file_may_come_at_any_time_without_harm() {
    for (file, _) in VERDICTS {
        let parsed = WireReply::parse(&read(file));
        assert_eq!(parsed.is_some(), file.ends_with(".json"), "{file}");
        for status in [200, 400, 429, 500] {
            let reply = Reply { status, body: read(file), ..Reply::default() };
            let submits = [Delivery::Sync, Delivery::Task, Delivery::Stream].map(submitted);
            for mut job in submits.into_iter().chain([polling(false), polling(true)]) {
                job.receive_chunk(reply.body.as_bytes());
                job.receive(NOW, 0.5, &reply);
            }
        }
    }
}

#[test]
fn keys_may_come_in_any_order_and_strange_ones_are_passed_over() {
    let body = r#"{"usage":{"image_count":"1","neu":[]},"x":null,"output":{"finished":1,"choices":[{"y":{}},
        {"message":{"content":[{"image":"https://a/b.png?Expires=1&Signature=a%2Bb%3D","type":"image"},{"z":1}]}}]}}"#;
    let wire = WireReply::parse(body).unwrap();
    assert_eq!(wire.image_urls().collect::<Vec<_>>(), ["https://a/b.png?Expires=1&Signature=a%2Bb%3D"]);
    assert_eq!(wire.usage.image_count, Some(1));
    assert_eq!(wire.request_id, None);
}
