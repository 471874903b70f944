//! Bodies with something strange in place of one field: the others say what they said.

use serde_json::{Map, Value, json};
use wan_edit::core::service::wire::account::{TaskList, Token, UploadPolicy};
use wan_edit::core::service::wire::reply::{Usage, WireReply};

use super::behaviour;

/// Where a field stands, and how a reply is without what it says.
type Field = (&'static str, fn(&mut WireReply));

const FIELDS: [Field; 13] = [
    ("/request_id", |reply| reply.request_id = None),
    ("/requestId", |reply| reply.request_id = None),
    ("/usage", |reply| reply.usage = Usage::default()),
    ("/usage/image_count", |reply| reply.usage.image_count = None),
    ("/code", |reply| reply.code = None),
    ("/message", |reply| reply.message = None),
    ("/error", |reply| (reply.code, reply.message) = (None, None)),
    ("/output/task_id", |reply| reply.task_id = None),
    ("/output/task_status", |reply| reply.task_status = None),
    ("/output/submit_time", |reply| reply.submit_time = None),
    ("/output/choices", |reply| (reply.parts, reply.is_whole) = (Vec::new(), None)),
    ("/output/results", |reply| reply.parts.clear()),
    ("/something/else", |_| {}),
];

fn strange() -> [Value; 9] {
    [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!("?"),
        json!([[], null, {}, "x"]),
        json!({ "x": { "y": [] } }),
    ]
}

/// `root` with `value` at the end of a path, if the path is there up to its last step.
fn with(root: &Value, pointer: &str, value: Value) -> Option<Value> {
    let mut changed = root.clone();
    let (parent, key) = pointer.rsplit_once('/')?;
    changed.pointer_mut(parent)?.as_object_mut()?.insert(key.to_owned(), value);
    Some(changed)
}

pub fn check(input: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(input);
    let reply = WireReply::parse(&text);
    let object = serde_json::from_str::<Map<String, Value>>(text.trim_start_matches('\u{feff}')).ok();
    assert_eq!(reply.is_some(), object.is_some(), "every object is a reply, and nothing else");
    let (Some(reply), Some(object)) = (reply, object) else { return behaviour("no object") };
    let root = Value::Object(object);
    assert_eq!(WireReply::parse(&root.to_string()).as_ref(), Some(&reply), "it is read as serde_json reads it");

    for (pointer, forget) in FIELDS {
        for value in strange() {
            let Some(changed) = with(&root, pointer, value) else { continue };
            let mut after = WireReply::parse(&changed.to_string()).expect("an object");
            let mut before = reply.clone();
            forget(&mut before);
            forget(&mut after);
            assert_eq!(after, before, "{pointer} spoils another field: {changed}");
        }
    }
    let body = root.to_string();
    let account = (
        TaskList::parse(&body).map(|list| list.tasks.len().min(3)),
        Token::parse(&body).is_some(),
        UploadPolicy::parse(&body).is_some(),
    );
    behaviour((
        account,
        reply.parts.len().min(5),
        reply.code.is_some(),
        reply.message.is_some(),
        reply.is_whole,
        reply.task_status.is_some(),
        reply.usage == Usage::default(),
    ))
}
