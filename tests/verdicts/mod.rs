//! What each documented body is to us.
#![allow(dead_code)]

pub mod edits;
pub mod files;

use serde_json::{Value, json};
use wan_edit::core::edit::EditRequest;
use wan_edit::core::job::{Cause, ErrorKind, NextStep};

use Difference::{Added, LeftOut, Said};
use NextStep as Next;
use Verdict::{
    Asked, Cancel, Ended, Event, Failed, Finding, Found, Fragment, Outcome, Partial, Refused, Relayed, Request,
    Running, Stream, TaskCreated, Unsure,
};

/// What a file is to us.
pub enum Verdict {
    /// This edit asks for it, but for the differences.
    Request(fn() -> EditRequest, &'static [Difference]),
    /// Part of `parameters` that this edit asks for.
    Fragment(fn() -> EditRequest),
    /// The question where these words are in an image, but for the differences.
    Finding(&'static str, &'static [Difference]),
    /// The answer to a submit or a poll: so many images, so many counted, of this size.
    Outcome { images: usize, size: Option<&'static str> },
    /// The relay's answer to a submit: so many images, which it does not count.
    Relayed { images: usize },
    /// The answer to a poll: so many images, and after them one that failed with this code.
    Partial { images: usize, code: &'static str },
    /// The answer to a streamed submit: these parts, and what it counts.
    Stream { parts: &'static [Streamed], image_count: Option<u32>, total_tokens: u64 },
    /// One event of a stream, with these words.
    Event(&'static str),
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
    Refused { code: Option<&'static str>, next_step: NextStep, is_sent_again: bool },
    /// The answer to a submit: it broke after it may have been taken.
    Unsure { code: &'static str, next_step: NextStep },
    /// The answer to a question beside an edit.
    Asked(Question),
    /// The refusal of an upload, for this cause.
    UploadRefused(Cause),
    /// The answer where something is: this box, in px of an image of 2048 × 2048.
    Found([u32; 4]),
}

/// A part of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streamed {
    /// Words that belong together, whatever they are cut into.
    Text(&'static str),
    /// An image by its URL.
    Image(&'static str),
}

/// A question beside an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which tasks there are.
    Tasks,
    /// A temporary key.
    Token,
    /// Leave to upload.
    Policy,
}

/// Where our body differs from the documented one, and why.
pub enum Difference {
    /// We always say it.
    Added(&'static str, fn() -> Value, &'static str),
    /// We do not send it.
    LeftOut(&'static str, &'static str),
    /// We say something else in a text: these words for those.
    Said(&'static str, &'static [(&'static str, &'static str)], &'static str),
}

const ALWAYS: &str = "defaults changed between versions of the reference, so it is always said";
const DEFAULT: &str = "it is the default";
const EMPTY: &str = "it is empty";
const UNKNOWN_KEY: &str = "its name ends in a space: no service knows it";

const NO_WATERMARK: Difference = Added("/parameters/watermark", || json!(false), ALWAYS);
const ONE: Difference = Added("/parameters/n", || json!(1), ALWAYS);
const NOT_SEQUENTIAL: Difference = LeftOut("/parameters/enable_sequential", DEFAULT);
const NOT_NEGATIVE: Difference = LeftOut("/parameters/negative_prompt", EMPTY);

const NORMALISED: Difference = Said(
    "/input/messages/0/content/1/text",
    &[
        ("使用原图绝对像素坐标", "使用归一化到0-999的相对坐标"),
        ("\n只返回JSON列表", "\n如果没有符合描述的区域,返回空列表:[]\n只返回JSON列表"),
    ],
    "the newest guide knows that the model answers from 0 to 999; and finding nothing is an answer as well",
);

const SHANGHAI: &str = "https://dashscope-result-sh.oss-cn-shanghai.aliyuncs.com/xxx.png?Expires=xxx";
const RELAYED: &str = "https://dashscope-7c2c.oss-cn-shanghai.aliyuncs.com/xxx.png?Expires=xxx";

const fn refused(code: &'static str, next_step: NextStep) -> Verdict {
    Refused { code: Some(code), next_step, is_sent_again: false }
}

const fn sent_again(code: &'static str) -> Verdict {
    Refused { code: Some(code), next_step: Next::WaitAndRetry, is_sent_again: true }
}

const fn outcome(images: usize, size: &'static str) -> Verdict {
    Outcome { images, size: Some(size) }
}

/// Every file of the folder, in its order.
pub const VERDICTS: &[(&str, Verdict)] = &[
    ("async_created.json", TaskCreated),
    ("async_created_openapi27.json", TaskCreated),
    ("dmxapi_error_401.json", Refused { code: None, next_step: Next::CheckKey, is_sent_again: false }),
    ("dmxapi_error_model_not_support.json", Refused { code: None, next_step: Next::GetAccess, is_sent_again: false }),
    (
        "dmxapi_wan26_image_edit_request.json",
        Request(edits::relayed_umbrella, &[LeftOut("/parameters/stream", DEFAULT), NOT_NEGATIVE]),
    ),
    (
        "dmxapi_wan26_image_edit_request_seed000.json",
        Request(
            edits::relayed_kitten,
            &[
                LeftOut("/parameters/max_images ", UNKNOWN_KEY),
                LeftOut("/parameters/stream ", UNKNOWN_KEY),
                NOT_NEGATIVE,
            ],
        ),
    ),
    ("dmxapi_wan26_image_edit_response.json", Relayed { images: 1 }),
    ("dmxapi_wan26_image_edit_response_seed000.json", Relayed { images: 1 }),
    ("dmxapi_wan26_image_interleave_request.json", Request(edits::relayed_spring, &[NOT_NEGATIVE])),
    ("dmxapi_wan26_image_interleave_response.json", Event("春天的景色令人心旷神怡。")),
    (
        "dmxapi_wan26_interleave_stream.sse",
        Stream {
            parts: &[Streamed::Text("春天的景色令人心旷神怡。"), Streamed::Image(RELAYED)],
            image_count: None,
            total_tokens: 0,
        },
    ),
    ("dmxapi_wan27_image_group_generation_request.json", Request(edits::relayed_seasons, &[])),
    ("dmxapi_wan27_image_group_generation_response.json", Relayed { images: 4 }),
    ("dmxapi_wan27_image_image_editing_request.json", Request(edits::relayed_graffiti, &[NOT_SEQUENTIAL])),
    ("dmxapi_wan27_image_image_editing_response.json", Relayed { images: 1 }),
    ("dmxapi_wan27_image_interactive_edit_request.json", Request(edits::relayed_clock, &[NOT_SEQUENTIAL])),
    ("dmxapi_wan27_image_interactive_edit_response.json", Relayed { images: 1 }),
    ("dmxapi_wan27_image_pro_image_editing_request.json", Request(edits::relayed_graffiti_pro, &[NOT_SEQUENTIAL])),
    ("dmxapi_wan27_image_pro_image_editing_response.json", Relayed { images: 1 }),
    ("dmxapi_wan27_image_pro_text_to_image_request.json", Request(edits::relayed_flowers_pro, &[NOT_SEQUENTIAL])),
    ("dmxapi_wan27_image_pro_text_to_image_response.json", Relayed { images: 1 }),
    ("dmxapi_wan27_image_text_to_image_request.json", Request(edits::relayed_flowers, &[NOT_SEQUENTIAL])),
    ("dmxapi_wan27_image_text_to_image_response.json", Relayed { images: 1 }),
    ("error_access_denied_async.json", refused("AccessDenied", Next::FixRequest)),
    ("error_access_denied_sync.json", refused("AccessDenied", Next::FixRequest)),
    ("error_arrearage.json", refused("Arrearage", Next::TopUp)),
    ("error_data_inspection_input.json", refused("DataInspectionFailed", Next::ChangeContent)),
    ("error_data_inspection_output.json", refused("DataInspectionFailed", Next::ChangeContent)),
    ("error_faq_rule_blocked.json", refused("FaqRuleBlocked", Next::ChangeContent)),
    ("error_free_tier_only.json", refused("AllocationQuota.FreeTierOnly", Next::TopUp)),
    ("error_internal.json", Unsure { code: "InternalError", next_step: Next::CheckBeforeRetry }),
    ("error_invalid_api_key.json", refused("InvalidApiKey", Next::CheckKey)),
    ("error_invalid_parameter_generic.json", refused("InvalidParameter", Next::FixRequest)),
    ("error_invalid_parameter_n.json", refused("InvalidParameter", Next::FixRequest)),
    ("error_invalid_url.json", refused("InvalidURL", Next::UseFile)),
    ("error_ip_infringement.json", refused("IPInfringementSuspect", Next::ChangeContent)),
    ("error_model_not_found.json", refused("ModelNotFound", Next::GetAccess)),
    ("error_model_unavailable.json", sent_again("ModelUnavailable")),
    ("error_no_api_key.json", refused("InvalidApiKey", Next::CheckKey)),
    ("error_request_timeout.json", Unsure { code: "RequestTimeOut", next_step: Next::AskSmaller }),
    ("error_throttling.json", sent_again("Throttling")),
    ("error_throttling_allocationquota.json", sent_again("Throttling.AllocationQuota")),
    ("error_throttling_ratequota.json", sent_again("Throttling.RateQuota")),
    ("error_token_plan_quota_compat.json", refused("insufficient_quota", Next::WaitForQuota)),
    ("error_unpurchased.json", refused("AccessDenied.Unpurchased", Next::GetAccess)),
    ("error_url_error.json", refused("InvalidParameter", Next::FixRequest)),
    ("getpolicy_response.json", Asked(Question::Policy)),
    (
        "qwen36_bbox_request.json",
        Finding(
            "咖啡杯",
            &[
                NORMALISED,
                Added(
                    "/parameters",
                    || json!({ "enable_thinking": false, "seed": 1 }),
                    "it thinks unless it is told not to, which costs time and money",
                ),
            ],
        ),
    ),
    ("qwen36_bbox_request_recommended.json", Finding("咖啡杯", &[NORMALISED])),
    ("qwen36_bbox_response.json", Found([843, 651, 1341, 1437])),
    ("sse_error_inside_http200.sse", refused("InvalidParameter", Next::FixRequest)),
    ("task_cancel_error.json", Cancel { is_done: false }),
    ("task_cancel_response.json", Cancel { is_done: true }),
    ("task_canceled.json", Ended { kind: ErrorKind::Canceled, may_be_billed: false }),
    ("task_partial_inspection.json", Partial { images: 3, code: "DataInspectionFailed" }),
    ("task_unknown.json", Ended { kind: ErrorKind::TaskUnknown, may_be_billed: true }),
    ("tasks_list_response.json", Asked(Question::Tasks)),
    ("tokens_response.json", Asked(Question::Token)),
    ("upload_error_data_inspection.json", refused("InvalidParameter.DataInspection", Next::ChangeImage)),
    ("upload_error_missing_resolve_header.json", refused("invalid_parameter_error", Next::FixRequest)),
    ("upload_error_policy_expired.json", Verdict::UploadRefused(Cause::PolicyExpired)),
    ("wan25_multi_request.json", Request(edits::clock_by_the_vase, &[NO_WATERMARK])),
    ("wan25_seed002_request.json", Request(edits::clock_by_the_vase_zh, &[LeftOut("/input/negative_prompt", EMPTY)])),
    ("wan25_single_request.json", Request(edits::lace_dress, &[NO_WATERMARK])),
    ("wan25_task_failed.json", Failed { code: "InvalidParameter", next_step: Next::FixRequest }),
    ("wan25_task_running.json", Running),
    ("wan25_task_succeeded.json", Outcome { images: 1, size: None }),
    ("wan26_edit_request.json", Request(edits::tomatoes, &[])),
    ("wan26_edit_request_en.json", Request(edits::tomatoes_en, &[])),
    ("wan26_edit_request_seed004.json", Request(edits::tomatoes_exact, &[])),
    ("wan26_interleave_async_request.json", Request(edits::cooking_lesson, &[ONE, NO_WATERMARK])),
    (
        "wan26_interleave_stream.sse",
        Stream {
            parts: &[
                Streamed::Text("辣椒炒肉。"),
                Streamed::Image(SHANGHAI),
                Streamed::Text("接下来。"),
                Streamed::Image(SHANGHAI),
                Streamed::Text("最后锅。"),
                Streamed::Image(SHANGHAI),
            ],
            image_count: Some(3),
            total_tokens: 569,
        },
    ),
    ("wan26_interleave_sync_request.json", Request(edits::cooking_lesson, &[ONE, NO_WATERMARK])),
    ("wan26_sync_response.json", outcome(1, "1376*768")),
    ("wan26_sync_response_seed004.json", outcome(1, "1280*1280")),
    ("wan26_task_failed_top_level.json", Failed { code: "InvalidParameter", next_step: Next::FixRequest }),
    ("wan26_task_succeeded_2choices.json", outcome(2, "1376*768")),
    ("wan26_task_succeeded_seed004.json", outcome(1, "1280*1280")),
    ("wan27_bbox_list_fragment.json", Fragment(edits::boxes_on_three)),
    ("wan27_bbox_request.json", Request(edits::clock_in_a_box, &[])),
    ("wan27_color_palette_fragment.json", Fragment(edits::eight_colors)),
    ("wan27_color_palette_openapi_fragment.json", Fragment(edits::three_colors)),
    ("wan27_edit_request.json", Request(edits::graffiti, &[])),
    ("wan27_edit_request_en.json", Request(edits::graffiti_en, &[])),
    (
        "wan27_edit_request_seed001.json",
        Request(
            edits::graffiti,
            &[LeftOut("/parameters/thinking_mode", "with images it has no effect; the newest guide has dropped it")],
        ),
    ),
    ("wan27_sequential_request.json", Request(edits::four_seasons, &[NO_WATERMARK])),
    ("wan27_sequential_task_succeeded_wire.json", outcome(4, "2048*2048")),
    ("wan27_sync_response.json", outcome(1, "1488*704")),
    ("wan27_sync_response_openapi.json", outcome(1, "2985*1405")),
    ("wan27_t2i_request.json", Request(edits::flowers, &[])),
    ("wan27_t2i_request_en.json", Request(edits::flowers_en, &[])),
    ("wan27_task_running.json", Running),
    ("wan27_task_succeeded.json", outcome(1, "2976*1408")),
];
