//! Answers that are not as documented: other forms of refusals, gateways, other names.

mod common;

use common::*;
use serde_json::{Value, json};

fn small() -> Value {
    edit(json!({"size": "768*768"}))
}

#[test]
fn refusals_in_other_forms() {
    let emulator = Emulator::start(&[]);
    let refuse = |form: &str| {
        let key = format!("sk-emu+fail=Throttling.BurstRate+retry-after=3+form={form}");
        let answer = emulator.submit(SYNC, &key, &[], &small());
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some("3")), "{form}");
        assert_eq!(emulator.log().pop().unwrap()["code"], "Throttling.BurstRate", "{form}");
        assert!(answer.header("x-request-id").is_some());
        answer
    };
    let message = "Request rate increased too quickly, please slow down and try again later.";
    let xml = refuse("xml");
    assert_eq!(xml.header("content-type"), Some("application/xml"));
    assert!(xml.text().contains("<Code>Throttling.BurstRate</Code>") && xml.text().contains(message));
    let html = refuse("html");
    assert!(html.header("content-type") == Some("text/html") && html.text().contains("429"));
    assert_eq!(refuse("text").text(), message);
    assert_eq!(refuse("empty").body.len(), 0);
    assert_eq!(refuse("unknown").json()["code"], "Unheard.Of");
    assert_eq!(refuse("numeric").json()["code"], 429);
    let renamed = refuse("msg").json();
    assert_eq!((&renamed["msg"], renamed.get("message")), (&json!(message), None));
    let nested = refuse("nested").json();
    assert_eq!((&nested["error"]["code"], nested.get("code")), (&json!("Throttling.BurstRate"), None));
    assert_eq!(refuse("codeless").json().get("code"), None);
    assert_eq!(refuse("nonsense").refusal().1, "Throttling.BurstRate");
    // Not only what a word asks for, and only refusals.
    let natural = emulator.submit(SYNC, "sk-emu+form=msg", &[], &edit(json!({"n": 9})));
    assert_eq!(natural.json()["msg"], "Range of n should be [1, 4]");
    assert_eq!(emulator.submit(SYNC, "sk-emu+delay=0+form=xml", &[], &small()).urls().len(), 1);
}

#[test]
fn gateways_and_empty_answers() {
    let emulator = Emulator::start(&[]);
    for status in [502, 504, 524] {
        let answer = emulator.submit(SYNC, &format!("sk-emu+delay=0+html{status}"), &[], &small());
        assert_eq!((answer.status, answer.header("content-type")), (status, Some("text/html")));
        assert_eq!(emulator.log().pop().unwrap()["billed"], 1);
    }
    let empty = emulator.submit(SYNC, "sk-emu+delay=0+empty", &[], &small());
    assert_eq!((empty.status, empty.body.len()), (200, 0));
    assert_eq!(emulator.log().pop().unwrap()["billed"], 1);
}

#[test]
fn tasks_by_other_names() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=60000+running=SUSPENDED+list=tasks";
    let id = emulator.create(key, &small());
    let poll = || emulator.get(&format!("/api/v1/tasks/{id}"), key).json()["output"]["task_status"].clone();
    assert_eq!([poll(), poll()], ["PENDING", "SUSPENDED"]);
    let list = emulator.get("/api/v1/tasks/", key).json();
    assert_eq!((list.get("data"), &list["output"]["tasks"][0]["task_id"]), (None, &json!(id)));
    let key = "sk-emu+delay=0+taskfail=D:DataInspectionFailed:image";
    let body = emulator.finish(key, &emulator.create(key, &small())).json();
    assert_eq!(body["output"]["message"], "Green net check rejected image (output)");
    assert!(body.get("code").is_none() && body["output"].get("code").is_none());
}

#[test]
fn the_list_is_of_one_account_and_one_day() {
    let emulator = Emulator::start(&[]);
    let id = emulator.create("sk-emu+mine", &small());
    emulator.create("sk-emu+theirs", &small());
    let list = |query: &str| emulator.get(&format!("/api/v1/tasks/?{query}"), "sk-emu+mine");
    let page = list("").json();
    assert_eq!((&page["total"], &page["data"][0]["task_id"]), (&json!(1), &json!(id)));
    for name in ["api_key_id", "caller_parent_id", "caller_uid", "model_name", "region", "request_id", "status"] {
        assert!(page["data"][0][name].is_string(), "{name}");
    }
    assert!(page["data"][0]["gmt_create"].is_u64());
    assert_eq!(list(&format!("task_id={id}")).json()["total"], 1);
    assert_eq!(list("task_id=other").json()["total"], 0);
    assert_eq!(list("start_time=20200101000000").json()["total"], 0);
    assert_eq!(list("start_time=yesterday").refusal().1, "InvalidParameter");
    assert_eq!(list("start_time=20200101000000&end_time=20200102000001").refusal().1, "InvalidParameter");
    assert_eq!(list("start_time=20200101000000&end_time=20200102000000").status, 200);
}
