//! Bodies of replies that say no, under every status that matters.

use std::time::Duration;

use wan_edit::core::edit::Delivery;
use wan_edit::core::geometry::Size;
use wan_edit::core::job::answer::located;
use wan_edit::core::service::{Credential, Reply};

use super::behaviour;
use super::common::KEY;
use super::road::{Start, end};

/// Status, and seconds of `retry-after`.
const STATUSES: [(u16, Option<u64>); 15] = [
    (0, None),
    (200, None),
    (302, None),
    (400, None),
    (401, None),
    (403, None),
    (408, None),
    (429, None),
    (429, Some(3)),
    (429, Some(600)),
    (477, None),
    (500, Some(3)),
    (503, None),
    (503, Some(600)),
    (504, None),
];

pub fn check(input: &[u8]) -> u64 {
    let body = String::from_utf8_lossy(input).into_owned();
    let ends = STATUSES.map(|(status, retry_after)| {
        let retry_after = retry_after.map(Duration::from_secs);
        let reply = Reply { status, retry_after, body: body.clone(), ..Reply::default() };
        let boxes = located(&reply, Size::new(640, 480), &Credential::new(KEY));
        let boxes = boxes.map_err(|error| assert!(!error.to_string().contains(KEY), "the key is shown: {error:?}"));
        let ends = [Start::Submit(Delivery::Task), Start::Query].map(|start| {
            let end = end(start, &reply).err();
            end.map(|error| {
                format!("{:?} {:?} {} {}", error.kind, error.cause, error.may_be_billed(), error.is_retryable())
            })
        });
        (boxes.map(|boxes| boxes.len()).ok(), ends)
    });
    behaviour(ends)
}
