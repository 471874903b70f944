//! Bodies of replies that are called a success.

use wan_edit::core::edit::Delivery;
use wan_edit::core::job::Progress;
use wan_edit::core::service::wire::account::{TaskList, Token, UploadPolicy, utc8_millis};
use wan_edit::core::service::wire::reply::WireReply;
use wan_edit::core::service::{Reply, stream};

use super::behaviour;
use super::road::{Start, broken_stream, end};

const STARTS: [Start; 5] = [
    Start::Submit(Delivery::Sync),
    Start::Submit(Delivery::Task),
    Start::Submit(Delivery::Stream),
    Start::Query,
    Start::Cancel,
];

pub fn check(input: &[u8]) -> u64 {
    let body = String::from_utf8_lossy(input).into_owned();
    let wire = stream::read(&body);
    assert_eq!(wire, stream::read(&body));
    assert!(wire.iter().flat_map(WireReply::image_urls).all(|url| !url.is_empty()), "an image without a URL");
    let times = wire.iter().flat_map(|wire| [&wire.submit_time, &wire.end_time]).flatten();
    let times = times.filter_map(|time| utc8_millis(time)).count();

    let reply = Reply { status: 200, body, ..Reply::default() };
    let ends = STARTS.map(|start| {
        let once = end(start, &reply);
        assert_eq!(once, end(start, &reply));
        match *once {
            Ok(outcome) => {
                (outcome.images.len().min(5), outcome.parts.len().min(5), outcome.ended_early.is_some(), None)
            }
            Err(error) => (0, 0, error.may_be_billed(), Some((format!("{:?}", error.kind), error.code.is_some()))),
        }
    });
    let account = (
        TaskList::parse(&reply.body).map(|list| list.tasks.len().min(3)),
        Token::parse(&reply.body).is_some(),
        UploadPolicy::parse(&reply.body).is_some(),
    );
    behaviour((ends, account, times, in_pieces(input)))
}

/// A stream that breaks keeps the images that came, however it was cut. How many.
fn in_pieces(input: &[u8]) -> usize {
    let whole = broken_stream([input]);
    for size in [1, 5] {
        assert_eq!(broken_stream(input.chunks(size)), whole, "pieces of {size}");
    }
    let (told, end) = whole;
    let images: Vec<_> = told.iter().filter(|progress| matches!(progress, Progress::Image(_))).collect();
    let Some(end) = end else {
        assert!(told.is_empty() && input.windows(5).any(|word| word == b"data:"), "asked again after {told:?}");
        return 9;
    };
    let kept: Vec<_> = end.iter().flat_map(|outcome| &outcome.images).map(|image| image.url.clone()).collect();
    // The break itself may end one more event.
    let kept = kept.into_iter().map(Progress::Image).take(images.len());
    assert!(kept.eq(images.iter().map(|image| (*image).clone())), "an image was told and not kept");
    images.len().min(5)
}
