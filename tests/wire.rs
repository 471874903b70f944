//! Every documented body in `tests/wire/`: what we send for the same edit, and what we understand of each reply.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use serde_json::{Map, Value, json};
use wan_edit::core::edit::{Delivery, EditRequest, OutputSize, SourceImage, check};
use wan_edit::core::geometry::BoundingBox;
use wan_edit::core::job::{Error, ErrorKind, Job, NextStep, Outcome, Progress, Step};
use wan_edit::core::service::wire::reply::{TaskStatus, WireReply};
use wan_edit::core::service::{Protocol, Reply, plan};

use common::service;

/// What a file is to us.
enum Verdict {
    /// This edit asks for it; the keys are sent in addition, or left out, and said why.
    Request(fn() -> EditRequest, &'static [Difference]),
    /// Part of `parameters` that this edit asks for.
    Fragment(fn() -> EditRequest),
    /// The answer to a submit or a poll: so many images, so many counted.
    Outcome { images: usize, size: &'static str },
    /// The answer to a submit: a task.
    TaskCreated,
    /// The answer to a poll: not yet.
    Running,
    /// The answer to a poll: the task made nothing.
    Failed { code: &'static str, next_step: NextStep },
    /// The answer to a poll: the end without an image, of this kind.
    Ended { kind: ErrorKind, may_be_billed: bool },
    /// The answer to a cancel: done, or too late.
    Cancel { is_done: bool },
    /// The answer to a submit: refused.
    Refused { code: &'static str, next_step: NextStep, is_sent_again: bool },
    /// The answer to a submit: it broke after it may have been taken.
    Unsure { code: &'static str, next_step: NextStep },
    /// Belongs to a part that is not built yet; it is only read without harm.
    OtherPart(&'static str),
}
use Verdict::{Cancel, Ended, Failed, Fragment, OtherPart, Refused, Request, Running, TaskCreated, Unsure};

/// Where our body may differ from the documented one.
enum Difference {
    /// We always say it, because defaults changed between versions of the reference.
    Added(&'static str, fn() -> Value),
    /// The sample sends it where it has no effect.
    LeftOut(&'static str),
}
use Difference::{Added, LeftOut};

const PRO: &str = "wan2.7-image-pro";
const CAR: &str = "https://help-static-aliyun-doc.aliyuncs.com/file-manage-files/zh-CN/20251229/pjeqdf/car.webp";
const PAINT: &str = "https://help-static-aliyun-doc.aliyuncs.com/file-manage-files/zh-CN/20251229/xsunlm/paint.webp";
const CLOCK: &str = "https://img.alicdn.com/imgextra/i3/O1CN0157XGE51l6iL9441yX_!!6000000004770-49-tps-1104-1472.webp";
const TABLE: &str = "https://img.alicdn.com/imgextra/i3/O1CN01SfG4J41UYn9WNt4X1_!!6000000002530-49-tps-1696-960.webp";
const UMBRELLA: &str = "https://cdn.wanx.aliyuncs.com/tmp/pressure/umbrella1.png";

fn no_watermark() -> Value {
    json!(false)
}

fn edit(model: &str, prompt: &str, images: &[&str], size: &str) -> EditRequest {
    let mut request = EditRequest::new(model, prompt).with_n(1).with_size(OutputSize::parse(size).unwrap());
    request.images = images.iter().map(|url| SourceImage::url(*url)).collect();
    request
}

fn graffiti() -> EditRequest {
    edit(PRO, "把图2的涂鸦喷绘在图1的汽车上", &[CAR, PAINT], "2K")
}

fn clock_in_a_box() -> EditRequest {
    let mut request = edit(PRO, "把图1的闹钟放在图2的框选的位置，保持场景和光线融合自然", &[CLOCK, TABLE], "2K");
    request.images[1].bboxes = vec![BoundingBox { x1: 989, y1: 515, x2: 1138, y2: 681 }];
    request
}

fn boxes_on_three() -> EditRequest {
    let mut request = edit(PRO, "x", &[CAR, PAINT, CLOCK], "2K");
    let bbox = |[x1, y1, x2, y2]: [u32; 4]| BoundingBox { x1, y1, x2, y2 };
    request.images[0].bboxes = vec![bbox([0, 0, 12, 12]), bbox([25, 25, 100, 100])];
    request.images[2].bboxes = vec![bbox([10, 10, 50, 50])];
    request
}

fn flower_shop(prompt: &str) -> EditRequest {
    edit(PRO, prompt, &[], "2K").with_thinking_mode(true)
}

fn four_seasons() -> EditRequest {
    let prompt = "电影感组图，记录同一只流浪橘猫，特征必须前后一致。第一张：春天，橘猫穿梭在盛开的樱花树下；第二张：夏天，\
                  橘猫在老街的树荫下乘凉避暑；第三张：秋天，橘猫踩在满地的金色落叶上；第四张：冬天，橘猫在雪地上走留下足迹。";
    edit(PRO, prompt, &[], "2K").with_n(4).with_enable_sequential(true)
}

fn tomatoes(prompt: &str, images: &[&str], size: &str) -> EditRequest {
    edit("wan2.6-image", prompt, images, size).with_prompt_extend(true)
}

const TOMATOES_ZH: &str = "参考图1的风格和图2的背景，生成番茄炒蛋";
const TOMATOES_EN: &str =
    "Generate a tomato and egg stir-fry based on the style of image 1 and the background of image 2";

/// Every file of the folder, in its order.
const VERDICTS: &[(&str, Verdict)] = &[
    ("async_created.json", TaskCreated),
    ("async_created_openapi27.json", TaskCreated),
    ("dmxapi_error_401.json", OtherPart("DMXAPI")),
    ("dmxapi_error_model_not_support.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_image_edit_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_image_edit_request_seed000.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_image_edit_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_image_edit_response_seed000.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_image_interleave_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_image_interleave_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan26_interleave_stream.sse", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_group_generation_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_group_generation_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_image_editing_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_image_editing_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_interactive_edit_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_interactive_edit_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_pro_image_editing_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_pro_image_editing_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_pro_text_to_image_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_pro_text_to_image_response.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_text_to_image_request.json", OtherPart("DMXAPI")),
    ("dmxapi_wan27_image_text_to_image_response.json", OtherPart("DMXAPI")),
    ("error_access_denied_async.json", refused("AccessDenied", NextStep::FixRequest)),
    ("error_access_denied_sync.json", refused("AccessDenied", NextStep::FixRequest)),
    ("error_arrearage.json", refused("Arrearage", NextStep::TopUp)),
    ("error_data_inspection_input.json", refused("DataInspectionFailed", NextStep::ChangeContent)),
    ("error_data_inspection_output.json", refused("DataInspectionFailed", NextStep::ChangeContent)),
    ("error_faq_rule_blocked.json", refused("FaqRuleBlocked", NextStep::ChangeContent)),
    ("error_free_tier_only.json", refused("AllocationQuota.FreeTierOnly", NextStep::TopUp)),
    ("error_internal.json", Unsure { code: "InternalError", next_step: NextStep::CheckBeforeRetry }),
    ("error_invalid_api_key.json", refused("InvalidApiKey", NextStep::CheckKey)),
    ("error_invalid_parameter_generic.json", refused("InvalidParameter", NextStep::FixRequest)),
    ("error_invalid_parameter_n.json", refused("InvalidParameter", NextStep::FixRequest)),
    ("error_invalid_url.json", refused("InvalidURL", NextStep::UseFile)),
    ("error_ip_infringement.json", refused("IPInfringementSuspect", NextStep::ChangeContent)),
    ("error_model_not_found.json", refused("ModelNotFound", NextStep::GetAccess)),
    ("error_model_unavailable.json", sent_again("ModelUnavailable")),
    ("error_no_api_key.json", refused("InvalidApiKey", NextStep::CheckKey)),
    ("error_request_timeout.json", Unsure { code: "RequestTimeOut", next_step: NextStep::AskSmaller }),
    ("error_throttling.json", sent_again("Throttling")),
    ("error_throttling_allocationquota.json", sent_again("Throttling.AllocationQuota")),
    ("error_throttling_ratequota.json", sent_again("Throttling.RateQuota")),
    ("error_token_plan_quota_compat.json", refused("insufficient_quota", NextStep::WaitForQuota)),
    ("error_unpurchased.json", refused("AccessDenied.Unpurchased", NextStep::GetAccess)),
    ("error_url_error.json", refused("InvalidParameter", NextStep::FixRequest)),
    ("getpolicy_response.json", OtherPart("temporary upload")),
    ("qwen36_bbox_request.json", OtherPart("boxes from words")),
    ("qwen36_bbox_request_recommended.json", OtherPart("boxes from words")),
    ("qwen36_bbox_response.json", OtherPart("boxes from words")),
    ("sse_error_inside_http200.sse", OtherPart("interleaved stream")),
    ("task_cancel_error.json", Cancel { is_done: false }),
    ("task_cancel_response.json", Cancel { is_done: true }),
    ("task_canceled.json", Ended { kind: ErrorKind::Canceled, may_be_billed: false }),
    ("task_partial_inspection.json", OtherPart("wan2.5")),
    ("task_unknown.json", Ended { kind: ErrorKind::TaskUnknown, may_be_billed: true }),
    ("tasks_list_response.json", OtherPart("task list")),
    ("tokens_response.json", OtherPart("temporary keys")),
    ("upload_error_data_inspection.json", refused("InvalidParameter.DataInspection", NextStep::ChangeImage)),
    ("upload_error_missing_resolve_header.json", refused("invalid_parameter_error", NextStep::FixRequest)),
    ("upload_error_policy_expired.json", OtherPart("temporary upload")),
    ("wan25_multi_request.json", OtherPart("wan2.5")),
    ("wan25_seed002_request.json", OtherPart("wan2.5")),
    ("wan25_single_request.json", OtherPart("wan2.5")),
    ("wan25_task_failed.json", Failed { code: "InvalidParameter", next_step: NextStep::FixRequest }),
    ("wan25_task_running.json", Running),
    ("wan25_task_succeeded.json", OtherPart("wan2.5")),
    ("wan26_edit_request.json", Request(|| tomatoes(TOMATOES_ZH, &[UMBRELLA, TABLE], "1K"), &[])),
    ("wan26_edit_request_en.json", Request(|| tomatoes(TOMATOES_EN, &[UMBRELLA, TABLE], "1K"), &[])),
    (
        "wan26_edit_request_seed004.json",
        Request(
            || {
                tomatoes(
                    TOMATOES_ZH,
                    &["https://example.com/image1.png", "https://example.com/image2.webp"],
                    "1280*1280",
                )
            },
            &[],
        ),
    ),
    ("wan26_interleave_async_request.json", OtherPart("interleaved answers")),
    ("wan26_interleave_stream.sse", OtherPart("interleaved stream")),
    ("wan26_interleave_sync_request.json", OtherPart("interleaved stream")),
    ("wan26_sync_response.json", Verdict::Outcome { images: 1, size: "1376*768" }),
    ("wan26_sync_response_seed004.json", Verdict::Outcome { images: 1, size: "1280*1280" }),
    ("wan26_task_failed_top_level.json", Failed { code: "InvalidParameter", next_step: NextStep::FixRequest }),
    ("wan26_task_succeeded_2choices.json", Verdict::Outcome { images: 2, size: "1376*768" }),
    ("wan26_task_succeeded_seed004.json", Verdict::Outcome { images: 1, size: "1280*1280" }),
    ("wan27_bbox_list_fragment.json", Fragment(boxes_on_three)),
    ("wan27_bbox_request.json", Request(clock_in_a_box, &[])),
    ("wan27_color_palette_fragment.json", OtherPart("colour palettes")),
    ("wan27_color_palette_openapi_fragment.json", OtherPart("colour palettes")),
    ("wan27_edit_request.json", Request(graffiti, &[])),
    (
        "wan27_edit_request_en.json",
        Request(|| edit(PRO, "Spray the graffiti from image 2 onto the car in image 1", &[CAR, PAINT], "2K"), &[]),
    ),
    // With images it has no effect, and the newest guide has dropped it from this sample.
    ("wan27_edit_request_seed001.json", Request(graffiti, &[LeftOut("thinking_mode")])),
    ("wan27_sequential_request.json", Request(four_seasons, &[Added("watermark", no_watermark)])),
    ("wan27_sequential_task_succeeded_wire.json", Verdict::Outcome { images: 4, size: "2048*2048" }),
    ("wan27_sync_response.json", Verdict::Outcome { images: 1, size: "1488*704" }),
    ("wan27_sync_response_openapi.json", Verdict::Outcome { images: 1, size: "2985*1405" }),
    ("wan27_t2i_request.json", Request(|| flower_shop("一间有着精致窗户的花店，漂亮的木质门，摆放着花朵"), &[])),
    (
        "wan27_t2i_request_en.json",
        Request(
            || flower_shop("A flower shop with exquisite windows, a beautiful wooden door, and flowers on display"),
            &[],
        ),
    ),
    ("wan27_task_running.json", Running),
    ("wan27_task_succeeded.json", Verdict::Outcome { images: 1, size: "2976*1408" }),
];

const fn refused(code: &'static str, next_step: NextStep) -> Verdict {
    Refused { code, next_step, is_sent_again: false }
}

const fn sent_again(code: &'static str) -> Verdict {
    Refused { code, next_step: NextStep::WaitAndRetry, is_sent_again: true }
}

fn read(file: &str) -> String {
    fs::read_to_string(format!("tests/wire/{file}")).unwrap()
}

/// The entry of `index.json` about a file.
fn entry(file: &str) -> Value {
    let index: Vec<Value> = serde_json::from_str(&read("index.json")).unwrap();
    index.into_iter().find(|entry| entry["file"] == file).unwrap_or_else(|| panic!("index.json has no {file}"))
}

fn reply(file: &str) -> Reply {
    let status = entry(file)["http_status"].as_u64().unwrap_or(200) as u16;
    Reply { status, body: read(file), ..Reply::default() }
}

/// A job that has just sent its submit.
fn submitted(delivery: Delivery) -> Job {
    let mut job = Job::new(&check(graffiti()).unwrap(), &[None, None], service(), delivery);
    assert!(matches!(job.step(Duration::ZERO), Step::Send(_)));
    job
}

/// A job that has just asked for a task, or had it cancelled.
fn polling(is_cancel: bool) -> Job {
    let mut job = Job::resume("858cad55-4bdc-4ba3-ae6c-xxxxxx", service(), Some(1));
    if is_cancel {
        job.cancel(Duration::ZERO);
    }
    assert!(matches!(job.step(Duration::ZERO), Step::Send(_)));
    job
}

fn end(job: &mut Job) -> Box<Result<Outcome, Error>> {
    match job.step(Duration::ZERO) {
        Step::Finish(end) => end,
        step => panic!("not the end: {step:?}"),
    }
}

fn error(job: &mut Job) -> Error {
    end(job).expect_err("an error")
}

/// The order of text and images among each other is free; that of the images is not.
fn text_last(mut body: Value) -> Value {
    if let Some(content) = body.pointer_mut("/input/messages/0/content").and_then(Value::as_array_mut) {
        content.sort_by_key(|part| part.get("text").is_some());
    }
    body
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

#[test]
fn we_send_what_is_documented_for_the_same_edit() {
    let mut count = 0;
    for (file, verdict) in VERDICTS {
        let Request(request, differences) = verdict else { continue };
        let edit = check(request()).unwrap_or_else(|problems| panic!("{file}: {problems:?}"));
        let ours = text_last(common::json(&plan::body(
            &edit,
            &vec![None; edit.request().images.len()],
            Protocol::DashScope,
            Delivery::Task,
        )));
        let mut documented: Value = serde_json::from_str(&read(file)).unwrap();
        let parameters = documented["parameters"].as_object_mut().unwrap();
        for difference in *differences {
            match difference {
                Added(key, value) => {
                    assert_eq!(parameters.insert((*key).to_owned(), value()), None, "{file} has {key} after all")
                }
                LeftOut(key) => assert!(parameters.remove(*key).is_some(), "{file} has no {key}"),
            }
        }
        assert_eq!(ours, text_last(documented), "{file}");
        count += 1;
    }
    assert_eq!(count, 10);
}

#[test]
fn one_body_goes_to_the_sync_and_to_the_task_endpoint() {
    for (file, verdict) in VERDICTS {
        let Request(request, _) = verdict else { continue };
        let edit = check(request()).unwrap();
        let sync = plan::submit(&edit, &[], &service(), Delivery::Sync);
        let task = plan::submit(&edit, &[], &service(), Delivery::Task);
        assert_eq!(sync.body, task.body);
        let (path, has_async) =
            (entry(file)["path"].to_string(), entry(file)["headers"]["X-DashScope-Async"].is_string());
        assert!(has_async || path.contains(sync.target.split("/api/v1").nth(1).unwrap()), "{file}: {path}");
        let is_task_only = has_async || path.contains("(async)");
        assert!(!is_task_only || path.contains(task.target.split("/api/v1").nth(1).unwrap()), "{file}: {path}");
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
fn every_reply_means_what_it_says() {
    let now = Duration::ZERO;
    for (file, verdict) in VERDICTS {
        match verdict {
            Request(..) | Fragment(_) | OtherPart(_) => {}
            Verdict::Outcome { images, size } => {
                let is_task = read(file).contains("task_status");
                let mut job = if is_task { polling(false) } else { submitted(Delivery::Sync) };
                job.receive(now, 0.5, &reply(file));
                let outcome = end(&mut job).unwrap_or_else(|error| panic!("{file}: {error}"));
                let documented: Value = serde_json::from_str(&read(file)).unwrap();
                assert_eq!(outcome.images.len(), *images, "{file}");
                assert_eq!(outcome.usage.image_count, Some(*images as u32), "{file}");
                assert_eq!(outcome.usage.size.as_deref(), Some(*size), "{file}");
                assert_eq!(outcome.request_id.as_deref(), documented["request_id"].as_str(), "{file}");
                for image in &outcome.images {
                    assert!(read(file).contains(&format!("\"{}\"", image.url)), "{file}: a URL changed");
                }
                let tokens = documented["usage"]["total_tokens"].as_u64();
                assert_eq!(outcome.usage.total_tokens, tokens, "{file}");
            }
            TaskCreated => {
                let mut job = submitted(Delivery::Task);
                let wire = WireReply::parse(&read(file)).unwrap();
                assert_eq!(wire.task_status, Some(TaskStatus::Pending), "{file}");
                let progress = job.receive(now, 0.5, &reply(file));
                assert_eq!(progress, Some(Progress::TaskCreated { task_id: wire.task_id.unwrap() }), "{file}");
                assert!(matches!(job.step(now), Step::Wait(_)), "{file}");
            }
            Running => {
                let mut job = polling(false);
                assert_eq!(job.receive(now, 0.5, &reply(file)), Some(Progress::Running), "{file}");
                assert!(matches!(job.step(now), Step::Wait(_)), "{file}");
            }
            Failed { code, next_step } => {
                let mut job = polling(false);
                job.receive(now, 0.5, &reply(file));
                let error = error(&mut job);
                assert_eq!((error.kind, error.next_step), (ErrorKind::Service, *next_step), "{file}");
                assert_eq!(error.code.as_deref(), Some(*code), "{file}");
                assert!(!error.may_be_billed() && error.request_id.is_some() && error.task_id.is_some(), "{file}");
            }
            Ended { kind, may_be_billed } => {
                let mut job = polling(false);
                job.receive(now, 0.5, &reply(file));
                let error = error(&mut job);
                assert_eq!((error.kind, error.may_be_billed()), (*kind, *may_be_billed), "{file}");
                assert!(error.task_id.is_some(), "{file}");
            }
            Cancel { is_done } => {
                let mut job = polling(true);
                let progress = job.receive(now, 0.5, &reply(file));
                if *is_done {
                    assert_eq!(error(&mut job).kind, ErrorKind::Canceled, "{file}");
                } else {
                    assert_eq!(progress, Some(Progress::TooLateToCancel), "{file}");
                    assert!(matches!(job.step(now), Step::Wait(_)), "{file}");
                }
            }
            Refused { code, next_step, is_sent_again } => {
                let mut job = submitted(Delivery::Task);
                let progress = job.receive(now, 0.5, &reply(file));
                if *is_sent_again {
                    assert!(matches!(progress, Some(Progress::Throttled { refusals: 1, .. })), "{file}: {progress:?}");
                    continue;
                }
                let error = error(&mut job);
                assert_eq!((error.kind, error.next_step), (ErrorKind::Service, *next_step), "{file}");
                assert_eq!(error.code.as_deref(), Some(*code), "{file}");
                assert!(!error.may_be_billed() && !error.is_retryable(), "{file}");
                assert_eq!(error.status, Some(reply(file).status), "{file}");
                let documented: Value = serde_json::from_str(&read(file)).unwrap();
                assert_eq!(error.request_id.as_deref(), documented["request_id"].as_str(), "{file}");
            }
            Unsure { code, next_step } => {
                let mut job = submitted(Delivery::Task);
                assert_eq!(job.receive(now, 0.5, &reply(file)), None, "{file}");
                let error = error(&mut job);
                assert_eq!((error.code.as_deref(), error.next_step), (Some(*code), *next_step), "{file}");
                assert!(error.may_be_billed() && !error.is_retryable(), "{file}");
            }
        }
    }
}

#[test]
fn a_bare_error_body_in_answer_to_a_poll_is_a_failed_task() {
    let mut job = polling(false);
    job.receive(Duration::ZERO, 0.5, &reply("error_invalid_parameter_n.json"));
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
            for mut job in [submitted(Delivery::Sync), submitted(Delivery::Task), polling(false), polling(true)] {
                job.receive(Duration::ZERO, 0.5, &reply);
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
